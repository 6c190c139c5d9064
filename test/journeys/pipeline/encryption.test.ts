import { launched } from '../../kit/command';
import { finished, home, leftovers, localStack, minutes, type Journey } from '../../kit/journey';
import { buildSmall, smallRecipe, startSmall } from '../../kit/small-recipe';
import { spawnIn } from '../../kit/spawn-in';

const west = 'us-west-2';
const volumes = [{ device: '/dev/sdf', size_gb: 20 }];

describe('a stack whose policy names a key for the home region', () => {
  let journey: Journey;
  let keys: Record<string, string>;
  let run: any;
  const newKey = async (region: string, more: object = {}): Promise<string> =>
    (await journey.clock.until(journey.local.call('kms', 'CreateKey', region, more))).KeyMetadata.Arn;
  const setKey = async (stack: string, key: string): Promise<void> => {
    const answer = await journey.request('PUT', `/v1/stacks/${stack}`, { encryption_keys: { [home]: key } });
    expect(answer.status).toBe(200);
  };
  /** A key with which the named roles may not make grants. */
  const keyWithout = (...roles: string[]): Promise<string> =>
    newKey(home, {
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'kms:*', Resource: '*' },
          {
            Effect: 'Deny',
            Principal: { AWS: roles.map((role) => `arn:aws:iam::123456789012:role/spawn-dev-${role}-${home}`) },
            Action: 'kms:CreateGrant',
            Resource: '*',
          },
        ],
      }),
    });
  const snapshotsOf = async (ami: string, region = home): Promise<any[]> => {
    const { BlockDeviceMappings } = (await journey.ec2('DescribeImages', { ImageIds: [ami] }, region)).Images[0];
    const SnapshotIds = BlockDeviceMappings.map(({ Ebs }: any) => Ebs.SnapshotId);
    return (await journey.ec2('DescribeSnapshots', { SnapshotIds }, region)).Snapshots;
  };
  const launches = (since: number): any[] =>
    journey.local.calls.slice(since).filter(({ action }) => action === 'RunInstances');

  beforeAll(async () => {
    journey = await localStack();
    keys = { [home]: await newKey(home), [west]: await newKey(west) };
    const answer = await journey.request('PUT', '/v1/stacks/tool', { encryption_keys: keys });
    expect(answer.status).toBe(200);
    run = await buildSmall(journey, { volumes, regions: [west] });
  }, 240_000);

  test('has every volume of builder and image encrypted with it, and the tests launch the encrypted image', async () => {
    expect(run).toMatchObject({ status: 'succeeded' });
    const encrypted = { Encrypted: true, KmsKeyId: keys[home] };
    expect(await snapshotsOf(run.ami_id)).toMatchObject([encrypted, encrypted]);
    expect((await journey.request('GET', `/v1/images/${run.ami_id}`)).body).toMatchObject({
      encryption_key: keys[home],
      snapshots: [{ encrypted: true }, { encrypted: true }],
      tests: [{ verdict: 'passed' }],
    });
    const shown = await spawnIn(journey, ['ami', 'show', run.ami_id]);
    expect(shown.out).toContain(keys[home]);
  });

  test('and its copies with the keys of their regions', async () => {
    const [{ ami_id }] = run.replicas;
    const encrypted = { Encrypted: true, KmsKeyId: keys[west] };
    expect(await snapshotsOf(ami_id, west)).toMatchObject([encrypted, encrypted]);
  });

  test('and instances of the image have encrypted volumes', async () => {
    const { instance } = await launched(journey, { name: 'user', ami: run.ami_id, ttl: '1h' });
    const { Volumes } = await journey.ec2('DescribeVolumes', {
      Filters: [{ Name: 'attachment.instance-id', Values: [instance.instance_id] }],
    });
    expect(Volumes).toMatchObject([{ KmsKeyId: keys[home] }, { KmsKeyId: keys[home] }]);
  });

  test('shows the key in a preview, and builds anew when the policy names another key', async () => {
    const preview = () =>
      journey.request('POST', '/v1/build-previews', { recipe: smallRecipe({ volumes, regions: [west] }) });
    expect((await preview()).body).toMatchObject({ answer: 'published', encryption_key: keys[home] });
    const other = await newKey(home);
    await setKey('tool', other);
    expect((await preview()).body).toMatchObject({ answer: 'start', encryption_key: other });
    await setKey('tool', keys[home]!);
  });

  test.each([
    ['is not there', async () => `arn:aws:kms:${home}:123456789012:key/00000000-0000-0000-0000-000000000000`],
    [
      'is disabled',
      async () => {
        const KeyId = await newKey(home);
        await journey.clock.until(journey.local.call('kms', 'DisableKey', home, { KeyId }));
        return KeyId;
      },
    ],
    ['signs', () => newKey(home, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' })],
  ])('refuses a key that %s before anything is made', async (_, make) => {
    await setKey('wrong', await make());
    const before = journey.local.calls.length;
    await expect(startSmall(journey, { stack: 'wrong' })).rejects.toThrow('KeyNotUsable');
    expect(launches(before)).toEqual([]);
    const { builds } = (await journey.request('GET', '/v1/builds')).body;
    expect(builds.map(({ stack }: any) => stack)).not.toContain('wrong');
  });

  test('and a key that does not let the builder be launched fails the build with the reason of EC2, and nothing stays', async () => {
    await setKey('closed', await keyWithout('launch-builder'));
    const before = await leftovers(journey);
    const failed = await buildSmall(journey, { stack: 'closed' });
    expect(failed).toMatchObject({
      status: 'failed',
      failure: { message: expect.stringContaining('may not CreateGrant') },
    });
    await journey.advance(1 * minutes);
    expect(await leftovers(journey)).toEqual(before);
  });

  test('warns of an image whose instance has volumes without it, and names them', async () => {
    const plain = await buildSmall(journey, { stack: 'plain' });
    const { instance } = await launched(journey, { name: 'workbench', ami: plain.ami_id, ttl: '12h' });
    const create = async (name: string, stack: string): Promise<any> => {
      const { body } = await journey.request('POST', '/v1/images', {
        instance: instance.instance_id,
        name,
        tags: { stack, version: '3.0.0' },
      });
      expect(await finished(journey, body.operation_id)).toMatchObject({ status: 'succeeded' });
      return body;
    };
    expect((await create('tool-by-hand', 'tool')).warnings).toEqual([
      expect.stringContaining(`not encrypted with ${keys[home]}, the key of tool`),
    ]);
    expect((await create('plain-by-hand', 'plain')).warnings).toEqual([]);
  });

  test('and an image by hand of an instance with the key is encrypted, also when the instance is stopped for it', async () => {
    const { instance } = await launched(journey, { name: 'encrypted', ami: run.ami_id, ttl: '12h' });
    const { body } = await journey.request('POST', '/v1/images', {
      instance: instance.instance_id,
      name: 'tool-stopped',
      stop: true,
      tags: { stack: 'tool', version: '4.0.0' },
    });
    expect(body.warnings).toEqual([]);
    const created = await finished(journey, body.operation_id);
    expect(created).toMatchObject({ status: 'succeeded' });
    expect(await snapshotsOf(created.ami_id)).toMatchObject([{ KmsKeyId: keys[home] }, { KmsKeyId: keys[home] }]);
    await journey.advance(5 * minutes);
    const { Reservations } = await journey.ec2('DescribeInstances', { InstanceIds: [instance.instance_id] });
    expect(Reservations[0].Instances[0].State.Name).toBe('running');
  });
});
