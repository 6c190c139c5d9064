import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { DeleteBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { cdk, synthesize } from './cdk';
import { account, region, startEmulator, type Emulator } from './ministack';

jest.setTimeout(15 * 60_000);

const policies = resolve(__dirname, '..', '..', '..', 'docs', 'policies');
const deployAll = ['deploy', '--all', '--require-approval', 'never', '--progress', 'events', '--app'];
const textOf = (name: string): string => readFileSync(join(policies, `${name}.json`), 'utf8');

describe('A deployment to an emulator that authorizes every call', () => {
  let emulator: Emulator;
  let iam: IAMClient;
  let assembly: string;

  async function policy(PolicyName: string, PolicyDocument: string): Promise<string> {
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
    return Policy!.Arn!;
  }
  /** Creates a user with one policy or none. Returns the environment of their commands. */
  async function user(UserName: string, document?: string): Promise<Record<string, string>> {
    await iam.send(new CreateUserCommand({ UserName }));
    if (document !== undefined)
      await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: await policy(UserName, document) }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    return {
      ...emulator.environment,
      AWS_ACCESS_KEY_ID: AccessKey!.AccessKeyId!,
      AWS_SECRET_ACCESS_KEY: AccessKey!.SecretAccessKey!,
    };
  }

  beforeAll(async () => {
    emulator = await startEmulator({ AUTH: 'true' });
    const root = { endpoint: emulator.url, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
    iam = new IAMClient(root);
    assembly = synthesize('authorized', {});
    const execution: string[] = [];
    for (const name of ['cloudformation-base', 'cloudformation-services'])
      execution.push(await policy(name, textOf(name)));
    const ofExecution = ['--cloudformation-execution-policies', execution.join()];
    await cdk(emulator.environment, 'bootstrap', `aws://${account}/${region}`, ...ofExecution);
    // It denies what comes without TLS, which the emulator does not speak here.
    const Bucket = `cdk-hnb659fds-assets-${account}-${region}`;
    await new S3Client({ ...root, forcePathStyle: true }).send(new DeleteBucketPolicyCommand({ Bucket }));
  });
  afterAll(() => emulator?.stop());

  test('is refused to a user without a policy, and to one who may only publish its files', async () => {
    const nobody = await user('nobody');
    await expect(cdk(nobody, ...deployAll, assembly)).rejects.toThrow('user/nobody is not authorized to perform');
    const roles = (JSON.parse(textOf('deployer')) as { Statement: { Resource: string[] }[] }).Statement[0]!.Resource;
    const publisher = await user(
      'publisher',
      textOf('deployer').replace(
        roles.find((role) => role.includes('-deploy-role-'))!,
        'arn:aws:iam::*:role/other',
      ),
    );
    await expect(cdk(publisher, ...deployAll, assembly)).rejects.toThrow('user/publisher is not authorized to perform');
  });

  test('is done, and destroyed again, by a user with the policy of a deployer and no other', async () => {
    const deployer = await user('deployer', textOf('deployer'));
    const output = await cdk(deployer, ...deployAll, assembly);
    expect(output).not.toMatch(/FAILED|ROLLBACK/);
    expect(output.match(/\| CREATE_COMPLETE /g)!.length).toBeGreaterThan(350);
    await cdk(deployer, 'destroy', '--all', '--force', '--app', assembly);
  });
});
