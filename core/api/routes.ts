/**
 * Who may call a route: readers read, launchers spend money, operators change and remove. Each group has its routes.
 */
export type PermissionGroup = 'reader' | 'launcher' | 'operator';

export type ApiFunction =
  | 'answer-reads'
  | 'start-runs'
  | 'start-copies'
  | 'apply-changes'
  | 'launch-instances'
  | 'connect-instances'
  | 'share-images'
  | 'examine-images'
  | 'read-references'
  | 'register-references'
  | 'allow-images'
  | 'change-stacks'
  | 'change-channels'
  | 'manage-cleanups'
  | 'revoke-images'
  | 'check-images'
  | 'examine-account';

export interface Route {
  /** Unique name of the operation, as in the OpenAPI document. */
  operation: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  function: ApiFunction;
  group: PermissionGroup;
  summary: string;
}

/** All routes of the API. Infrastructure, the OpenAPI document and the handlers use this table. */
// prettier-ignore
export const routes = [
  { operation: 'startBuild', method: 'POST', path: '/v1/builds', function: 'start-runs', group: 'launcher', summary: 'Build, test, publish and replicate an image from a recipe' },
  { operation: 'previewBuild', method: 'POST', path: '/v1/build-previews', function: 'start-runs', group: 'launcher', summary: 'Show what a build from a recipe would do, without starting it' },
  { operation: 'listBuilds', method: 'GET', path: '/v1/builds', function: 'answer-reads', group: 'reader', summary: 'List builds, newest first' },
  { operation: 'showBuild', method: 'GET', path: '/v1/builds/{id}', function: 'answer-reads', group: 'reader', summary: 'Show a build, its stages and images' },
  { operation: 'readBuildLog', method: 'GET', path: '/v1/builds/{id}/log', function: 'answer-reads', group: 'reader', summary: 'Read the output of the scripts of a build' },
  { operation: 'cancelBuild', method: 'DELETE', path: '/v1/builds/{id}', function: 'apply-changes', group: 'operator', summary: 'Cancel a running build' },
  { operation: 'retryBuild', method: 'POST', path: '/v1/builds/{id}/retries', function: 'start-runs', group: 'launcher', summary: 'Test and publish the image that a failed build kept, without building it again' },
  { operation: 'decideApproval', method: 'POST', path: '/v1/builds/{id}/approval', function: 'apply-changes', group: 'operator', summary: 'Approve or reject a build that waits for it' },
  { operation: 'createImage', method: 'POST', path: '/v1/images', function: 'start-runs', group: 'launcher', summary: 'Create an image from an instance' },
  { operation: 'listImages', method: 'GET', path: '/v1/images', function: 'examine-images', group: 'reader', summary: 'List images, newest first' },
  { operation: 'resolveImage', method: 'GET', path: '/v1/images/resolve', function: 'answer-reads', group: 'reader', summary: 'Select the image that a launch would use' },
  { operation: 'diffImages', method: 'GET', path: '/v1/images/diff', function: 'examine-images', group: 'reader', summary: 'Compare two images' },
  { operation: 'showImage', method: 'GET', path: '/v1/images/{id}', function: 'answer-reads', group: 'reader', summary: 'Show an image' },
  { operation: 'listPackages', method: 'GET', path: '/v1/images/{id}/packages', function: 'examine-images', group: 'reader', summary: 'List the packages of an image' },
  { operation: 'readRecipe', method: 'GET', path: '/v1/images/{id}/recipe', function: 'examine-images', group: 'reader', summary: 'Read the recipe that an image was built from' },
  { operation: 'readAncestry', method: 'GET', path: '/v1/images/{id}/ancestry', function: 'examine-images', group: 'reader', summary: 'List the ancestors of an image, up to the vendor’s image' },
  { operation: 'findImages', method: 'GET', path: '/v1/found-images', function: 'examine-images', group: 'reader', summary: 'Find images of the account by name or tag, managed or not' },
  { operation: 'verifyImage', method: 'GET', path: '/v1/images/{id}/provenance', function: 'examine-images', group: 'reader', summary: 'Verify the signed record of the origin of an image' },
  { operation: 'listSnapshots', method: 'GET', path: '/v1/images/{id}/snapshots', function: 'answer-reads', group: 'reader', summary: 'List the snapshots of an image' },
  { operation: 'listOwners', method: 'GET', path: '/v1/images/{id}/owners', function: 'read-references', group: 'reader', summary: 'List by owner what uses an image and its copies' },
  { operation: 'listReferences', method: 'GET', path: '/v1/images/{id}/references', function: 'read-references', group: 'reader', summary: 'List what uses an image and its copies' },
  { operation: 'addReference', method: 'POST', path: '/v1/images/{id}/references', function: 'register-references', group: 'operator', summary: 'Register that something outside AWS uses an image and its copies' },
  { operation: 'removeReference', method: 'DELETE', path: '/v1/images/{id}/references/{name}', function: 'register-references', group: 'operator', summary: 'Remove a registered reference from an image and its copies' },
  { operation: 'listRegistered', method: 'GET', path: '/v1/references', function: 'read-references', group: 'reader', summary: 'List registered references' },
  { operation: 'testImage', method: 'POST', path: '/v1/images/{id}/tests', function: 'start-runs', group: 'launcher', summary: 'Test an image on fresh instances' },
  { operation: 'replicateImage', method: 'POST', path: '/v1/images/{id}/replicas', function: 'start-copies', group: 'launcher', summary: 'Copy an image to other regions' },
  { operation: 'testNotifications', method: 'POST', path: '/v1/notifications/test', function: 'apply-changes', group: 'operator', summary: 'Send a test event to the targets of notifications' },
  { operation: 'deprecateImage', method: 'POST', path: '/v1/images/{id}/deprecation', function: 'apply-changes', group: 'operator', summary: 'Deprecate an image and its copies' },
  { operation: 'undeprecateImage', method: 'DELETE', path: '/v1/images/{id}/deprecation', function: 'apply-changes', group: 'operator', summary: 'Undo the deprecation of an image and its copies' },
  { operation: 'revokeImage', method: 'POST', path: '/v1/images/{id}/revocation', function: 'revoke-images', group: 'operator', summary: 'Revoke an image and its copies: nobody can launch them' },
  { operation: 'restoreImage', method: 'DELETE', path: '/v1/images/{id}/revocation', function: 'revoke-images', group: 'operator', summary: 'Undo the revocation of an image and its copies' },
  { operation: 'undeleteImage', method: 'POST', path: '/v1/images/{id}/undeletion', function: 'revoke-images', group: 'operator', summary: 'Bring a removed image back from the Recycle Bin' },
  { operation: 'listDescendants', method: 'GET', path: '/v1/images/{id}/descendants', function: 'answer-reads', group: 'reader', summary: 'List the images that were built on an image' },
  { operation: 'tagImage', method: 'POST', path: '/v1/images/{id}/tags', function: 'apply-changes', group: 'operator', summary: 'Tag an image and its copies, or bring it under management' },
  { operation: 'promoteImage', method: 'POST', path: '/v1/images/{id}/promotions', function: 'change-channels', group: 'operator', summary: 'Point a channel to the release of an image' },
  { operation: 'listChannels', method: 'GET', path: '/v1/channels', function: 'answer-reads', group: 'reader', summary: 'List channels and their releases' },
  { operation: 'showChannelHistory', method: 'GET', path: '/v1/channels/{stack}/{channel}/history', function: 'answer-reads', group: 'reader', summary: 'Show the history of a channel' },
  { operation: 'rollBackChannel', method: 'POST', path: '/v1/channels/{channel}/rollback', function: 'change-channels', group: 'operator', summary: 'Point a channel to its previous release' },
  { operation: 'shareImage', method: 'POST', path: '/v1/images/{id}/shares', function: 'share-images', group: 'operator', summary: 'Share an image and its copies, or revoke shares' },
  { operation: 'listShares', method: 'GET', path: '/v1/images/{id}/shares', function: 'share-images', group: 'reader', summary: 'Show the shares of an image, wanted and in EC2' },
  { operation: 'showAllowedImages', method: 'GET', path: '/v1/allowed-images', function: 'allow-images', group: 'reader', summary: 'Show criteria of Allowed AMIs for the published images, and what EC2 would refuse' },
  { operation: 'setAllowedImages', method: 'PUT', path: '/v1/allowed-images', function: 'allow-images', group: 'operator', summary: 'Set Allowed AMIs of the home account in the regions of the deployment' },
  { operation: 'deleteImage', method: 'DELETE', path: '/v1/images/{id}', function: 'manage-cleanups', group: 'operator', summary: 'Remove an image and its copies, unless something protects them' },
  { operation: 'startCleanup', method: 'POST', path: '/v1/cleanups', function: 'manage-cleanups', group: 'operator', summary: 'Plan the removal of images, and remove them unless it is a dry run' },
  { operation: 'listCleanups', method: 'GET', path: '/v1/cleanups', function: 'manage-cleanups', group: 'reader', summary: 'List cleanups, newest first' },
  { operation: 'showCleanup', method: 'GET', path: '/v1/cleanups/{id}', function: 'manage-cleanups', group: 'reader', summary: 'Show a cleanup, its plan and its removals' },
  { operation: 'applyCleanup', method: 'POST', path: '/v1/cleanups/{id}/apply', function: 'manage-cleanups', group: 'operator', summary: 'Apply the plan of a cleanup, or continue it' },
  { operation: 'launchInstance', method: 'POST', path: '/v1/instances', function: 'launch-instances', group: 'launcher', summary: 'Launch an instance or a job array' },
  { operation: 'listInstances', method: 'GET', path: '/v1/instances', function: 'answer-reads', group: 'reader', summary: 'List instances that spawn manages' },
  { operation: 'terminateInstance', method: 'DELETE', path: '/v1/instances/{id}', function: 'apply-changes', group: 'operator', summary: 'Terminate an instance' },
  { operation: 'startSession', method: 'POST', path: '/v1/instances/{id}/sessions', function: 'connect-instances', group: 'operator', summary: 'Open a shell session on an instance' },
  { operation: 'runCommand', method: 'POST', path: '/v1/instances/{id}/commands', function: 'connect-instances', group: 'operator', summary: 'Run a command on an instance' },
  { operation: 'showCommand', method: 'GET', path: '/v1/instances/{id}/commands/{command_id}', function: 'connect-instances', group: 'operator', summary: 'Show a command and its output' },
  { operation: 'readCosts', method: 'GET', path: '/v1/costs', function: 'answer-reads', group: 'reader', summary: 'Show the monthly cost of images and the break-even number of launches' },
  { operation: 'readCostHistory', method: 'GET', path: '/v1/costs/history', function: 'answer-reads', group: 'reader', summary: 'Show the monthly cost of images as each nightly run measured it' },
  { operation: 'listStacks', method: 'GET', path: '/v1/stacks', function: 'answer-reads', group: 'reader', summary: 'List stacks with their policies' },
  { operation: 'showStack', method: 'GET', path: '/v1/stacks/{stack}', function: 'answer-reads', group: 'reader', summary: 'Show a stack and its policy' },
  { operation: 'setStack', method: 'PUT', path: '/v1/stacks/{stack}', function: 'change-stacks', group: 'operator', summary: 'Change the policy of a stack' },
  { operation: 'previewPolicy', method: 'POST', path: '/v1/stacks/{stack}/policy-previews', function: 'read-references', group: 'reader', summary: 'Show what a night would deprecate and remove under a policy, without setting it' },
  { operation: 'checkHealth', method: 'POST', path: '/v1/health', function: 'check-images', group: 'launcher', summary: 'Check the health of an image, of a stack or of all images now' },
  { operation: 'resumeStack', method: 'POST', path: '/v1/stacks/{stack}/resume', function: 'apply-changes', group: 'operator', summary: 'Resume the nightly rebuilds of a stack that were paused after failures' },
  { operation: 'startNightly', method: 'POST', path: '/v1/nightly', function: 'start-runs', group: 'operator', summary: 'Start a nightly run now, or return the one that is running' },
  { operation: 'listNights', method: 'GET', path: '/v1/nightly', function: 'answer-reads', group: 'reader', summary: 'List nightly runs, newest first' },
  { operation: 'showNight', method: 'GET', path: '/v1/nightly/{night}', function: 'answer-reads', group: 'reader', summary: 'Show the report of a nightly run by its id or date, or the latest' },
  { operation: 'listDebts', method: 'GET', path: '/v1/debts', function: 'answer-reads', group: 'reader', summary: 'List what could not be removed yet' },
  { operation: 'showOperation', method: 'GET', path: '/v1/operations/{id}', function: 'answer-reads', group: 'reader', summary: 'Show a create, test, replicate, launch or rollout operation' },
  { operation: 'readHistory', method: 'GET', path: '/v1/history', function: 'answer-reads', group: 'reader', summary: 'List what was done to images and policies, and launches, newest first' },
  { operation: 'examineAccount', method: 'GET', path: '/v1/doctor', function: 'examine-account', group: 'operator', summary: 'Check whether the account allows the deployment to work' },
  { operation: 'showDeployment', method: 'GET', path: '/v1/deployment', function: 'answer-reads', group: 'reader', summary: 'Show the version, stage, home region and account of this deployment' },
  { operation: 'readOpenApi', method: 'GET', path: '/v1/openapi.json', function: 'answer-reads', group: 'reader', summary: 'Read the OpenAPI document of this API' },
] as const satisfies readonly Route[];

export type Operation = (typeof routes)[number]['operation'];

/**
 * Returns the route of a request by its route key, such as `GET /v1/images/{id}`; undefined when it is not in the
 * table.
 */
export function routeOfKey(routeKey: string): (typeof routes)[number] | undefined {
  return routes.find(({ method, path }) => `${method} ${path}` === routeKey);
}
