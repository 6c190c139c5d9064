import { finished, home, hours, localStack, minutes, tagOf, type Journey } from '../../kit/journey';
import { nightly } from '../../kit/nightly';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall } from '../../kit/small-recipe';
import { sweepingEvery } from '../../kit/templates';

const west = 'us-west-2';
const [lab, clinic, stranger] = ['210987654321', '345678901234', '999988887777'];
const organization = 'arn:aws:organizations::123456789012:organization/o-exampleorgid';

describe('an image that is shared', () => {
  let journey: Journey;
  let id: string;
  let copy: string;
  let refused: string | undefined;
  const share = (body: object, image = id) => journey.request('POST', `/v1/images/${image}/shares`, body);
  const shares = async (image = id) => (await journey.request('GET', `/v1/images/${image}/shares`)).body.images;
  const show = async (image: string) => (await journey.request('GET', `/v1/images/${image}`)).body;
  const launchers = async (image: string, region = home): Promise<string[]> =>
    (
      await journey.ec2('DescribeImageAttribute', { ImageId: image, Attribute: 'launchPermission' }, region)
    ).LaunchPermissions.map((to: any) => to.UserId ?? to.OrganizationArn ?? to.Group).sort();
  const copiers = async (image: string, region = home): Promise<string[]> => {
    const { SnapshotId } = (await journey.ec2('DescribeImages', { ImageIds: [image], IncludeDisabled: true }, region))
      .Images[0].BlockDeviceMappings[0].Ebs;
    return (
      await journey.ec2('DescribeSnapshotAttribute', { SnapshotId, Attribute: 'createVolumePermission' }, region)
    ).CreateVolumePermissions.map((to: any) => to.UserId ?? to.Group).sort();
  };
  /** Runs the night and gives what it did: `given_again taken_back shared_by_others unknown`. */
  const night = async (): Promise<number[]> => {
    const { executionArn } = await nightly(journey);
    const { Item } = await journey.clock.until(
      journey.local.call('dynamodb', 'GetItem', home, {
        TableName: 'spawn-dev-catalog',
        Key: { pk: { S: `NIGHTLY#${executionArn.split(':').at(-1)}` }, sk: { S: 'NIGHTLY' } },
      }),
    );
    const { shares: done } = Item.steps.M;
    return ['given_again', 'taken_back', 'shared_by_others', 'unknown'].map((name) => Number(done.M[name].N));
  };
  const sinceThen = () => {
    const from = journey.local.calls.length;
    return () =>
      journey.local.calls
        .slice(from)
        .filter(({ service, action }) => service === 'ec2' && /^(Modify|CreateTags|DeleteTags)/.test(action));
  };

  beforeAll(async () => {
    journey = await localStack({ edit: sweepingEvery(10) });
    const run = await buildSmall(journey, { regions: [west] });
    [id, copy] = [run.ami_id, run.replicas[0].ami_id];
    refuseCalls(journey, ({ action, region }) => action === 'ModifyImageAttribute' && region === refused);
  }, 240_000);

  test('with two accounts is so in all its regions, in EC2 and in the catalog, and tells them what it is', async () => {
    const { status, body } = await share({ accounts: [lab, clinic] });
    expect([status, body.changed, body.complete, body.warnings]).toEqual([200, true, true, []]);
    expect(body.results.map(({ region, given }: any) => [region, given.map((to: any) => to.id)])).toEqual([
      [home, [lab, clinic]],
      [west, [lab, clinic]],
    ]);
    expect([await launchers(id), await launchers(copy, west), await copiers(id)]).toEqual([
      [lab, clinic],
      [lab, clinic],
      [],
    ]);
    expect(
      tagOf((await journey.ec2('DescribeImages', { ImageIds: [copy] }, west)).Images[0].Tags, 'ec2:SharedTag/stack'),
    ).toBe('tool');
    const { shares: recorded, events } = await show(copy);
    expect(recorded).toMatchObject([
      { kind: 'account', id: lab, copyable: false, by: expect.stringMatching(/^arn:/) },
      { id: clinic },
    ]);
    expect(events.at(-1)).toMatchObject({ action: 'shared', detail: `with account ${lab}, account ${clinic}` });
  });

  test('again in the same way is left alone', async () => {
    const changes = sinceThen();
    expect((await share({ accounts: [clinic, lab] })).body.changed).toBe(false);
    expect(changes()).toEqual([]);
  });

  test('so that it can be copied gives the snapshots too', async () => {
    expect((await share({ accounts: [lab], copyable: true, region: west })).body.results).toMatchObject([
      { region: west, given: [{ id: lab }] },
    ]);
    expect([await copiers(id), await copiers(copy, west)]).toEqual([[], [lab]]);
  });

  test('is taken back with its snapshots, in every region, and nothing of it is left when nobody has it', async () => {
    expect((await share({ accounts: [lab], revoke: true })).body).toMatchObject({ changed: true, complete: true });
    expect([await launchers(id), await launchers(copy, west), await copiers(copy, west)]).toEqual([
      [clinic],
      [clinic],
      [],
    ]);
    await share({ accounts: [clinic], revoke: true });
    expect([(await show(id)).shares, (await show(id)).events.at(-1).action]).toEqual([[], 'unshared']);
    expect(
      tagOf((await journey.ec2('DescribeImages', { ImageIds: [id] })).Images[0].Tags, 'ec2:SharedTag/stack'),
    ).toBeUndefined();
    expect((await share({ accounts: [clinic], revoke: true })).body.changed).toBe(false);
  });

  test.each([
    ['nobody', {}, 400, 'no target is given'],
    ['its own account', { accounts: ['123456789012'] }, 400, 'owns the image'],
    ['what is no account', { accounts: ['12345'] }, 400, 'twelve digits'],
    ['what is no organization', { organizations: ['o-1'] }, 400, 'not an organization'],
    [
      'an organization, copyable',
      { organizations: [organization], copyable: true },
      400,
      'a snapshot cannot be shared with',
    ],
    ['an end that has passed', { accounts: [lab], until: '2020-01-01T00:00:00Z' }, 400, 'is in the past'],
  ])('may not name %s, and nothing changes', async (_, body, status, sentence) => {
    const changes = sinceThen();
    const answer = await share(body);
    expect([answer.status, answer.body.detail]).toEqual([status, expect.stringContaining(sentence)]);
    expect(changes()).toEqual([]);
  });

  test('with an organization is so as a whole', async () => {
    await share({ organizations: [organization] });
    expect(await launchers(copy, west)).toEqual([organization]);
    await share({ organizations: [organization], revoke: true });
    expect(await launchers(copy, west)).toEqual([]);
  });

  test('with everybody must be allowed in every region first, or nothing changes in any', async () => {
    await journey.ec2('EnableImageBlockPublicAccess', { ImageBlockPublicAccessState: 'block-new-sharing' }, west);
    const changes = sinceThen();
    const blocked = await share({ public: true });
    expect([blocked.status, blocked.body.name, blocked.body.detail]).toEqual([
      409,
      'PublicAccessBlocked',
      expect.stringContaining(`--region ${west}`),
    ]);
    expect([changes(), (await show(id)).shares]).toEqual([[], []]);
    await journey.ec2('DisableImageBlockPublicAccess', {}, west);
    await journey.ec2('EnableSnapshotBlockPublicAccess', { State: 'block-all-sharing' });
    expect((await share({ public: true, copyable: true })).body).toMatchObject({
      name: 'PublicAccessBlocked',
      detail: expect.stringContaining('snapshots'),
    });
    await journey.ec2('DisableSnapshotBlockPublicAccess', {});
    expect((await share({ public: true })).body.complete).toBe(true);
    expect([await launchers(id), await launchers(copy, west)]).toEqual([['all'], ['all']]);
    await share({ public: true, revoke: true });
    expect(await launchers(id)).toEqual([]);
  });

  test('until a date is taken back the night after', async () => {
    const until = new Date(journey.clock.now() + 3 * hours).toISOString();
    await share({ accounts: [lab], copyable: true, until });
    expect((await shares())[0].shares).toMatchObject([{ id: lab, until }]);
    expect(await night()).toEqual([0, 0, 0, 0]);
    await journey.advance(4 * hours);
    expect((await shares())[0]).toMatchObject({ shares: [], drift: { state: 'found', expired: [{ id: lab }] } });
    expect(await night()).toEqual([0, 2, 0, 0]);
    expect([
      await launchers(id),
      await launchers(copy, west),
      await copiers(copy, west),
      (await shares())[0].drift.state,
    ]).toEqual([[], [], [], 'none']);
    expect((await show(copy)).events.at(-1)).toMatchObject({
      action: 'unshared',
      detail: `from account ${lab}, whose share has ended`,
    });
  });

  test('differs from what is wanted when somebody changes it outside: shown, what is missing given again, what is foreign left alone', async () => {
    await share({ accounts: [lab] });
    await journey.ec2('ModifyImageAttribute', {
      ImageId: id,
      LaunchPermission: { Remove: [{ UserId: lab }], Add: [] },
    });
    await journey.ec2(
      'ModifyImageAttribute',
      { ImageId: copy, LaunchPermission: { Add: [{ UserId: stranger }] } },
      west,
    );
    expect(
      (await shares()).map(({ region, drift }: any) => [
        region,
        drift.missing.length,
        drift.foreign.map((to: any) => to.id),
      ]),
    ).toEqual([
      [home, 1, []],
      [west, 0, [stranger]],
    ]);
    expect(await night()).toEqual([1, 0, 1, 0]);
    expect([await launchers(id), await launchers(copy, west)]).toEqual([[lab], [lab, stranger]]);
    await share({ accounts: [stranger], revoke: true });
    expect((await shares()).map(({ drift }: any) => drift.state)).toEqual(['none', 'none']);
  });

  test('of which one region fails says so exactly, and the night makes it good', async () => {
    refused = west;
    const { status, body } = await share({ accounts: [clinic] });
    expect([status, body.complete]).toEqual([200, false]);
    expect(body.results).toMatchObject([
      { region: home, given: [{ id: clinic }] },
      { region: west, given: [], error: { name: 'OperationNotPermitted', message: 'not today' } },
    ]);
    expect(await night()).toEqual([0, 0, 0, 1]);
    refused = undefined;
    expect(await night()).toEqual([1, 0, 0, 0]);
    expect(await launchers(copy, west)).toEqual([lab, clinic]);
  });

  test('by two at once is so by one, and the other is told', async () => {
    const one = journey.local.invokeRoute('POST', `/v1/images/${id}/shares`, { accounts: [clinic], revoke: true });
    const other = journey.local.invokeRoute('POST', `/v1/images/${copy}/shares`, { accounts: [stranger] });
    const answers = await journey.clock.until(Promise.all([one, other]));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({
      name: 'CatalogConflict',
      detail: expect.stringContaining('was read: retry'),
    });
    expect((await shares()).map(({ drift }: any) => drift.state)).toEqual(['none', 'none']);
  });

  test('is given to the same ones in a region that it is copied to later, by the next night', async () => {
    const { body } = await journey.request('POST', `/v1/images/${id}/replicas`, { regions: ['eu-west-1'] });
    const [{ ami_id: late }] = (await finished(journey, body.operation_id)).replicas;
    expect((await shares(late)).find(({ region }: any) => region === 'eu-west-1').drift.missing.length).toBeGreaterThan(
      0,
    );
    await night();
    expect(await launchers(late, 'eu-west-1')).toEqual(await launchers(id));
  }, 60_000);

  test('and encrypted with a key of yours lets the recipient use it as long as it is shared, or tells what its policy must allow; with AWS’s own key it is shared with nobody', async () => {
    const { KeyMetadata } = await journey.clock.until(journey.local.call('kms', 'CreateKey', home, {}));
    const encrypted = async (Name: string, key: object): Promise<string> => {
      const { ImageId } = await journey.ec2('CopyImage', {
        SourceImageId: id,
        SourceRegion: home,
        Name,
        Encrypted: true,
        ...key,
      });
      await journey.advance(1 * hours);
      await journey.request('POST', `/v1/images/${ImageId}/tags`, { stack: Name });
      return ImageId;
    };
    const grants = async (): Promise<any[]> =>
      (await journey.clock.until(journey.local.call('kms', 'ListGrants', home, { KeyId: KeyMetadata.Arn }))).Grants;
    const [yours, amazons] = [await encrypted('yours', { KmsKeyId: KeyMetadata.Arn }), await encrypted('amazons', {})];
    const { body } = await share({ accounts: [lab], copyable: true }, yours);
    expect([body.complete, body.warnings]).toEqual([true, []]);
    expect([await launchers(yours), await copiers(yours)]).toEqual([[lab], [lab]]);
    expect(await grants()).toMatchObject([
      { GranteePrincipal: `arn:aws:iam::${lab}:root`, Operations: expect.arrayContaining(['Decrypt', 'CreateGrant']) },
    ]);
    const { body: whole } = await share({ organizations: [organization] }, yours);
    expect(whole.warnings).toEqual([
      expect.stringMatching(`the policy of ${KeyMetadata.Arn} must allow everybody of ${organization}.*kms:Decrypt`),
    ]);
    const until = new Date(journey.clock.now() + 1 * hours).toISOString();
    await share({ accounts: [clinic], until }, yours);
    expect(await grants()).toHaveLength(2);
    await journey.advance(2 * hours);
    await night();
    expect((await grants()).map(({ GranteePrincipal }) => GranteePrincipal)).toEqual([`arn:aws:iam::${lab}:root`]);
    await share({ accounts: [lab], revoke: true }, yours);
    expect(await grants()).toEqual([]);
    const policy = [
      { Principal: { AWS: journey.local.operator.arn }, Action: 'kms:*' },
      { Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'kms:DescribeKey' },
    ];
    const closed = await journey.clock.until(
      journey.local.call('kms', 'CreateKey', home, {
        Policy: JSON.stringify({
          Statement: policy.map((statement) => ({ Effect: 'Allow', Resource: '*', ...statement })),
        }),
      }),
    );
    const { body: told } = await share(
      { accounts: [lab] },
      await encrypted('closed', { KmsKeyId: closed.KeyMetadata.Arn }),
    );
    expect([told.complete, told.warnings]).toEqual([
      true,
      [
        expect.stringContaining(
          `the policy of ${closed.KeyMetadata.Arn} must allow arn:aws:iam::${lab}:root the actions kms:Decrypt`,
        ),
      ],
    ]);
    expect((await share({ public: true }, yours)).body).toMatchObject({
      name: 'EncryptionPreventsSharing',
      detail: expect.stringContaining('cannot be public'),
    });
    expect((await share({ accounts: [lab] }, amazons)).body).toMatchObject({
      name: 'EncryptionPreventsSharing',
      detail: expect.stringContaining('cannot be shared at all'),
    });
  }, 60_000);

  test('is an operator’s doing alone, and disabled it cannot be shared', async () => {
    const credentials = journey.local.person('launcher', ['spawn-dev-launcher-us-east-1']);
    expect(
      (await journey.request('POST', `/v1/images/${id}/shares`, { accounts: [lab] }, { credentials })).status,
    ).toBe(403);
    await journey.ec2('DisableImage', { ImageId: copy }, west);
    await journey.advance(1 * minutes);
    await nightly(journey);
    expect((await share({ accounts: [stranger] })).body).toMatchObject({
      name: 'WrongState',
      detail: expect.stringContaining('is disabled and cannot be shared'),
    });
  });
});
