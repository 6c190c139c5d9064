import { createAutoScaling } from '../services/autoscaling/service';
import { DYNAMODB_OPERATIONS } from '../services/dynamodb/service';
import { operations as ec2Operations } from '../services/ec2/operations';
import { createBus } from '../services/events/bus';
import { createScheduler } from '../services/events/scheduler';
import { createLambda } from '../services/lambda/service';
import { createIam } from '../services/iam/service';
import { createImageBuilder } from '../services/imagebuilder/service';
import { createScanner } from '../services/inspector/scan';
import { createInspector } from '../services/inspector/service';
import { createKms } from '../services/kms/service';
import { createLogs } from '../services/logs/service';
import type { LogStore } from '../services/logs/store';
import { createQueues } from '../services/messaging/queues';
import { createTopics } from '../services/messaging/topics';
import { createQuotas } from '../services/quotas/service';
import { IGNORED_TYPES, KINDS } from '../cloudformation/resource/kinds';
import { createRecycleBin } from '../services/recyclebin/service';
import { createS3 } from '../services/s3/service';
import { createSecrets } from '../services/secrets/service';
import type { OperationService } from '../kernel/service';
import { createSsm } from '../services/ssm/service';
import { createStates } from '../services/states/service';
import { createSts } from '../services/sts/service';

/**
 * Returns the operations of every service with their parameters. The services are created without a world, since
 * nothing is called.
 */
function tables(): Record<string, Readonly<Record<string, readonly string[]>>> {
  const none = undefined as never;
  const clockless = { clock: {}, random: () => 0, accountId: '', homeRegion: '' } as never;
  const of = ({ operations }: OperationService): Record<string, readonly string[]> =>
    Object.fromEntries(Object.entries(operations).map(([name, { parameters }]) => [name, parameters]));
  const ec2 = {
    onAgentChange: () => undefined,
    addReferenceSource: () => undefined,
    resolveImagesBy: () => undefined,
  } as never;
  const hooks = { principalOf: none, authorizeAs: none };
  return {
    EC2: ec2Operations,
    'EC2 Auto Scaling (instances of groups are not replaced when they end by themselves)': of(
      createAutoScaling(clockless),
    ),
    'Systems Manager': of(createSsm({ world: clockless, ec2, ...hooks })),
    'Step Functions': of(createStates({ world: clockless, invokeFunction: none, ...hooks })),
    Lambda: of(createLambda({ world: clockless, runner: none, concurrency: 0, log: none })),
    S3: of(createS3(clockless)),
    DynamoDB: Object.fromEntries(DYNAMODB_OPERATIONS.map((name) => [name, ['as dynalite 4 knows them']])),
    EventBridge: of(createBus(clockless, none)),
    'EventBridge Scheduler': of(createScheduler(clockless, none)),
    'CloudWatch Logs': of(createLogs({} as LogStore, '')),
    SQS: of(createQueues(clockless)),
    'SNS (for targets only)': of(createTopics(clockless, none)),
    IAM: of(createIam(clockless, none)),
    'Amazon Inspector (findings that a test puts there)': of(createInspector(clockless)),
    'Amazon Inspector Scan (vulnerabilities that are made up)': of(createScanner(clockless)),
    'EC2 Image Builder (records that a test puts there)': of(createImageBuilder(clockless)),
    'Recycle Bin (rules for images and snapshots)': of(createRecycleBin(clockless)),
    KMS: of(createKms(clockless)),
    'Secrets Manager': of(createSecrets(clockless, () => undefined)),
    'Service Quotas (of EC2 and Lambda)': of(createQuotas(clockless)),
    STS: of(createSts(clockless, { keys: none, rolesOf: none })),
  };
}

const list = (words: readonly string[]): string =>
  words.length === 0 ? '(none)' : words.map((word) => (word.includes(' ') ? word : `\`${word}\``)).join(', ');

function operationsText(): string {
  const sections = Object.entries(tables()).map(([service, operations]) => {
    const rows = Object.entries(operations).map(([name, parameters]) => `| ${name} | ${list(parameters)} |`);
    return `### ${service}\n\n| operation | parameters |\n|---|---|\n${rows.join('\n')}\n`;
  });
  return sections.join('\n');
}

function resourcesText(): string {
  const rows = KINDS.map(({ type, models, ignores = {} }) => {
    const without = Object.entries(ignores).map(([path, reason]) => `\`${path}\` (${reason})`);
    return `| ${type} | ${list(models)} | ${without.join(', ')} |`;
  });
  const ignored = Object.entries(IGNORED_TYPES).map(([type, reason]) => `- ${type}: ${reason}`);
  return `| type | properties that are modeled | without effect, and why |\n|---|---|---|\n${rows.join('\n')}\n\nTypes without effect:\n\n${ignored.join('\n')}\n`;
}

/** Renders docs/local-mode.md: the introduction, and the reference of what local mode simulates. */
export function renderLocalModeDocument(introduction: string): string {
  const parts = [
    introduction.trimEnd(),
    '## Resources of the templates',
    'The start fails, with the name, for a resource type or a property that is not in this table.',
    resourcesText().trimEnd(),
    '## Operations',
    'An operation or a parameter that is not in these tables fails with an error that names it.',
    operationsText(),
  ];
  return parts.join('\n\n');
}
