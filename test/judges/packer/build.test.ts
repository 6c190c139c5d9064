import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Local } from '../../../local/app/simulation';
import { assemblyOf } from '../../kit/assemblies';
import { startLocal } from '../../kit/local-mode';

jest.setTimeout(15 * 60_000);

// What people write, but for the address: an endpoint, and no communicator, since a simulated machine has no SSH.
const common = {
  type: 'amazon-ebs',
  region: 'us-east-1',
  communicator: 'none',
  source_ami_filter: {
    filters: { name: 'al2023-ami-2023.*-x86_64', 'virtualization-type': 'hvm', 'root-device-type': 'ebs' },
    owners: ['amazon'],
    most_recent: true,
  },
  instance_type: 'm7i.large',
  tags: { Name: 'packer-tool', team: 'ml' },
};

describe('Packer builds images on local mode', () => {
  let local: Local;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'packer-'));
    // Time slows down while a worker runs a function: a busy machine must not use up its time limit.
    const workerFile = join(__dirname, '..', '..', '..', 'dist', 'local', 'function-worker.js');
    local = await startLocal({
      assembly: assemblyOf('dev'),
      tier: 'workers',
      workerFile,
      port: 0,
      seed: 1,
      speed: 100,
    });
  });
  afterAll(async () => {
    await local?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Builds a template. Returns the ids of the images by region. Throws with what Packer printed when it fails. */
  function build(builder: object): Promise<Record<string, string>> {
    const { accessKeyId, secretAccessKey } = local.operatorCredentials;
    const own = { custom_endpoint_ec2: local.url, access_key: accessKeyId, secret_key: secretAccessKey };
    const file = join(folder, 'template.json');
    writeFileSync(file, JSON.stringify({ builders: [{ ...common, ...own, ...builder }] }));
    const env = { PATH: process.env.PATH, HOME: folder, CHECKPOINT_DISABLE: '1', AWS_POLL_DELAY_SECONDS: '1' };
    return new Promise((done, fail) => {
      execFile('packer', ['build', '-color=false', file], { cwd: folder, env }, (error, stdout, stderr) => {
        const ids = [...stdout.matchAll(/^([a-z]+-[a-z]+-\d): (ami-\w+)$/gm)].map(([, region, id]) => [region, id]);
        if (error) fail(new Error(`${error.message}\n${stdout}${stderr}`));
        else done(Object.fromEntries(ids));
      });
    });
  }

  const listed = async (region: string): Promise<any[]> =>
    (await local.invokeRoute('GET', `/v1/images?region=${region}`)).body.images;

  test('with a key pair and a group of its own, a copy and a share, and they come under management', async () => {
    const ids = await build({ ami_name: 'packer-tool-1', ami_regions: ['eu-west-1'], ami_users: ['345678901234'] });
    expect(Object.keys(ids).sort()).toEqual(['eu-west-1', 'us-east-1']);
    const call = (action: string, region: string, input = {}): Promise<any> => local.call('ec2', action, region, input);
    expect((await call('DescribeKeyPairs', 'us-east-1')).KeyPairs).toEqual([]);
    const { SecurityGroups } = await call('DescribeSecurityGroups', 'us-east-1');
    expect(SecurityGroups.filter(({ GroupName }: any) => GroupName.startsWith('packer'))).toEqual([]);
    for (const [region, ImageId] of Object.entries(ids)) {
      const { LaunchPermissions } = await call('DescribeImageAttribute', region, {
        ImageId,
        Attribute: 'launchPermission',
      });
      expect(LaunchPermissions).toEqual([{ UserId: '345678901234' }]);
      const tagged = await local.invokeRoute('POST', `/v1/images/${ids[region]}/tags`, {
        region,
        stack: 'tool',
        version: '1.0.0',
      });
      expect(tagged).toMatchObject({ status: 200, body: { adopted: true } });
      expect((await listed(region)).map(({ ami_id, stack }) => [ami_id, stack])).toEqual([[ids[region], 'tool']]);
    }
    const deprecated = await local.invokeRoute('POST', `/v1/images/${ids['us-east-1']}/deprecation`, { reason: 'old' });
    expect(deprecated.status).toBe(200);
    const [image] = (await call('DescribeImages', 'us-east-1', { ImageIds: [ids['us-east-1']] })).Images;
    expect(image.DeprecationTime).toBeDefined();
  });

  test('in a network that filters choose, encrypted', async () => {
    const { 'us-east-1': id } = await build({
      ami_name: 'packer-tool-2',
      vpc_filter: { filters: { isDefault: 'true' } },
      subnet_filter: { filters: { availabilityZone: 'us-east-1a' }, random: true },
      encrypt_boot: true,
    });
    const { Images } = await local.call('ec2', 'DescribeImages', 'us-east-1', { ImageIds: [id] });
    expect(Images[0].BlockDeviceMappings[0].Ebs.Encrypted).toBe(true);
  });

  test('and leaves nothing billable but images', async () => {
    const { Reservations } = await local.call('ec2', 'DescribeInstances', 'us-east-1', {});
    const states = Reservations.flatMap(({ Instances }: any) => Instances.map(({ State }: any) => State.Name));
    expect(states.filter((state: string) => !['shutting-down', 'terminated'].includes(state))).toEqual([]);
  });
});
