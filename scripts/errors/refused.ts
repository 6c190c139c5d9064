import { textsOf } from './text';

/** Errors of requests that the state of something or a policy refuses. */
export const refusedTexts = textsOf({
  NotManaged: [
    'The resource is not managed by spawn and was not changed.',
    'The image has no tag `spawn:managed=true`, or a parameter belongs to another deployment.',
    'Bring the image under management with `spawn tag-ami`.',
  ],
  ForeignOwner: [
    'The image belongs to another account.',
    'Only the owner can change an image, and only images of trusted owners are used as a base.',
    'Run the command in the owning account, or add the owner to the setting `base_owners` to use it as a base.',
  ],
  NameTaken: [
    'An image with this name exists in a region of the request.',
    'Names of images are unique in an account and region.',
    'Choose another name, or remove the other image.',
  ],
  VersionTaken: [
    'The version exists with other content.',
    'A version of a variant has [one content](concepts.md#versions-and-content), and the recipe changed without a new version.',
    'Raise the version in the recipe, or set `build_numbers: true`.',
  ],
  AmbiguousName: [
    'The name stands for several things.',
    'Several instances, stacks or variants have it.',
    'Use the id, or name the stack or variant with the flag that the message names.',
  ],
  WrongState: [
    'The resource is in a state that does not allow the action.',
    'For example, the image is still being created, or the instance is being terminated.',
    'Wait with `spawn wait`, then repeat the command.',
  ],
  ImageDeprecated: [
    'The image is deprecated and was requested in a way that needs a current image.',
    'Deprecated images are not selected, promoted or used as a base by name.',
    'Use the replacement that the message names, or undo the deprecation with `spawn ami undeprecate`.',
  ],
  ImageRevoked: [
    'The image is revoked, so nobody can launch it.',
    'Somebody revoked it with `spawn ami revoke`; the message has the reason.',
    'Use another image. `spawn ami restore` undoes the revocation.',
  ],
  ImageNotProven: [
    'The image failed its last test, or was never tested although its policy requires a test.',
    'See [tests and selection](concepts.md#tests-and-selection).',
    'Test it with `spawn test-ami`, use another image, or give a reason with `--untested`.',
  ],
  LimitExceeded: [
    'The request exceeds a limit of the deployment or a quota of EC2 for shares.',
    'The setting `instance_cap` limits instances, and at most 100 builds wait for their turn; EC2 limits the shares of an image.',
    'Wait or terminate something, or raise the setting that the message names and deploy again.',
  ],
  PublicAccessBlocked: [
    'The image cannot be made public.',
    'The account blocks public access to images or snapshots in the region.',
    'Lift the block in EC2 if the image may be public. It takes up to ten minutes.',
  ],
  EncryptionPreventsSharing: [
    'The image cannot be shared because of its encryption.',
    'A snapshot is encrypted with the key that AWS manages, or the image is to be public although it is encrypted.',
    'Copy the image with a key of your own: `spawn replicate-ami AMI --kms-key ARN`. Encrypted images cannot be public.',
  ],
  KeyNotUsable: [
    'The KMS key cannot be used for the build or the copy.',
    'The key does not exist in the region, is disabled, is of the wrong kind, or does not permit its use.',
    'The message says why. Correct the key or its policy, or name another key.',
  ],
  AccountNotReachable: [
    'The member account cannot be reached.',
    'Its role is not deployed, or the account is not in the setting `member_accounts`.',
    'Deploy the stack of the account. `spawn doctor` names the stack.',
  ],
  IdempotencyMismatch: [
    'The `Idempotency-Key` was used for a different request.',
    'A program sent the same key with another body within 24 hours.',
    'Use a new key for each new request.',
  ],
  CandidateNotKept: [
    'The build has no image to retry with.',
    'Only a build that was started with `--keep-candidate`, and whose test or scan failed, keeps its image.',
    'Build the recipe again, with `--keep-candidate 1d`.',
  ],
  CandidateExpired: [
    'The image of the failed build is no longer kept.',
    'The time of `--keep-candidate` is over, and the reaper removed the image.',
    'Build the recipe again.',
  ],
  CandidateTaken: [
    'Another retry has taken the image of the failed build.',
    'One retry at a time can test and publish an image.',
    'Follow the retry that the message names. If it failed and kept the image, retry that one.',
  ],
  RecipeChanged: [
    'The recipe of the retry would make another image.',
    'The message names the fields that differ from the recipe of the failed build.',
    'Change only `test`, `vulnerabilities`, `approval`, `launch_types`, `rebuild` or `base_end_of_life`, or build the recipe.',
  ],
  BuildOver: [
    'The build has ended, so it cannot be cancelled.',
    'It succeeded, failed or was cancelled before.',
    'See its result with `spawn builds show ID`.',
  ],
  NightRunning: [
    'A nightly run is active.',
    'Only one nightly run is active at a time.',
    'Wait for it with `spawn wait night-…`, then repeat the command.',
  ],
  CleanupRunning: [
    'Another cleanup is removing images.',
    'Only one cleanup removes images at a time.',
    'Follow it with `spawn cleanup-amis --plan ID`, then repeat the command.',
  ],
});
