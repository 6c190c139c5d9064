import { hours, localStack, type Journey } from '../../kit/journey';
import { nightReport } from '../../kit/nightly';
import { buildSmall } from '../../kit/small-recipe';

describe('a newer base that local mode is asked for', () => {
  let journey: Journey;
  let built: any;
  const publish = (family: string) => journey.local.invokeRoute('POST', '/local/bases', { family });
  const builds = async (stack: string) =>
    (await journey.request('GET', '/v1/builds')).body.builds.filter((run: any) => run.stack === stack);

  beforeAll(async () => {
    journey = await localStack();
    built = await buildSmall(journey, { stack: 'ubuntu', base: 'ubuntu-24.04', rebuild: 'on-new-base' });
  }, 240_000);

  test('of another family rebuilds nothing', async () => {
    expect((await publish('al2023')).status).toBe(200);
    expect((await nightReport(journey)).steps.rebuilds.started).toBe(0);
  });

  test('is what its public parameters name in every region, and the night rebuilds on it', async () => {
    const { status, body } = await publish('ubuntu-24.04');
    expect(status).toBe(200);
    const at = body.published.find((each: any) => each.region === 'us-east-1' && each.architecture === 'x86_64');
    const { Parameter } = await journey.local.call('ssm', 'GetParameter', 'us-east-1', {
      Name: '/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id',
    });
    expect(Parameter.Value).toBe(at.image_id);
    expect(new Set(body.published.map(({ region }: any) => region)).size).toBeGreaterThan(10);
    expect((await journey.request('GET', `/v1/images/${built.ami_id}`)).body.base_ami).toBe(at.replaces);
    const { started, lines } = (await nightReport(journey)).steps.rebuilds;
    expect([started, lines[0]]).toEqual([
      1,
      expect.stringContaining(`newer base (${at.image_id}, built on ${at.replaces})`),
    ]);
    await journey.advance(hours);
    const [newest] = await builds('ubuntu');
    expect([newest.status, newest.requested_by]).toEqual(['succeeded', 'night']);
  }, 120_000);

  test('can be published again and again, each newer than the one before', async () => {
    const [first, second] = [(await publish('ubuntu-22.04')).body, (await publish('ubuntu-22.04')).body];
    expect(second.published.map(({ replaces }: any) => replaces)).toEqual(
      first.published.map(({ image_id }: any) => image_id),
    );
  });

  test('of a family that there is not is refused with those that there are', async () => {
    const { status, body } = await publish('windows');
    expect([status, body.message]).toEqual([
      400,
      'The body must be {"family": "…"} with one of al2023, al2023-gpu, ubuntu-22.04, ubuntu-24.04, debian-12.',
    ]);
  });
});
