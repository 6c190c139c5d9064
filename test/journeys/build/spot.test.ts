import { finished, home, leftovers, localStack, minutes, type Journey } from '../../kit/journey';
import { killFunction } from '../../kit/killed-functions';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall, script, smallRecipe, startSmall } from '../../kit/small-recipe';

const create = /AWSServiceRoleForEC2Spot.*aws iam create-service-linked-role --aws-service-name spot\.amazonaws\.com/;

describe('an account without the role of spot', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await localStack({ ec2: { spotRole: false } });
  });

  test('a spot launch in an account without the role of spot says how to make it, and the doctor warns of it', async () => {
    const launch = { name: 'worker', instance_type: 'm7i.large', ttl: '1h' };
    const { status, body } = await journey.request('POST', '/v1/instances', { ...launch, spot: true });
    expect([status, body.name, body.detail]).toEqual([403, 'PermissionDenied', expect.stringMatching(create)]);
    expect((await journey.request('POST', '/v1/instances', launch)).status).toBeLessThan(300);
    const { findings } = (await journey.request('GET', '/v1/doctor')).body;
    const [spot] = findings.filter(({ check }: { check: string }) => check === 'spot');
    expect([spot.result, `${spot.subject} ${spot.mend}`]).toEqual(['warning', expect.stringMatching(create)]);
  });

  test('refuses a spot builder with the same words', async () => {
    const run = await buildSmall(journey, { stack: 'roleless', spot: true });
    expect([run.status, run.failure.name, run.failure.message]).toEqual([
      'failed',
      'PermissionDenied',
      expect.stringMatching(create),
    ]);
  });
});

const instancesOf = async (journey: Journey, id: string): Promise<any[]> => {
  const { Reservations } = await journey.ec2('DescribeInstances', {
    Filters: [
      { Name: 'tag:spawn:build-id', Values: [id] },
      { Name: 'tag:spawn:purpose', Values: ['ami-build'] },
    ],
  });
  return Reservations.flatMap(({ Instances }: any) => Instances);
};

