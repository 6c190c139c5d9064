import { administratorOf } from '../kernel/accounts';
import { buildStacks } from '../cloudformation/assembly/build';
import { resolveSecrets } from '../cloudformation/assembly/secrets';
import { readAssembly } from '../cloudformation/assembly/read';
import { wallClock } from '../kernel/clock';
import { Assumptions } from './assumptions';
import { apiEndpoint } from '../gateway/api-endpoint';
import type { Gateway } from '../gateway/dispatch';
import { createGateway } from '../gateway/dispatch';
import type { HttpApi } from '../gateway/route';
import { PROTOCOLS } from '../gateway/protocols';
import { serve } from '../gateway/server';
import { basesEndpoint, publisher } from './newer-base';
import { sessionEndpoint } from '../gateway/session-endpoint';
import { AccessKeys } from '../services/iam/access-keys';
import { AuthorizationData } from '../services/iam/authorization-data';
import { checkPolicies } from '../services/iam/check-policies';
import { Roles } from '../services/iam/roles';
import type { Local } from './simulation';
import { createLocal } from './simulation';
import type { LocalOptions } from './options';
import { createRunner } from './runner';
import { createServices } from './services';
import { seededRandom, uuid } from '../kernel/random';
import { ACCESS_KINDS, IGNORED_TYPES, KINDS } from '../cloudformation/resource/kinds';
import type { Site } from '../cloudformation/resource/site';
import { LocalWorld } from '../services/world';

/** The IAM prefixes of the simulated services: their authorization data is always loaded. */
const PREFIXES = [
  'autoscaling',
  'dynamodb',
  'ec2',
  'ec2messages',
  'events',
  'execute-api',
  'iam',
  'imagebuilder',
  'inspector-scan',
  'inspector2',
  'kms',
  'lambda',
  'logs',
  'rbin',
  's3',
  'scheduler',
  'secretsmanager',
  'servicequotas',
  'sns',
  'sqs',
  'ssm',
  'ssmmessages',
  'states',
  'sts',
];
/** The endpoint when nothing is served. */
const INSIDE = 'http://127.0.0.1:4566';

/**
 * Starts the stacks of a synthesized app on this machine. Throws InvalidAssembly when the assembly is missing,
 * UnsupportedTemplate for a resource or property that local mode does not simulate, and InvalidPolicy for a policy with
 * an unknown action or key. Stops everything that it has started when it throws.
 */
export async function startLocal(options: LocalOptions): Promise<Local> {
  const stops: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  try {
    return await start(options, stops, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(options: LocalOptions, stops: (() => unknown)[], close: () => Promise<void>): Promise<Local> {
  const begin = <T>(part: T, stop?: (part: T) => unknown): T => {
    if (stop) stops.push(() => stop(part));
    return part;
  };
  const assembly = readAssembly(options.assembly);
  options.edit?.(assembly.stacks);
  const accountId = options.accountId ?? assembly.accountId ?? '123456789012';
  const homeRegion = options.region ?? assembly.region ?? 'us-east-1';
  const wall = options.clock ? undefined : wallClock(options.speed ?? 1);
  const clock = options.clock ?? wall!;
  const random = seededRandom(options.seed ?? uuid(Math.random));
  const keys = new AccessKeys(options.tier === 'in-process' ? 'in-process' : undefined);
  const roles = new Roles(accountId);
  const members = new Map<string, Roles>(
    assembly.stacks.flatMap(({ account }) =>
      account === undefined || account === accountId ? [] : [[account, new Roles(account)]],
    ),
  );
  const rolesOf = (account: string): Roles | undefined => (account === accountId ? roles : members.get(account));
  const data = new AuthorizationData();
  const loading = data.load(PREFIXES);

  // Parts are stopped in the reverse order.
  let gateway: Gateway = async () => ({ status: 503, headers: {}, body: Buffer.from('starting') });
  const server =
    options.port === undefined
      ? undefined
      : begin(await serve(() => gateway, options.port, options.speed ?? 1), (one) => one.close());
  const url = server?.url ?? INSIDE;
  const world = new LocalWorld({ clock, random, accountId, homeRegion, roles, data, without: options.without });
  world.host = new URL(url).host;
  const assumptions = new Assumptions();
  const runner = createRunner(options, { world, roles, keys, url, wall });
  const services = createServices(options, { world, runner, roles, rolesOf, keys, begin, assumptions });
  await loading;

  const operator = administratorOf(accountId);
  for (const [Name, SecretString] of Object.entries(options.secrets ?? {}))
    await world.call(operator, 'secretsmanager', 'CreateSecret', homeRegion, { Name, SecretString });
  const apis = new Map<string, HttpApi>();
  const site: Site = {
    accountId,
    region: homeRegion,
    url,
    roles,
    ...services,
    apis,
    integrations: new Map(),
    defineNetwork: (type, logicalId, properties) => services.ec2.define(type, logicalId, properties),
    defineMachine: (machine) => services.states.define(machine),
    resolveSecrets: (text) =>
      resolveSecrets(text, (SecretId) =>
        world.call(operator, 'secretsmanager', 'GetSecretValue', homeRegion, { SecretId }),
      ),
    putParameter: async (Name, Value) =>
      void (await world.call(operator, 'ssm', 'PutParameter', homeRegion, { Name, Value, Type: 'String' })),
  };
  await buildStacks(assembly.stacks, {
    site: (region, account) =>
      region === homeRegion && account === accountId
        ? site
        : { ...site, region, accountId: account, roles: rolesOf(account) ?? roles },
    accountId,
    region: homeRegion,
    kinds: KINDS,
    ignored: IGNORED_TYPES,
    async after(kind) {
      if (kind !== ACCESS_KINDS.at(-1)) return;
      const all = [roles, ...members.values()];
      for (const each of all) each.complete();
      await checkPolicies(
        all.flatMap((each) => each.documents()),
        data,
      );
    },
  });
  const sessions = sessionEndpoint(services.ssm.type);
  const bases = basesEndpoint(
    publisher({
      ...services,
      clock,
      async regions() {
        const { Regions } = await world.call(operator, 'ec2', 'DescribeRegions', homeRegion, {});
        return Regions.map(({ RegionName }: { RegionName: string }) => RegionName);
      },
    }),
  );
  gateway = createGateway({
    keys,
    now: () => clock.now(),
    realNow: wall && Date.now,
    requestId: () => uuid(random),
    protocols: PROTOCOLS,
    call: (principal, service, action, region, input, requestId) =>
      world.call(principal, service, action, region, input, requestId),
    api: assumptions.within(apiEndpoint(world, services.lambda, apis)),
    inside: async (request) => (await bases(request)) ?? (await sessions(request)),
    consoleUrl: () => options.consoleUrl?.(),
  });
  world.gateway = gateway;
  world.issue = (roleName, session, expiresAt) =>
    roles.find(roleName) && keys.issue(roles.session(roleName, session), `${session}/${expiresAt}`, true, expiresAt);
  world.calls.length = 0;
  return createLocal({
    ...services,
    world,
    clock,
    url,
    keys,
    operator,
    roles,
    members,
    gateway,
    apis,
    assumptions,
    close,
  });
}
