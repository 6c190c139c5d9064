import { build } from 'esbuild';
import * as path from 'node:path';
import { slimSdk } from '../../scripts/slim-sdk.cjs';
import { functionNames, functions, grantsOf, type FunctionName } from '../../infra/functions';
import { namesOf } from '../../infra/names';
import { project, settingsOf } from './synthesis';

const services: Record<string, string> = { sfn: 'states', eventbridge: 'events', 'cloudwatch-logs': 'logs', 'secrets-manager': 'secretsmanager' };
// The SDK's clients bring these along, whether or not they are sent.
const neverSent = ['dynamodb:DescribeEndpoints', 'dynamodb:Scan', 's3:CreateSession'];
/** What IAM asks for where the SDK's command has another name, or asks for more than one action. */
const asked: Record<string, string[]> = {
  's3:HeadObject': ['s3:GetObject', 's3:ListBucket'],
  's3:GetObject': ['s3:GetObject', 's3:ListBucket'],
  's3:ListObjectsV2': ['s3:ListBucket'],
  'ec2:RunInstances': ['ec2:RunInstances', 'ec2:CreateTags', 'iam:PassRole'],
  'ec2:CreateImage': ['ec2:CreateImage', 'ec2:CreateTags'],
  'ec2:CopyImage': ['ec2:CopyImage', 'ec2:CreateTags'],
  'ec2:DeregisterImage': ['ec2:DeregisterImage', 'ec2:DeleteSnapshot'],
};

/** The actions that the commands in a function's bundle ask for: what the function does not reach, esbuild leaves out. */
async function actionsOfBundles(): Promise<Record<string, string[]>> {
  const { metafile } = await build({
    absWorkingDir: project,
    entryPoints: Object.fromEntries(functionNames.map((name) => [name, `lambdas/${functions[name].folder}/${name}.ts`])),
    outdir: 'out',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minifySyntax: true,
    loader: { '.sh': 'text' },
    plugins: [slimSdk],
    logLevel: 'silent',
  });
  const commands = Object.entries(metafile.outputs).map(([file, { inputs }]) => {
    const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
    const found = used.flatMap(([input]) => {
      const [, client, command] = /@aws-sdk\/client-([\w-]+)\/dist-es\/commands\/(\w+)Command\.js$/.exec(input) ?? [];
      return client ? [`${services[client] ?? client}:${command}`] : [];
    });
    const actions = found.filter((command) => !neverSent.includes(command)).flatMap((command) => asked[command] ?? [command]);
    return [path.basename(file, '.js'), [...new Set(actions)].sort()];
  });
  return Object.fromEntries(commands);
}

function actionsOfRow(name: FunctionName): string[] {
  const deadLetters = functions[name].asynchronous ? ['sqs:SendMessage'] : [];
  const actions = grantsOf(name).flatMap((granting) => granting(namesOf('dev', 'us-east-1'), settingsOf())).flatMap((grant) => grant.actions);
  return [...new Set(actions)].filter((action) => !deadLetters.includes(action)).sort();
}

test('each function may do exactly what its code does', async () => {
  const bundles = await actionsOfBundles();
  const differences = functionNames.flatMap((name) => {
    const code = bundles[name] ?? [];
    const row = actionsOfRow(name);
    const missing = code.filter((action) => !row.includes(action)).map((action) => `${name} lacks ${action}`);
    const needless = row.filter((action) => !code.includes(action)).map((action) => `${name} needs no ${action}`);
    return [...missing, ...needless];
  });
  expect(differences).toEqual([]);
});
