import { tagKeys } from '../../../core/tags';
import { assemblyOf, homeAccount, memberAccount } from '../../kit/assemblies';
import { finished, home, hours, localStack, minutes, tagOf, type Journey } from '../../kit/journey';
import { nightly } from '../../kit/nightly';
import { buildSmall } from '../../kit/small-recipe';
import { sweepingEvery } from '../../kit/templates';

const [eu, west] = ['eu-west-1', 'us-west-2'];

describe('a deployment with a member account', () => {
  let journey: Journey;
  let ami: string;
  /** A call of EC2 or KMS by the administrator of the member account. */
  const there = (service: string, action: string, input: object = {}, region = home): Promise<Record<string, any>> =>
    journey.clock.until(journey.local.call(service, action, region, input, memberAccount));
  const copy = async (body: object): Promise<any> => {
    const answer = await journey.request('POST', `/v1/images/${ami}/replicas`, body);
    return answer.status === 202 ? { ...answer, run: await finished(journey, answer.body.operation_id) } : answer;
  };
  // Lists show what is deregistered for a moment.
  const ownImages = async (region = home): Promise<any[]> =>
    (await there('ec2', 'DescribeImages', { Owners: ['self'], IncludeDisabled: true }, region)).Images.filter(
      ({ State }: any) => State !== 'deregistered',
    );
  /** Who may launch the original, and who may make volumes of its snapshots. */
  const copyGrants = async (): Promise<unknown[]> => {
    const { LaunchPermissions } = await journey.ec2('DescribeImageAttribute', {
      ImageId: ami,
      Attribute: 'launchPermission',
    });
    const [image] = (await journey.ec2('DescribeImages', { ImageIds: [ami] })).Images;
    const ids = image.BlockDeviceMappings.map(({ Ebs }: any) => Ebs.SnapshotId);
    const snapshots = await Promise.all(
      ids.map((SnapshotId: string) =>
        journey.ec2('DescribeSnapshotAttribute', { SnapshotId, Attribute: 'createVolumePermission' }),
      ),
    );
    return [...LaunchPermissions, ...snapshots.flatMap(({ CreateVolumePermissions }: any) => CreateVolumePermissions)];
  };

  beforeAll(async () => {
    journey = await localStack({ assembly: assemblyOf('next'), edit: sweepingEvery(5) });
    ami = (await buildSmall(journey)).ami_id;
  }, 240_000);

  test('copies an image there with a key of that account, and withdraws the copy grant', async () => {
    const key = (await there('kms', 'CreateKey', {}, eu)).KeyMetadata.Arn;
    const { run } = await copy({ accounts: [memberAccount], regions: [home, eu], kms_keys: { [eu]: key } });
    expect(run).toMatchObject({
      status: 'succeeded',
      replicas: [
        { region: home, account: memberAccount, status: 'available' },
        { region: eu, account: memberAccount, status: 'available' },
      ],
    });
    const [image] = await ownImages(eu);
    expect(image).toMatchObject({ ImageId: run.replicas[1].ami_id, OwnerId: memberAccount, State: 'available' });
    expect([tagKeys.state, tagKeys.replicatedFrom, tagKeys.deployment].map((name) => tagOf(image.Tags, name))).toEqual([
      'published',
      ami,
      `next@${home}`,
    ]);
    const { Snapshots } = await there('ec2', 'DescribeSnapshots', { OwnerIds: ['self'] }, eu);
    expect(Snapshots).toMatchObject([{ Encrypted: true, KmsKeyId: key, OwnerId: memberAccount }]);
    expect(await copyGrants()).toEqual([]);
  });

  test('and asked for again it copies nothing', async () => {
    const before = (await ownImages()).length;
    expect((await copy({ accounts: [memberAccount] })).run).toMatchObject({
      status: 'succeeded',
      replicas: [{ status: 'available', ami_id: expect.any(String) }],
    });
    expect(await ownImages()).toHaveLength(before);
  });

  test('lists what that account has in all regions, whoever made it, and shows one of its images', async () => {
    const [base] = (await journey.ec2('DescribeImages', { Owners: ['amazon'] }, eu)).Images;
    const { ImageId: foreign } = await there(
      'ec2',
      'CopyImage',
      { SourceRegion: eu, SourceImageId: base.ImageId, Name: 'by-hand' },
      eu,
    );
    await journey.advance(2 * hours);
    await nightly(journey, [home], 'next');
    expect((await journey.request('GET', '/v1/nightly/latest')).body.steps.accounts).toMatchObject({
      adopted: 1,
      unknown: 0,
    });
    const listed = async (query: string): Promise<any[]> =>
      (await journey.request('GET', `/v1/images?region=all&${query}`)).body.images;
    const theirs = await listed(`account=${memberAccount}`);
    expect(theirs.map(({ region, lifecycle }) => `${region} ${lifecycle}`).sort()).toEqual([
      `${eu} published`,
      `${eu} unmanaged`,
      `${home} published`,
    ]);
    expect(theirs.every(({ owner_id, account }) => owner_id === memberAccount && account === memberAccount)).toBe(true);
    expect((await listed('account=all')).map(({ owner_id }) => owner_id).sort()).toEqual([
      homeAccount,
      memberAccount,
      memberAccount,
      memberAccount,
    ]);
    expect(await listed('stack=tool')).toHaveLength(1);
    expect((await listed(`account=${homeAccount}`)).map(({ ami_id }) => ami_id)).toEqual([ami]);
    expect(await journey.request('GET', `/v1/images/${foreign}`)).toMatchObject({
      status: 200,
      body: { name: 'by-hand', account: memberAccount, lifecycle: 'unmanaged' },
    });
    expect(await journey.request('GET', '/v1/images?account=999988887777')).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining(memberAccount) },
    });
  });

  test('and the night makes again what the policy of the stack wants there and somebody removed', async () => {
    expect((await journey.request('PUT', '/v1/stacks/tool', { accounts: ['999988887777'] })).status).toBe(400);
    expect((await journey.request('PUT', '/v1/stacks/tool', { accounts: [memberAccount] })).status).toBe(200);
    const [{ ImageId }] = await ownImages();
    const messages = async (): Promise<string[]> =>
      (await journey.request('POST', '/v1/health', { ami })).body.images[0].messages;
    const missing = `copy missing in ${home} of account ${memberAccount}`;
    expect(await messages()).not.toContain(missing);
    await there('ec2', 'DeregisterImage', { ImageId, DeleteAssociatedSnapshots: true });
    await journey.advance(1 * hours);
    await nightly(journey, [home], 'next');
    expect(await messages()).toContain(missing);
    expect((await journey.request('GET', '/v1/nightly/latest')).body.steps).toMatchObject({
      accounts: { vanished: 1 },
      health: { unknown: 0 },
      replicas: { started: 1, lines: [expect.stringContaining(`${home} of account ${memberAccount}`)] },
    });
    await journey.advance(1 * hours);
    expect(await ownImages()).toMatchObject([{ State: 'available', ImageId: expect.not.stringContaining(ImageId) }]);
  });

  test('and what is done to a release is done to its copies there', async () => {
    const states = async (): Promise<unknown[]> => {
      // Changes are not visible at once.
      await journey.advance(30_000);
      return (await ownImages()).map(({ State, Tags }) => [
        State,
        tagOf(Tags, tagKeys.deprecated),
        tagOf(Tags, tagKeys.revoked),
        tagOf(Tags, 'owner'),
      ]);
    };
    const change = (method: string, what: string, body?: object): Promise<any> =>
      journey.request(method, `/v1/images/${ami}/${what}`, body);
    await change('POST', 'tags', { tags: { owner: 'team-ml' } });
    const deprecated = await change('POST', 'deprecation', { reason: 'old' });
    expect(deprecated).toMatchObject({
      status: 200,
      body: {
        changed: true,
        images: [
          { ami_id: ami },
          { account: memberAccount, deprecated: true },
          { account: memberAccount, deprecated: true },
        ],
      },
    });
    expect(deprecated.body).not.toHaveProperty('failed');
    expect(await states()).toEqual([['available', 'true', undefined, 'team-ml']]);
    await change('DELETE', 'deprecation');
    await change('POST', 'revocation', { reason: 'leaked key' });
    expect(await states()).toEqual([['disabled', undefined, 'true', 'team-ml']]);
    expect(
      (await journey.request('GET', `/v1/images/${(await ownImages())[0].ImageId}`)).body.events.map(
        ({ action }: any) => action,
      ),
    ).toEqual(['created', 'published', 'tagged', 'deprecated', 'undeprecated', 'revoked']);
    await change('DELETE', 'revocation');
    expect(await states()).toEqual([['available', undefined, undefined, 'team-ml']]);
    const [{ ImageId }] = await ownImages();
    expect(await journey.request('POST', `/v1/images/${ImageId}/deprecation`, {})).toMatchObject({
      status: 403,
      body: { name: 'NotManaged', detail: expect.stringContaining(`name its original ${ami}`) },
    });
  });

  test.each([
    ['an account that is no member', { accounts: ['999988887777'] }, 'AccountNotReachable', 'not in member_accounts'],
    [
      'a key of the own account',
      { accounts: [memberAccount], kms_keys: { [home]: `arn:aws:kms:${home}:${homeAccount}:key/1` } },
      'KeyNotUsable',
      `is of account ${homeAccount}`,
    ],
  ])('and refuses %s before anything is made', async (_, body, name, sentence) => {
    expect(await copy(body)).toMatchObject({ status: 409, body: { name, detail: expect.stringContaining(sentence) } });
    expect(await copyGrants()).toEqual([]);
  });

  test('and withdraws the copy grant, and removes the copy, when the copy fails there', async () => {
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${memberAccount}:root` },
      Action: 'kms:DescribeKey',
      Resource: '*',
    };
    const key = (
      await there(
        'kms',
        'CreateKey',
        { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) },
        west,
      )
    ).KeyMetadata.Arn;
    const { run } = await copy({ accounts: [memberAccount], regions: [west], kms_keys: { [west]: key } });
    expect(run).toMatchObject({
      status: 'failed',
      replicas: [
        {
          region: west,
          account: memberAccount,
          status: 'failed',
          error: 'KeyNotReady',
          message: expect.stringContaining('may not CreateGrant'),
        },
      ],
    });
    expect([
      await ownImages(west),
      (await there('ec2', 'DescribeSnapshots', { OwnerIds: ['self'] }, west)).Snapshots,
      await copyGrants(),
    ]).toEqual([[], [], []]);
  });

  test('copies what a key of the own account encrypts, which the copy grant covers too, and refuses what AWS’s own key encrypts', async () => {
    const key = (await journey.clock.until(journey.local.call('kms', 'CreateKey', west, {}))).KeyMetadata.Arn;
    const { body } = await journey.request('POST', `/v1/images/${ami}/replicas`, {
      regions: [west],
      kms_keys: { [west]: key },
    });
    const [replica] = (await finished(journey, body.operation_id)).replicas;
    const answer = await journey.request('POST', `/v1/images/${replica.ami_id}/replicas`, {
      accounts: [memberAccount],
    });
    expect(await finished(journey, answer.body.operation_id)).toMatchObject({
      status: 'succeeded',
      replicas: [{ region: west, account: memberAccount, status: 'available' }],
    });
    expect((await journey.clock.until(journey.local.call('kms', 'ListGrants', west, { KeyId: key }))).Grants).toEqual(
      [],
    );

    const { ImageId } = await journey.ec2('CopyImage', {
      SourceRegion: home,
      SourceImageId: ami,
      Name: 'managed-key',
      Encrypted: true,
    });
    await journey.advance(2 * hours);
    await journey.request('POST', `/v1/images/${ImageId}/tags`, { stack: 'other', version: '1.0.0' });
    expect(
      await journey.request('POST', `/v1/images/${ImageId}/replicas`, { accounts: [memberAccount] }),
    ).toMatchObject({ status: 409, body: { name: 'EncryptionPreventsSharing' } });
  });

  test('and a plan to remove an image tells of its copies there', async () => {
    await journey.request('POST', `/v1/images/${ami}/deprecation`, { reason: 'old' });
    const { body } = await journey.request('POST', '/v1/cleanups', { ami_ids: [ami] });
    await journey.advance(5 * minutes);
    await journey.request('DELETE', `/v1/images/${ami}/deprecation`);
    const { entries } = (await journey.request('GET', `/v1/cleanups/${body.cleanup_id}`)).body;
    const [entry] = entries.filter(({ id }: any) => id === ami);
    expect(entry).toMatchObject({ decision: 'remove', copies_in_accounts: { [memberAccount]: 2 } });
  });

  test('and lets nobody take the role there but its functions', async () => {
    const RoleArn = `arn:aws:iam::${memberAccount}:role/spawn-next-member-us-east-1`;
    const take = (more: object): Promise<unknown> =>
      journey.clock.until(
        journey.local.call('sts', 'AssumeRole', home, { RoleArn, RoleSessionName: 'somebody', ...more }),
      );
    for (const more of [{}, { ExternalId: `next@${home}` }])
      await expect(take(more)).rejects.toThrow('is not authorized to perform: sts:AssumeRole');
  });

  test('and ends what a broken run left there', async () => {
    const [base] = (await journey.ec2('DescribeImages', { Owners: ['amazon'] })).Images;
    const tags = {
      [tagKeys.managed]: 'true',
      [tagKeys.deployment]: `next@${home}`,
      [tagKeys.state]: 'candidate',
      [tagKeys.ttlDeadline]: '2026-01-14T10:00:00Z',
      [tagKeys.buildId]: 'bld-gone',
    };
    const TagSpecifications = ['image', 'snapshot'].map((ResourceType) => ({
      ResourceType,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }));
    const { ImageId } = await there('ec2', 'CopyImage', {
      SourceRegion: home,
      SourceImageId: base.ImageId,
      Name: 'left-over',
      TagSpecifications,
    });
    await journey.advance(15_000);
    expect((await ownImages()).map((image) => image.ImageId)).toContain(ImageId);
    await journey.advance(20 * minutes);
    expect((await ownImages()).map((image) => image.ImageId)).not.toContain(ImageId);
  });

  test('and reaches a copy there whose original is gone, by the id of the copy too', async () => {
    const [{ ImageId, Tags }] = await ownImages(west);
    const original = tagOf(Tags, tagKeys.replicatedFrom) ?? '';
    await journey.ec2('DeregisterImage', { ImageId: original }, west);
    expect(
      await journey.request('POST', `/v1/images/${ami}/revocation`, { reason: 'late', region: west }),
    ).toMatchObject({ status: 200, body: { changed: true, gone: [{ ami_id: original, region: west }] } });
    await journey.advance(30_000);
    expect(await ownImages(west)).toMatchObject([{ ImageId, State: 'disabled' }]);
    expect(await journey.request('DELETE', `/v1/images/${ImageId}/revocation?region=${west}`)).toMatchObject({
      status: 200,
      body: { changed: true, images: [{ ami_id: ImageId, account: memberAccount }] },
    });
    await journey.advance(30_000);
    expect(await ownImages(west)).toMatchObject([{ ImageId, State: 'available' }]);
  });

  describe('whose role is gone', () => {
    let trusted: any;
    beforeAll(async () => {
      const roles = journey.local.members.get(memberAccount)!;
      trusted = roles.get('spawn-next-member-us-east-1')!.trust;
      roles.define({ ...roles.get('spawn-next-member-us-east-1'), trust: { Version: '2012-10-17', Statement: [] } });
      // Whoever holds the role keeps it for an hour.
      await journey.advance(2 * hours);
    });

    test('copies nothing there, and the doctor says what to deploy', async () => {
      expect(await copy({ accounts: [memberAccount], regions: [west] })).toMatchObject({
        status: 409,
        body: { name: 'AccountNotReachable' },
      });
      const { findings } = (await journey.request('GET', '/v1/doctor')).body;
      expect(findings.filter(({ check }: any) => check === 'member-accounts')).toMatchObject([
        {
          subject: memberAccount,
          result: 'failed',
          mend: expect.stringContaining(`spawn-next-member-${memberAccount}`),
        },
      ]);
    });

    test('and a change is made at home and told of the copies that it did not reach', async () => {
      const { status, body } = await journey.request('POST', `/v1/images/${ami}/deprecation`, { reason: 'older' });
      expect([status, body.failed.map(({ account, error }: any) => `${account} ${error}`)]).toEqual([
        200,
        Array(3).fill(`${memberAccount} AccountNotReachable`),
      ]);
      for (const { account, deprecated } of body.images) expect(deprecated).toBe(account === undefined);
    });

    test('and is owed, region by region, until it answers again', async () => {
      const roles = journey.local.members.get(memberAccount)!;
      const role = roles.get('spawn-next-member-us-east-1')!;
      const owed = async (): Promise<unknown[]> =>
        (await journey.request('GET', '/v1/debts')).body.debts.map(({ kind, id, account, error }: any) => [
          kind,
          id,
          account,
          error,
        ]);
      expect(await owed()).toEqual(Array(3).fill(['look', 'images', memberAccount, 'AccountNotReachable']));
      roles.define({ ...role, trust: trusted });
      await journey.advance(31 * minutes);
      expect(await owed()).toEqual([]);
      roles.define(role);
      await journey.advance(2 * hours);
    });

    test('and the night calls it unknown and keeps what it knew', async () => {
      await nightly(journey, [home], 'next');
      expect((await journey.request('GET', '/v1/nightly/latest')).body).toMatchObject({
        status: 'complete',
        steps: {
          accounts: {
            unknown: 3,
            vanished: 0,
            lines: expect.arrayContaining([
              expect.stringContaining(`${eu} of account ${memberAccount} could not be read`),
            ]),
          },
        },
      });
      expect((await journey.request('GET', `/v1/images?region=all&account=${memberAccount}`)).body.images).toHaveLength(
        4,
      );
    });
  });
});
