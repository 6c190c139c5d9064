import { finished, home, leftovers, localStack, minutes, type Journey } from '../../kit/journey';
import { buildSmall } from '../../kit/small-recipe';

const [west, eu] = ['us-west-2', 'eu-west-1'];

describe('a stack whose policy names keys for copies', () => {
  let journey: Journey;
  let keys: Record<string, string>;
  let run: any;
  const newKey = async (region: string, more: object = {}): Promise<string> =>
    (await journey.clock.until(journey.local.call('kms', 'CreateKey', region, more))).KeyMetadata.Arn;
  const disabledKey = async (): Promise<string> => {
    const KeyId = await newKey(eu);
    await journey.clock.until(journey.local.call('kms', 'DisableKey', eu, { KeyId }));
    return KeyId;
  };
  const snapshotsOf = async (ami: string, region: string): Promise<any[]> => {
    const { BlockDeviceMappings } = (await journey.ec2('DescribeImages', { ImageIds: [ami] }, region)).Images[0];
    return (
      await journey.ec2(
        'DescribeSnapshots',
        { SnapshotIds: BlockDeviceMappings.map(({ Ebs }: any) => Ebs.SnapshotId) },
        region,
      )
    ).Snapshots;
  };
  /** Asks for a copy, and gives the answer and how many copies EC2 was asked for at once. */
  const copy = async (body: object): Promise<any> => {
    const before = journey.local.calls.length;
    const answer = await journey.request('POST', `/v1/images/${run.ami_id}/replicas`, body);
    return {
      ...answer,
      copies: journey.local.calls.slice(before).filter(({ action }) => action === 'CopyImage').length,
    };
  };

  beforeAll(async () => {
    journey = await localStack();
    keys = { [west]: await newKey(west), [eu]: await newKey(eu) };
    expect(
      (await journey.request('PUT', '/v1/stacks/tool', { encryption_keys: keys, test_replicas: true })).status,
    ).toBe(200);
    run = await buildSmall(journey, { regions: [west] });
  }, 240_000);

  test('has a copy encrypted with the key of its region, in EC2 and in the catalog, and the original as it was', async () => {
    expect(run).toMatchObject({ status: 'succeeded' });
    const { ami_id } = run.replicas[0];
    expect(await snapshotsOf(ami_id, west)).toMatchObject([{ Encrypted: true, KmsKeyId: keys[west] }]);
    expect((await journey.request('GET', `/v1/images/${ami_id}`)).body).toMatchObject({
      encryption_key: keys[west],
      snapshots: [{ encrypted: true }],
      tests: [{ verdict: 'passed' }],
    });
    expect(await snapshotsOf(run.ami_id, home)).toMatchObject([{ Encrypted: false }]);
  });

  test('may name only keys of the copies’ own region', async () => {
    expect(await journey.request('PUT', '/v1/stacks/tool', { encryption_keys: { [west]: keys[eu] } })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining(`the key is in ${eu}`) },
    });
  });

  test.each([
    [
      'is not there',
      async () => `arn:aws:kms:${eu}:123456789012:key/00000000-0000-0000-0000-000000000000`,
      'cannot be described',
    ],
    ['is disabled', () => disabledKey(), 'is disabled'],
    [
      'signs',
      () => newKey(eu, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }),
      'not a symmetric encryption key',
    ],
  ])('and a key that %s is refused before anything is copied', async (_, make, sentence) => {
    expect(await copy({ regions: [eu], kms_keys: { [eu]: await make() } })).toMatchObject({
      status: 409,
      copies: 0,
      body: { name: 'KeyNotUsable', detail: expect.stringContaining(sentence) },
    });
  });

  test('and a key for a region that is not copied to is refused', async () => {
    expect(await copy({ regions: [eu], kms_keys: { [west]: keys[west] } })).toMatchObject({
      status: 400,
      copies: 0,
      body: { name: 'InvalidRequest', detail: expect.stringContaining(west) },
    });
  });

  test('in a build a key that cannot be used costs that region alone, with the reason, and no copy is begun there', async () => {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::123456789012:user/keeper' },
          Action: 'kms:*',
          Resource: '*',
        },
      ],
    });
    await journey.request('PUT', '/v1/stacks/locked', {
      encryption_keys: { [west]: await newKey(west, { Policy }), [eu]: keys[eu] },
    });
    const before = journey.local.calls.length;
    const locked = await buildSmall(journey, { stack: 'locked', regions: [west, eu] });
    expect(locked).toMatchObject({
      status: 'failed',
      failure: { name: 'ReplicationIncomplete' },
      replicas: [
        {
          region: west,
          status: 'failed',
          error: 'KeyNotUsable',
          message: expect.stringContaining('cannot be described'),
        },
        { region: eu, status: 'available' },
      ],
    });
    expect(
      journey.local.calls
        .slice(before)
        .filter(({ action }) => action === 'CopyImage')
        .map(({ region }) => region),
    ).toEqual([eu]);
    await journey.advance(1 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('and a key whose policy lets nobody but its keepers encrypt fails the copy minutes later, as EC2 does', async () => {
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::123456789012:root' },
      Action: 'kms:DescribeKey',
      Resource: '*',
    };
    const key = await newKey(eu, { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) });
    const { body, status } = await copy({ regions: [eu], kms_keys: { [eu]: key } });
    expect(status).toBe(202);
    expect((await finished(journey, body.operation_id)).replicas).toMatchObject([
      { status: 'failed', error: 'KeyNotReady', message: expect.stringContaining('may not CreateGrant') },
    ]);
  });

  test('and a copy whose key lets nobody launch fails its test, and goes', async () => {
    const root = { AWS: 'arn:aws:iam::123456789012:root' };
    const others = {
      Effect: 'Deny',
      Principal: { AWS: 'arn:aws:iam::123456789012:role/spawn-dev-launch-test-instance-us-east-1' },
      Action: 'kms:CreateGrant',
      Resource: '*',
    };
    const key = await newKey(eu, {
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: root, Action: 'kms:*', Resource: '*' }, others],
      }),
    });
    const { body } = await copy({ regions: [eu], kms_keys: { [eu]: key } });
    expect((await finished(journey, body.operation_id)).replicas).toMatchObject([
      { status: 'failed', error: 'TestFailed', message: expect.stringContaining('Client error on launch') },
    ]);
    await journey.advance(1 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('takes the key that is named for one copy before its own', async () => {
    const other = await newKey(eu);
    const { body } = await copy({ regions: [eu], kms_keys: { [eu]: other } });
    const [{ ami_id }] = (await finished(journey, body.operation_id)).replicas;
    expect(await snapshotsOf(ami_id, eu)).toMatchObject([{ KmsKeyId: other }]);
  });
});
