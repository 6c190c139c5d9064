import { dirname, join } from 'node:path';
import { administratorOf } from '../kernel/accounts';
import { buildStacks } from '../cloudformation/assembly/build';
import { readAssembly } from '../cloudformation/assembly/read';
import { createAutoScaling } from '../services/autoscaling/service';
import { wallClock } from '../kernel/clock';
import { serviceIntegrations } from './integrations';
import { DynamoService } from '../services/dynamodb/service';
import { createEc2 } from '../services/ec2/service';
import { createBus } from '../services/events/bus';
import { createScheduler } from '../services/events/scheduler';
import type { FunctionDefinition, Runner } from '../services/lambda/definition';
import { environmentOf } from '../services/lambda/environment';
import { InProcessRunner } from '../services/lambda/in-process';
import { createLambda } from '../services/lambda/service';
import type { Lambda } from '../services/lambda/service';
import { functionLogs } from '../services/lambda/log-lines';
import { WorkerRunner } from '../services/lambda/workers';
import { apiEndpoint } from '../gateway/api-endpoint';
import type { Gateway } from '../gateway/dispatch';
import { createGateway } from '../gateway/dispatch';
import type { HttpApi } from '../gateway/route';
import { PROTOCOLS } from '../gateway/protocols';
import { serve } from '../gateway/server';
import { sessionEndpoint } from '../gateway/session-endpoint';
import { AccessKeys } from '../services/iam/access-keys';
import { AuthorizationData } from '../services/iam/authorization-data';
import { checkPolicies } from '../services/iam/check-policies';
import { Roles } from '../services/iam/roles';
import { createIam } from '../services/iam/service';
import { createImageBuilder } from '../services/imagebuilder/service';
import { createScanner } from '../services/inspector/scan';
import { createInspector } from '../services/inspector/service';
import type { Local } from './local';
import { createLocal } from './local';
import { decryptVia } from '../services/kms/decryption';
import { createKms } from '../services/kms/service';
import { createLogs } from '../services/logs/service';
import { LogStore } from '../services/logs/store';
import { createMachines } from '../guest/factory';
import { createQueues } from '../services/messaging/queues';
import { createQuotas } from '../services/quotas/service';
import type { Topics } from '../services/messaging/topics';
import { createTopics } from '../services/messaging/topics';
import type { LocalOptions } from './options';
import { seededRandom, uuid } from '../kernel/random';
import { ACCESS_KINDS, IGNORED_TYPES, KINDS } from '../cloudformation/resource/kinds';
import type { Site } from '../cloudformation/resource/site';
import { createS3 } from '../services/s3/service';
import { createSecrets } from '../services/secrets/service';
import { createSsm } from '../services/ssm/service';
import { createStates } from '../services/states/service';
import { createSts } from '../services/sts/service';
import type { Principal } from '../kernel/types';
import { LocalWorld } from '../services/world';

/** The services whose actions are asked for whatever the templates grant. */
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
/** Stands for the endpoint when nothing is served. */
const INSIDE = 'http://127.0.0.1:4566';

