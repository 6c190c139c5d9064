import { AwsError } from '../../kit/local-mode';
import { finished, home, leftovers, localStack, type Journey } from '../../kit/journey';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall, smallRecipe, startSmall } from '../../kit/small-recipe';

const west = 'us-west-2';

describe('before an image is added, the quotas of all target regions', () => {
  let journey: Journey;
  let first: any;
  let refused = false;
  const build = (version: string, regions: string[] = []) =>
    journey.request('POST', '/v1/builds', { recipe: smallRecipe({ version, regions }) });

  beforeAll(async () => {
    journey = await localStack({ quotas: { 'L-B665C33B': 2, 'L-0E3CBAB9': 1 } });
    refuseCalls(journey, () => refused, 'AccessDeniedException', 'an organization forbids it', 'servicequotas');
    first = await buildSmall(journey, { regions: [west] });
  }, 120_000);

  test('that could not be read are a warning of the build, which goes on', async () => {
    refused = true;
    const { status, body } = await build('2.0.0');
    refused = false;
    expect([status, body.warnings]).toEqual([
      202,
      [expect.stringMatching(new RegExp(`^the quota of AMIs in ${home} could not be checked: .*forbids it`))],
    ]);
    expect(await finished(journey, body.build_id)).toMatchObject({ status: 'succeeded', warnings: body.warnings });
  });

  test('refuse a build, a copy and a creation that they have no room for, and nothing is left behind', async () => {
    const refusal = (region: string) => ({
      status: 409,
      body: {
        name: 'QuotaExceeded',
        detail: expect.stringMatching(new RegExp(`2 of 2 AMIs are used in ${region}.*--region ${region}`)),
        region,
        quota: 'L-B665C33B',
        used: 2,
        limit: 2,
      },
    });
    const runs = (await journey.request('GET', '/v1/builds?kind=all')).body.builds.length;
    expect(await build('3.0.0')).toMatchObject(refusal(home));
    await journey.ec2('CopyImage', { SourceImageId: first.ami_id, SourceRegion: home, Name: 'filler' }, west);
    // EC2's lists show a new image a moment later.
    await journey.advance(60_000);
    expect(await journey.request('POST', `/v1/images/${first.ami_id}/replicas`, { regions: [west] })).toMatchObject(
      refusal(west),
    );
    expect((await journey.request('GET', '/v1/builds?kind=all')).body.builds).toHaveLength(runs);
    expect((await leftovers(journey)).filter((line) => line.startsWith(home))).toEqual([]);
  });

  test('let one image be public, and refuse the second', async () => {
    const { images } = (await journey.request('GET', '/v1/images')).body;
    const second = images.find(({ ami_id: id }: any) => id !== first.ami_id);
    const share = (id: string) => journey.request('POST', `/v1/images/${id}/shares`, { public: true, region: home });
    expect(await share(first.ami_id)).toMatchObject({ status: 200, body: { warnings: [] } });
    expect(await share(second.ami_id)).toMatchObject({
      status: 409,
      body: { name: 'QuotaExceeded', detail: expect.stringContaining('1 of 1 public AMIs') },
    });
  });
});

test('doctor warns of a new account, which may run ten functions at once', async () => {
  const journey = await localStack({ quotas: { 'L-B99A9384': 10 } });
  const findings: any[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await journey.request('GET', `/v1/doctor${cursor === undefined ? '' : `?cursor=${cursor}`}`);
    findings.push(...body.findings);
    ({ cursor } = body);
  } while (cursor !== undefined);
  expect(findings.filter(({ check, result }) => check === 'quotas' && result !== 'ok')).toEqual([
    expect.objectContaining({
      subject: `${home} concurrent executions of functions`,
      result: 'warning',
      seen: expect.stringMatching(/^10 concurrent executions/),
      mend: expect.stringContaining('--service-code lambda'),
    }),
  ]);
});

describe('an account that may run few functions at once', () => {
  test.each([10, 1])('builds and copies, though Lambda throttles what is more than %d', async (concurrency) => {
    const journey = await localStack({ quotas: { 'L-B99A9384': concurrency } });
    const invoke = jest.spyOn(journey.local.lambda, 'invoke');
    expect(await buildSmall(journey, { regions: [west, 'eu-west-1'] })).toMatchObject({ status: 'succeeded' });
    const outcomes = await Promise.allSettled(invoke.mock.results.map(({ value }) => value));
    const codes = outcomes.map((each) => each.status === 'rejected' && each.reason.code);
    expect(codes.includes('TooManyRequestsException')).toBe(concurrency === 1);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('and is busy with others for three minutes builds all the same', async () => {
    const journey = await localStack();
    const id = await startSmall(journey);
    await journey.advance(200_000);
    const throttled = () => Promise.reject(new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429));
    const invoke = jest.spyOn(journey.local.lambda, 'invoke').mockImplementation(throttled);
    await journey.advance(3 * 60_000);
    expect(invoke).toHaveBeenCalled();
    invoke.mockRestore();
    expect(await finished(journey, id)).toMatchObject({ status: 'succeeded' });
  });

  test('and is busy with others for longer than steps are tried again fails a build by name, and nothing is left', async () => {
    const journey = await localStack();
    const id = await startSmall(journey, { regions: [west] });
    await journey.advance(200_000);
    const throttled = () => Promise.reject(new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429));
    const invoke = jest.spyOn(journey.local.lambda, 'invoke').mockImplementation(throttled);
    await journey.advance(20 * 60_000);
    invoke.mockRestore();
    expect(await finished(journey, id)).toMatchObject({
      status: 'failed',
      failure: { name: 'FunctionFailed', message: expect.stringMatching(/TooManyRequestsException.*raise/) },
    });
    await journey.advance(3_600_000);
    expect(await leftovers(journey)).toEqual([]);
  });
});
