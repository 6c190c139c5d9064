import type { Identity } from './intrinsics';
import { createResolver } from './intrinsics';
import { unknownProperties } from './properties';
import type { Stack, TemplateResource } from './read';
import type { Resource, ResourceKind } from './resource';

const fault = (message: string): Error => Object.assign(new Error(message), { name: 'UnsupportedTemplate' });

export interface BuildOptions<Site> {
  /** Where the resources of a region of an account are made. */
  site(region: string, account: string): Site;
  /** The home account, of stacks that may be in any. */
  accountId: string;
  /** The home region, of stacks that may be anywhere. */
  region: string;
  /** In the order in which they are made. */
  kinds: readonly ResourceKind<Site>[];
  /** Types that have no effect here, with the reason. */
  ignored: Readonly<Record<string, string>>;
  /** Called after each kind. */
  after?(kind: ResourceKind<Site>): void | Promise<void>;
}

/**
 * Creates the resources of the stacks, kind by kind. Throws UnsupportedTemplate for a resource type or property that is
 * not simulated, before it creates anything.
 */
export async function buildStacks<Site>(stacks: readonly Stack[], options: BuildOptions<Site>): Promise<void> {
  const kinds = new Map(options.kinds.map((kind) => [kind.type, kind]));
  for (const stack of stacks) {
    for (const [logicalId, resource] of Object.entries(stack.template.Resources))
      check(stack, logicalId, resource, kinds.get(resource.Type), options);
  }
  const parameter = (name: string): string => {
    for (const { stack, resolve } of identifiers) {
      const found = Object.values(stack.template.Resources).find(
        ({ Type, Properties }) => Type === 'AWS::SSM::Parameter' && resolve(Properties?.Name) === name,
      );
      if (found) return String(resolve(found.Properties?.Value));
    }
    throw fault(`No stack makes the parameter ${name}, which a template refers to.`);
  };
  const identifiers: Identifier[] = stacks.map((stack) => identifier(stack, kinds, options, parameter));
  for (const kind of options.kinds) {
    for (const { stack, identify, resolve } of identifiers) {
      for (const [logicalId, { Type, Properties = {} }] of Object.entries(stack.template.Resources)) {
        if (Type !== kind.type) continue;
        const resource: Resource = {
          stack,
          logicalId,
          type: Type,
          identity: identify(logicalId),
          properties: resolve(Properties),
        };
        if (!kind.resolvesSecrets) requireNoSecrets(resource);
        await kind.create?.(resource, options.site(regionOf(stack, options), accountOf(stack, options)));
      }
    }
    await options.after?.(kind);
  }
}

function requireNoSecrets({ stack, logicalId, properties }: Resource): void {
  const [found] = /\{\{resolve:[^}]*\}\}/.exec(JSON.stringify(properties)) ?? [];
  if (found)
    throw fault(
      `Stack ${stack.name}: the dynamic reference ${found} of ${logicalId} is not evaluated locally: use a parameter of the template.`,
    );
}

const accountOf = (stack: Stack, { accountId }: { accountId: string }): string => stack.account ?? accountId;
const regionOf = (stack: Stack, { region }: { region: string }): string => stack.region ?? region;

function check<Site>(
  stack: Stack,
  logicalId: string,
  resource: TemplateResource,
  kind: ResourceKind<Site> | undefined,
  options: BuildOptions<Site>,
): void {
  if (resource.Type in options.ignored) return;
  if (!kind) throw fault(`Stack ${stack.name}: local mode does not run ${resource.Type} (${logicalId}).`);
  if (resource.Condition !== undefined)
    throw fault(
      `Stack ${stack.name}: ${logicalId} has the condition ${resource.Condition}; conditions are not evaluated locally.`,
    );
  if (regionOf(stack, options) !== options.region && !kind.everywhere) {
    throw fault(
      `Stack ${stack.name}: local mode runs ${resource.Type} (${logicalId}) in the home region ${options.region} only, not in ${stack.region}.`,
    );
  }
  if (accountOf(stack, options) !== options.accountId && !kind.inMembers) {
    throw fault(
      `Stack ${stack.name}: local mode runs ${resource.Type} (${logicalId}) in the home account ${options.accountId} only, not in ${stack.account}.`,
    );
  }
  const [unknown] = unknownProperties(resource.Properties ?? {}, [...kind.models, ...Object.keys(kind.ignores ?? {})]);
  if (unknown !== undefined)
    throw fault(`Stack ${stack.name}: local mode does not model ${resource.Type}.${unknown} (${logicalId}).`);
}

interface Identifier {
  stack: Stack;
  identify(logicalId: string): Identity;
  resolve(value: unknown): any;
}

function identifier<Site>(
  stack: Stack,
  kinds: ReadonlyMap<string, ResourceKind<Site>>,
  options: BuildOptions<Site>,
  parameter: (name: string) => string,
): Identifier {
  const known = new Map<string, Identity | 'in progress'>();
  const identify = (logicalId: string): Identity => {
    const found = known.get(logicalId);
    if (found === 'in progress') throw fault(`Stack ${stack.name}: the name of ${logicalId} depends on itself.`);
    if (found) return found;
    const template = stack.template.Resources[logicalId];
    const kind = template && kinds.get(template.Type);
    if (!kind) throw fault(`Stack ${stack.name}: something refers to ${logicalId}, which is not run locally.`);
    known.set(logicalId, 'in progress');
    const properties = template.Properties ?? {};
    const identity = kind.identify(
      { stack, logicalId, property: (name) => resolve(properties[name]), properties: () => resolve(properties) },
      options.site(regionOf(stack, options), accountOf(stack, options)),
    );
    known.set(logicalId, identity);
    return identity;
  };
  const resolve = createResolver(stack, {
    accountId: accountOf(stack, options),
    region: regionOf(stack, options),
    identify,
    parameter,
  });
  return { stack, identify, resolve };
}
