/**
 * What CloudFormation calls for resources of one type: `actions` for each, and those of `properties` where a template
 * sets them. A property without further actions is listed too, so that a test tells of a new one. `on` are the
 * resources of the policy, with the names that this project gives; `name` is the property that holds the name.
 */
export interface Need {
  actions: readonly string[];
  properties: Readonly<Record<string, readonly string[]>>;
  on: readonly string[];
  name?: string;
}

/** Returns properties that need no action of their own. */
export function plain(...names: string[]): Need['properties'] {
  return Object.fromEntries(names.map((name) => [name, []]));
}

/** Returns the ARNs of resources of a service, in any region and account. */
export function named(service: string, ...resources: string[]): string[] {
  return resources.map((resource) => `arn:aws:${service}:*:*:${resource}`);
}

/** Returns actions of one service. */
export function actionsOf(service: string, words: string): string[] {
  return words.split(' ').map((word) => `${service}:${word}`);
}
