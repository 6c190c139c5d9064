import type { FunctionName, Variable } from '../../infra/function/table';
import { functionNames, functions, grantsOf } from '../../infra/function/table';
import { actInMembers, memberGrants } from '../../infra/grant/members';
import { namesOf } from '../../infra/setting/names';
import type { Bundle } from './bundles';
import { bundles } from './bundles';
import { settingsOf } from './synthesis';

// The SDK's clients bring these along, whether or not they are sent.
const neverSent = ['dynamodb:DescribeEndpoints', 'dynamodb:Scan', 's3:CreateSession'];
/** What IAM asks for where the SDK's command has another name, or asks for more than one action. */
const keys = [
  'CreateGrant',
  'Decrypt',
  'DescribeKey',
  'GenerateDataKeyWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
].map((action) => `kms:${action}`);
const asked: Record<string, string[]> = {
  's3:HeadObject': ['s3:GetObject', 's3:ListBucket'],
  's3:GetObject': ['s3:GetObject', 's3:ListBucket'],
  's3:ListObjectsV2': ['s3:ListBucket'],
  'ec2:DescribeImageReferences': [
    'ec2:DescribeImageReferences',
    'ec2:DescribeInstances',
    'ec2:DescribeLaunchTemplates',
    'ec2:DescribeLaunchTemplateVersions',
    'ssm:DescribeParameters',
    'ssm:GetParameters',
    'imagebuilder:ListImageRecipes',
    'imagebuilder:ListContainerRecipes',
    'imagebuilder:GetContainerRecipe',
  ],
  'ec2:RunInstances': ['ec2:RunInstances', 'ec2:CreateTags', 'iam:PassRole', ...keys],
  'scheduler:CreateSchedule': ['scheduler:CreateSchedule', 'iam:PassRole'],
  'ec2:StartInstances': ['ec2:StartInstances', ...keys],
  'ec2:CreateImage': ['ec2:CreateImage', 'ec2:CreateTags'],
  'ec2:CopyImage': ['ec2:CopyImage', 'ec2:CreateTags', ...keys],
  // The tags that a group is made with are asked for by their own action.
  'logs:CreateLogGroup': ['logs:CreateLogGroup', 'logs:TagResource'],
  // An image id as a value is looked at with the caller's own rights.
  'ssm:PutParameter': ['ssm:PutParameter', 'ec2:DescribeImages'],
  // What is encrypted with a key of the account's own is decrypted with the caller's rights.
  'secretsmanager:GetSecretValue': ['secretsmanager:GetSecretValue', 'kms:Decrypt'],
  'ec2:DeregisterImage': ['ec2:DeregisterImage', 'ec2:DeleteSnapshot'],
};
const properties: Record<Variable, string[]> = {
  table: ['table'],
  bucket: ['bucket'],
  regions: ['regions'],
  network: ['subnets', 'securityGroup'],
  subnets: ['subnets'],
  builderProfile: ['builderProfile'],
  launchedProfile: ['launchedProfile'],
  logGroup: ['logGroup'],
  logRetention: ['logRetentionDays'],
  machines: ['machines'],
  reportTopic: ['reportTopic'],
  signingKey: ['signingKey'],
  memberRoles: ['memberRoles'],
  expected: ['expected'],
  settings: ['settings'],
  rebuildSchedules: ['rebuildSchedules'],
  notifications: ['notifications'],
};

/**
 * The document library brings a query along too: it cannot be sent by a function that does not read the table's name.
 */
const isSent = (command: string, reads: readonly string[]): boolean =>
  !neverSent.includes(command) && (!command.startsWith('dynamodb:') || reads.includes('table'));
/** Who only asks whether it might launch; no key is used then. */
const onlyAsking: readonly FunctionName[] = ['examine-account'];
const actionsOf = (name: FunctionName, { commands, reads }: Bundle): string[] =>
  commands
    .filter((command) => isSent(command, reads))
    .flatMap((command) => asked[command] ?? [command])
    .filter((action) => !(onlyAsking.includes(name) && keys.includes(action)));

// With a member account, since a deployment without one gives no function the right to act there.
const settings = settingsOf({ home_account: '123456789012', member_accounts: ['222233334444'] });

function actionsOfRow(name: FunctionName): string[] {
  const deadLetters = functions[name].asynchronous ? ['sqs:SendMessage'] : [];
  const actions = grantsOf(name)
    .flatMap((granting) => granting(namesOf('dev', 'us-east-1'), settings))
    .flatMap((grant) => grant.actions);
  return actions.filter((action) => !deadLetters.includes(action));
}

/** One line for each thing that a row lacks, or has without need. */
function differences(
  of: (name: FunctionName, bundle: Bundle) => { code: string[]; row: string[] },
  built: Record<string, Bundle>,
): string[] {
  return functionNames.flatMap((name) => {
    const { code, row } = of(name, built[name] ?? { commands: [], reads: [] });
    const missing = code.filter((item) => !row.includes(item)).map((item) => `${name} lacks ${item}`);
    const needless = row.filter((item) => !code.includes(item)).map((item) => `${name} needs no ${item}`);
    return [...new Set([...missing, ...needless])];
  });
}

describe('compared with its code, as bundled', () => {
  let built: Record<string, Bundle>;
  beforeAll(async () => {
    built = await bundles();
  }, 300_000);

  test('each function may do exactly what it does', () => {
    expect(differences((name, bundle) => ({ code: actionsOf(name, bundle), row: actionsOfRow(name) }), built)).toEqual(
      [],
    );
  });

  test('each function knows exactly the settings that it reads', () => {
    const known = Object.values(properties).flat();
    const of = (name: FunctionName, bundle: Bundle) => ({
      code: bundle.reads.filter((property) => known.includes(property)),
      row: functions[name].environment.flatMap((variable) => properties[variable]),
    });
    expect(differences(of, built)).toEqual([]);
  });

  test('the role in member accounts may do only what a function that takes it does', () => {
    const acting = functionNames.filter((name) => grantsOf(name).includes(actInMembers));
    const done = new Set(acting.flatMap((name) => actionsOf(name, built[name] ?? { commands: [], reads: [] })));
    const may = memberGrants
      .flatMap((granting) => granting(namesOf('dev', 'us-east-1'), settings))
      .flatMap(({ actions }) => actions);
    expect(may.length).toBeGreaterThan(10);
    expect(may.filter((action) => !done.has(action))).toEqual([]);
  });
});