describe('a spot builder', () => {
  test('is imaged while its file systems are frozen, and its request is closed with it', async () => {
    const journey = await localStack();
    const run = await buildSmall(journey, {
      stack: 'cheap',
      spot: true,
      provision: [{ name: 'install', run: script('mkdir -p /opt', 'echo tool >/opt/tool') }],
      test: { run: script('grep -q tool /opt/tool') },
    });
    expect(run).toMatchObject({ status: 'succeeded', builder: { instance_type: 'm7i.large', market: 'spot' } });
    expect(run.warnings).toBeUndefined();
    expect(run.stages).toContainEqual(expect.objectContaining({ name: 'stop', detail: 'frozen' }));
    await journey.advance(minutes);
    const [builder] = await instancesOf(journey, run.build_id);
    expect([builder.InstanceLifecycle, builder.State.Name, builder.SpotInstanceRequestId]).toEqual([
      'spot',
      'terminated',
      expect.stringMatching(/^sir-/),
    ]);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('is refused when its file systems cannot be frozen', async () => {
    const journey = await localStack();
    const run = await buildSmall(journey, {
      stack: 'thawed',
      spot: true,
      provision: [{ name: 'install', run: script('rm "$(command -v fsfreeze)"') }],
    });
    expect([run.status, run.failure.name, run.failure.stage, run.failure.message]).toEqual([
      'failed',
      'BuilderNotFrozen',
      'clean',
      expect.stringMatching(/fsfreeze is not installed\. Build on demand, with --on-demand or without `spot: true`/),
    ]);
    await journey.advance(minutes);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('that is cancelled leaves nothing', async () => {
    const journey = await localStack();
    const id = await startSmall(
      journey,
      { stack: 'halted', provision: [{ run: script('sleep 600') }] },
      { spot: true },
    );
    await journey.advance(3 * minutes);
    await journey.request('DELETE', `/v1/builds/${id}`);
    expect((await finished(journey, id)).status).toBe('cancelled');
    await journey.advance(minutes);
    expect(await leftovers(journey)).toEqual([]);
  });
});

test('a spot builder whose key does not let the role of spot use it fails and says so, and is built once a grant does', async () => {
  const journey = await localStack();
  const kms = (action: string, body: object) => journey.clock.until(journey.local.call('kms', action, home, body));
  const { Arn: KeyId } = (await kms('CreateKey', {})).KeyMetadata;
  await journey.request('PUT', '/v1/stacks/cheap', { encryption_keys: { [home]: KeyId } });
  const failed = await buildSmall(journey, { stack: 'cheap', spot: true, test: undefined });
  expect(failed).toMatchObject({ status: 'failed', failure: { name: 'InstanceLost' } });
  expect(failed.failure.message).toMatch(
    /Client\.InternalError: .* The usual cause is the key .* AWSServiceRoleForEC2Spot .* --on-demand\.$/,
  );
  await kms('CreateGrant', {
    KeyId,
    GranteePrincipal: 'arn:aws:iam::123456789012:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot',
    Operations: ['Encrypt', 'Decrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext'].concat([
      'CreateGrant',
      'DescribeKey',
      'ReEncryptFrom',
      'ReEncryptTo',
    ]),
  });
  await journey.advance(6 * minutes);
  const run = await buildSmall(journey, { stack: 'cheap', spot: true, test: undefined });
  expect(run).toMatchObject({ status: 'succeeded', builder: { market: 'spot' } });
}, 120_000);

describe('without capacity for spot instances', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await localStack({ ec2: { spotCapacity: (type) => type === 'm6i.large' } });
  });

  test('the builder is a spot instance of the next type that has it', async () => {
    const run = await buildSmall(journey, {
      stack: 'second',
      spot: true,
      instance_types: ['m7i.large', 'm6i.large'],
    });
    expect(run).toMatchObject({ status: 'succeeded', builder: { instance_type: 'm6i.large', market: 'spot' } });
  });

  test('of any type, the builder is on demand, stopped for its image, and the build says so', async () => {
    const run = await buildSmall(journey, { stack: 'dear' }, { spot: true });
    expect(run).toMatchObject({ status: 'succeeded', builder: { instance_type: 'm7i.large', market: 'on-demand' } });
    expect(run.stages.find(({ name }: any) => name === 'stop')).not.toHaveProperty('detail');
    expect(run.warnings).toEqual([
      expect.stringMatching(
        /^the builder is on demand, because EC2 launched no spot instance\. m7i\.large \(spot\) in subnet-\w+, .*: InsufficientInstanceCapacity: There is no Spot capacity available that matches your request\.$/,
      ),
    ]);
  });

  test('a launch on demand that is taken up again says so too', async () => {
    const killed = killFunction(journey, 'spawn-dev-launch-builder', {
      when: ({ action, input }) => action === 'RunInstances' && input.InstanceMarketOptions === undefined,
      after: true,
    });
    const run = await buildSmall(journey, { stack: 'resumed' }, { spot: true });
    expect([run.status, run.builder.market, killed.killed]).toEqual(['succeeded', 'on-demand', 1]);
    expect(run.warnings).toEqual([
      'the builder is on demand, because EC2 launched no spot instance. Its reasons are not known, because the function that asked was interrupted.',
    ]);
  });

  test('a recipe can be overruled: its spot builder is on demand', async () => {
    const run = await buildSmall(journey, { stack: 'plain', spot: true }, { spot: false });
    expect([run.builder.market, run.warnings]).toEqual(['on-demand', undefined]);
  });

  test('a preview lists the spot candidates first, and then all of them on demand', async () => {
    const { body } = await journey.request('POST', '/v1/build-previews', {
      recipe: smallRecipe({ stack: 'seen', spot: true }),
    });
    expect(body.launch.map(({ spot }: any) => spot)).toEqual([true, true, true, false, false, false]);
  });
});

describe('EC2 takes a spot builder back', () => {
  test('while it installs: the build begins again on demand and ends well, and nothing is left', async () => {
    const journey = await localStack({ ec2: { spotInterruption: () => 5 * minutes } });
    const run = await buildSmall(
      journey,
      { stack: 'taken', provision: [{ name: 'install', run: script('sleep 600', 'echo tool >/opt/tool') }] },
      { spot: true },
    );
    const [spot, onDemand] = (await instancesOf(journey, run.build_id)).sort((a) =>
      a.InstanceLifecycle === 'spot' ? -1 : 1,
    );
    expect(run).toMatchObject({
      status: 'succeeded',
      builder: { instance_id: onDemand.InstanceId, market: 'on-demand' },
      warnings: [
        `EC2 took the spot builder ${spot.InstanceId} back, so the build began again with a builder on demand`,
      ],
    });
    expect(spot.StateReason.Code).toBe('Server.SpotInstanceTermination');
    await journey.advance(minutes);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('before it is reachable: the build begins again too', async () => {
    const journey = await localStack({ ec2: { spotInterruption: () => 1000 } });
    const run = await buildSmall(journey, { stack: 'early' }, { spot: true });
    expect([run.status, run.builder.market]).toEqual(['succeeded', 'on-demand']);
  });

  test.each([
    ['between two scripts', / two$/],
    ['before it is cleaned', / clean$/],
  ])('%s: the build begins again too', async (_when, comment) => {
    const journey = await localStack({ ec2: { spotInterruption: () => 6 * minutes } });
    const until = journey.clock.now() + 12 * minutes;
    // Systems Manager no longer knows the agent of an instance that is being shut down.
    refuseCalls(
      journey,
      ({ action, input }) =>
        action === 'SendCommand' && comment.test(input.Comment as string) && journey.clock.now() < until,
      'InvalidInstanceId',
      'Instances not in a valid state for account',
      'ssm',
    );
    const provision = [
      { name: 'one', run: script('sleep 240') },
      { name: 'two', run: script('echo tool >/opt/tool') },
    ];
    const run = await buildSmall(journey, { stack: 'between', provision }, { spot: true });
    expect([run.status, run.builder.market]).toEqual(['succeeded', 'on-demand']);
  });

  test('when its image is to be created: the build fails, names --on-demand, and leaves nothing', async () => {
    const journey = await localStack({ ec2: { spotInterruption: () => 8 * minutes } });
    const until = journey.clock.now() + 10 * minutes;
    // The image waits until the builder is gone.
    refuseCalls(
      journey,
      ({ action }) => action === 'CreateImage' && journey.clock.now() < until,
      'RequestLimitExceeded',
      'Request limit exceeded.',
      'ec2',
      503,
    );
    const run = await finished(journey, await startSmall(journey, { stack: 'late' }, { spot: true }));
    expect([run.status, run.failure.name, run.failure.stage, run.failure.message]).toEqual([
      'failed',
      'SpotInterrupted',
      'image',
      expect.stringMatching(
        /^EC2 took the spot instance i-\w+ back during the creation of its image \(Server\.SpotInstanceTermination: Spot instance termination\): start again; .*--on-demand\.$/,
      ),
    ]);
    await journey.advance(minutes);
    expect(await leftovers(journey)).toEqual([]);
  });
});
