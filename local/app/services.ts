import { createAutoScaling } from '../services/autoscaling/service';
import type { Assumptions } from './assumptions';
import { serviceIntegrations } from './integrations';
import { DynamoService } from '../services/dynamodb/service';
import { createEc2 } from '../services/ec2/service';
import { createApiDestinations } from '../services/events/api-destinations';
import { createBus } from '../services/events/bus';
import { createScheduler } from '../services/events/scheduler';
import type { Runner } from '../services/lambda/definition';
import { createLambda } from '../services/lambda/service';
import type { Lambda } from '../services/lambda/service';
import { functionLogs } from '../services/lambda/log-lines';
import type { AccessKeys } from '../services/iam/access-keys';
import type { Roles } from '../services/iam/roles';
import { createIam } from '../services/iam/service';
import { createImageBuilder } from '../services/imagebuilder/service';
import { createScanner } from '../services/inspector/scan';
import { createInspector } from '../services/inspector/service';
import { decryptVia } from '../services/kms/decryption';
import { createKms } from '../services/kms/service';
import { createLogs } from '../services/logs/service';
import { LogStore } from '../services/logs/store';
import { createGuests } from '../guest/factory';
import { createQueues } from '../services/messaging/queues';
import { concurrency, createQuotas, ec2Quotas } from '../services/quotas/service';
import type { Topics } from '../services/messaging/topics';
import { createTopics } from '../services/messaging/topics';
import type { LocalOptions } from './options';
import { createRecycleBin } from '../services/recyclebin/service';
import { createS3 } from '../services/s3/service';
import { createSecrets } from '../services/secrets/service';
import { createSsm } from '../services/ssm/service';
import { createStates } from '../services/states/service';
import { createSts } from '../services/sts/service';
import type { Principal } from '../kernel/types';
import type { LocalWorld } from '../services/world';

/** Registers a part with its stop, and returns the part. */
type Begin = <T>(part: T, stop?: (part: T) => unknown) => T;

interface ServiceParts {
  world: LocalWorld;
  runner: Runner;
  roles: Roles;
  /** The roles of an account; undefined when the templates have no stack in it. */
  rolesOf: (account: string) => Roles | undefined;
  keys: AccessKeys;
  begin: Begin;
  assumptions: Assumptions;
}

/** Creates all simulated services and connects them with each other and with the world. */
export function createServices(
  options: LocalOptions,
  { world, runner, roles, rolesOf, keys, begin, assumptions }: ServiceParts,
) {
  const { accountId, homeRegion } = world;
  const authorizeAs = (principal: Principal, action: string, resource: string, region = homeRegion): void =>
    world.authorize(action.split(':')[0]!, principal, region, action, resource);

  const logs = new LogStore(() => Math.floor(world.clock.now()));
  const dynamodb = begin(new DynamoService(world), (one) => one.close());
  const s3 = begin(createS3(world), (one) => one.close());
  const queues = createQueues(world);
  const lambda: Lambda = begin(
    createLambda({
      world,
      runner,
      concurrency: concurrency(options.quotas),
      log: functionLogs(world, logs, options.onLog),
    }),
    (one) => one.close(),
  );
  const apiDestinations = createApiDestinations(world, options.webhooks);
  const integrations = serviceIntegrations(world, {
    lambda: () => lambda,
    queues,
    topics: () => topics,
    logs,
    apiDestinations,
  });
  const topics: Topics = createTopics(world, (protocol, endpoint, body, topicArn) => {
    if (protocol === 'lambda')
      integrations.invokeFunction(
        endpoint,
        { Records: [{ EventSource: 'aws:sns', Sns: body }] },
        'sns.amazonaws.com',
        topicArn,
      );
    if (protocol === 'sqs') integrations.sendMessage(endpoint, JSON.stringify(body), 'sns.amazonaws.com', topicArn);
  });
  const embedded = createGuests({
    ...options.machines,
    assumed: ({ region, instanceId }, what) =>
      assumptions.note(what, ec2.existing(region, instanceId)?.tags.values() ?? []),
    createTags: async (facts, resources, tags) => {
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      await world.call(world.role(facts.roleName!)!, 'ec2', 'CreateTags', facts.region, { Resources: resources, Tags });
    },
  });
  const guests = options.containers ?? embedded;
  const imageBuilder = createImageBuilder(world);
  const inspector = createInspector(world);
  const scanner = createScanner(world);
  const kms = createKms(world, options.kms);
  const recycleBin = createRecycleBin(world);
  const ec2 = createEc2({
    retentionDays: recycleBin.daysFor,
    world,
    guests,
    encryptionKey: (region, name, account) => kms.ring.find(region, name, account),
    ...options.ec2,
    // What Service Quotas tells is what EC2 enforces.
    limits: { ...ec2Quotas(options.quotas), ...options.ec2?.limits },
  });
  const ssm = createSsm({ world, ec2, authorizeAs, decrypt: decryptVia('ssm', kms.ring), ...options.ssm });
  const bus = begin(createBus(world, integrations, options.events), (one) => one.close());
  const scheduler = begin(createScheduler(world, integrations), (one) => one.close());
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
    iam: createIam(world, roles, options.ec2?.spotRole),
    imagebuilder: imageBuilder,
    inspector2: inspector,
    'inspector-scan': scanner,
    kms,
    rbin: recycleBin,
    secretsmanager: secrets,
    servicequotas: createQuotas(world, options.quotas),
    sts: createSts(world, { keys, rolesOf }),
  };
  for (const [name, service] of Object.entries(services)) world.services.set(name, service);
  world.bus = (event) => bus.emit(event);
  return {
    dynamodb,
    s3,
    queues,
    topics,
    lambda,
    ec2,
    ssm,
    bus,
    apiDestinations,
    scheduler,
    states,
    logs,
    imageBuilder,
    inspector,
    scanner,
    kms,
  };
}