/**
 * Starts the stacks of a synthesized app on this machine. Errors name what local mode does not run
 * (`UnsupportedTemplate`), a policy that AWS would not know (`InvalidPolicy`), or a missing assembly
 * (`InvalidAssembly`). Nothing is left running after an error.
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
  const factor = options.speed ?? 1;
  const clock = options.clock ?? wallClock(factor);
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

  // Each line starts one part and says how it stops; the end is the mirror image.
  let front: Gateway = async () => ({ status: 503, headers: {}, body: Buffer.from('starting') });
  const server =
    options.port === undefined ? undefined : begin(await serve(() => front, options.port), (one) => one.close());
  const url = server?.url ?? INSIDE;
  const world = new LocalWorld({ clock, random, accountId, homeRegion, roles, data });
  world.host = new URL(url).host;
  const authorizeAs = (principal: Principal, action: string, resource: string, region = homeRegion): void =>
    world.authorize(action.split(':')[0]!, principal, region, action, resource);
  const environment = (definition: FunctionDefinition): Record<string, string> =>
    environmentOf(
      definition,
      homeRegion,
      url,
      keys.issue(roles.session(definition.roleName, definition.name), definition.name, true),
    );
  const logs = new LogStore(() => Math.floor(clock.now()));
  const dynamodb = begin(new DynamoService(world), (one) => one.close());
  const s3 = begin(createS3(world), (one) => one.close());
  const queues = createQueues(world);
  const runner: Runner =
    options.tier === 'in-process'
      ? new InProcessRunner({
          clock,
          environment,
          fresh: options.freshFunctions ?? false,
          answer: (request) => world.request(request),
        })
      : new WorkerRunner({
          clock,
          factor,
          environment,
          workerFile: options.workerFile ?? join(dirname(options.assembly), 'dist', 'local', 'function-worker.js'),
        });
  const lambda: Lambda = begin(createLambda({ world, runner, log: functionLogs(world, logs, options.onLog) }), (one) =>
    one.close(),
  );
  const doors = serviceIntegrations(world, { lambda: () => lambda, queues, topics: () => topics, logs });
  const topics: Topics = createTopics(world, (protocol, endpoint, body, topicArn) => {
    if (protocol === 'lambda')
      doors.invokeFunction(
        endpoint,
        { Records: [{ EventSource: 'aws:sns', Sns: body }] },
        'sns.amazonaws.com',
        topicArn,
      );
    if (protocol === 'sqs') doors.sendMessage(endpoint, JSON.stringify(body), 'sns.amazonaws.com', topicArn);
  });
  const machines = createMachines({
    ...options.machines,
    createTags: async (facts, resources, tags) => {
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      await world.call(world.role(facts.roleName!)!, 'ec2', 'CreateTags', facts.region, { Resources: resources, Tags });
    },
  });
  const imageBuilder = createImageBuilder(world);
  const inspector = createInspector(world);
  const scanner = createScanner(world);
  const kms = createKms(world, options.kms);
  const ec2 = createEc2({
    world,
    machines,
    encryptionKey: (region, name, account) => kms.ring.find(region, name, account),
    ...options.ec2,
  });
  const ssm = createSsm({ world, ec2, authorizeAs, decrypt: decryptVia('ssm', kms.ring), ...options.ssm });
  const bus = begin(createBus(world, doors, options.events), (one) => one.close());
  const scheduler = begin(createScheduler(world, doors), (one) => one.close());
  const principalOf = (roleArn: string): Principal => roles.session(roleArn.split('/').pop()!, 'states');
  const states = createStates({
    world,
    principalOf,
    authorizeAs,
    invokeFunction: (arn, payload) => lambda.invoke(arn, payload),
  });
  const secrets = createSecrets(world, decryptVia('secretsmanager', kms.ring));
  const services = {
    autoscaling: createAutoScaling(world),
    dynamodb,
    s3,
    sqs: queues,
    sns: topics,
    lambda,
    ec2,
    ssm,
    events: bus,
    scheduler,
    states,
    logs: createLogs(logs, accountId),
    iam: createIam(world, options.ec2?.spotRole),
    imagebuilder: imageBuilder,
    inspector2: inspector,
    'inspector-scan': scanner,
    kms,
    secretsmanager: secrets,
    servicequotas: createQuotas(world, options.quotas),
    sts: createSts(world, { keys, rolesOf }),
  };
  for (const [name, service] of Object.entries(services)) world.services.set(name, service);
  world.bus = (event) => bus.emit(event);
  await loading;

  const operator = administratorOf(accountId);
  const apis = new Map<string, HttpApi>();
  const site: Site = {
    accountId,
    region: homeRegion,
    url,
    roles,
    dynamodb,
    s3,
    logs,
    lambda,
    bus,
    scheduler,
    queues,
    topics,
    kms,
    apis,
    integrations: new Map(),
    defineNetwork: (type, logicalId, properties) => ec2.define(type, logicalId, properties),
    defineMachine: (machine) => states.define(machine),
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
  front = createGateway({
    keys,
    now: () => clock.now(),
    requestId: () => uuid(random),
    protocols: PROTOCOLS,
    call: (principal, service, action, region, input, requestId) =>
      world.call(principal, service, action, region, input, requestId),
    api: apiEndpoint(world, lambda, apis),
    inside: sessionEndpoint(ssm.type),
  });
  world.front = front;
  world.calls.length = 0;
  return createLocal({
    world,
    clock,
    url,
    keys,
    operator,
    roles,
    members,
    front,
    ec2,
    states,
    lambda,
    dynamodb,
    s3,
    queues,
    topics,
    imageBuilder,
    inspector,
    scanner,
    kms,
    bus,
    scheduler,
    logs,
    apis,
    close,
  });
}
