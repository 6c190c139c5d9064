import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Local } from '../../../local/app/simulation';
import { usualVisibility } from '../../../local/services/ec2/state/latencies';
import { assemblyOf } from '../../kit/assemblies';
import { startLocal } from '../../kit/local-mode';

jest.setTimeout(10 * 60_000);

/** The interpreter may be chosen, for a virtual environment with boto3. */
const PYTHON = process.env.BOTO3_PYTHON ?? 'python3';
const folder = join(__dirname, 'scripts');
const scripts = readdirSync(folder)
  .filter((name) => name.endsWith('.py') && name !== 'kit.py')
  .map((name) => [name, /^"""(.+)"""/.exec(readFileSync(join(folder, name), 'utf8'))?.[1]] as const);

interface Ended {
  code: number | string;
  stdout: string;
  stderr: string;
}

describe('boto3 on local mode', () => {
  let local: Local;

  function run(command: string, args: readonly string[], more: Record<string, string> = {}): Promise<Ended> {
    const { accessKeyId, secretAccessKey } = local.operatorCredentials;
    const env = {
      PATH: process.env.PATH,
      PYTHONDONTWRITEBYTECODE: '1',
      AWS_ENDPOINT_URL: local.url,
      AWS_DEFAULT_REGION: local.world.homeRegion,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      ...more,
    };
    return new Promise((done) =>
      execFile(command, [...args], { cwd: folder, env, timeout: 5 * 60_000 }, (error, stdout, stderr) =>
        done({ code: error?.code ?? (error ? error.message : 0), stdout, stderr }),
      ),
    );
  }

  beforeAll(async () => {
    local = await startLocal({
      assembly: assemblyOf('dev'),
      tier: 'in-process',
      port: 0,
      seed: 1,
      speed: 60,
      // As `npm start` has it.
      ec2: { latencies: { visibility: usualVisibility } },
    });
    const { code, stderr } = await run(PYTHON, ['-c', 'import boto3']);
    if (code !== 0)
      throw new Error(
        `${PYTHON} cannot load boto3 (${stderr}): pip install boto3==1.43.11, and name it in BOTO3_PYTHON`,
      );
  });
  afterAll(() => local?.close());

  test.each(scripts)('%s: %s', async (name) => {
    expect(await run(PYTHON, [name])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  describe('the aws command', () => {
    const aws = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await run('aws', args, { AWS_PAGER: '' });
      if (code !== 0) throw new Error(`aws ${args.join(' ')}: ${code} ${stderr}`);
      return stdout.trim();
    };

    test('copies a file to the bucket, lists it, shares it and removes it', async () => {
      const bucket = (await aws('s3', 'ls')).split(/\s+/).find((word) => word.includes('artifacts'))!;
      await aws('s3', 'cp', 'kit.py', `s3://${bucket}/aws/kit.py`);
      expect(await aws('s3', 'ls', `s3://${bucket}/aws/`)).toMatch(/ kit\.py$/);
      const address = await aws('s3', 'presign', `s3://${bucket}/aws/kit.py`, '--expires-in', '60');
      const answer = await fetch(address);
      expect([answer.status, await answer.text()]).toEqual([200, readFileSync(join(folder, 'kit.py'), 'utf8')]);
      await aws('s3', 'rm', `s3://${bucket}/aws/`, '--recursive');
      await expect(aws('s3', 'ls', `s3://${bucket}/aws/`)).rejects.toThrow('aws s3 ls');
    });

    test('waits for an instance that it has just launched', async () => {
      const base = await aws(
        ...['ec2', 'describe-images', '--owners', 'amazon', '--query', 'Images[0].ImageId', '--output', 'text'],
        ...['--filters', 'Name=name,Values=al2023-ami-2023.*-x86_64', 'Name=state,Values=available'],
      );
      const subnet = await aws('ec2', 'describe-subnets', '--query', 'Subnets[0].SubnetId', '--output', 'text');
      const id = await aws(
        ...['ec2', 'run-instances', '--image-id', base, '--instance-type', 'm7i.large', '--subnet-id', subnet],
        ...['--query', 'Instances[0].InstanceId', '--output', 'text'],
      );
      await aws('ec2', 'wait', 'instance-running', '--instance-ids', id);
      await aws('ec2', 'terminate-instances', '--instance-ids', id);
    });

    test('prints what EC2 says', async () => {
      await expect(aws('ec2', 'deregister-image', '--image-id', 'ami-0123456789abcdef0')).rejects.toThrow(
        "An error occurred (InvalidAMIID.NotFound) when calling the DeregisterImage operation: The image id '[ami-0123456789abcdef0]' does not exist",
      );
    });
  });
});
