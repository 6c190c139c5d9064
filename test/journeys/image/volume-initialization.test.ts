import { launched } from '../../kit/command';
import { finished, home, leftovers, localStack, minutes, type Journey } from '../../kit/journey';
import { buildSmall } from '../../kit/small-recipe';

describe('the rate at which the root volume is filled from its snapshot', () => {
  let journey: Journey;
  let ami: string;
  beforeAll(async () => {
    journey = await localStack({ machines: { agentSeconds: [20, 20] } });
    ami = (await buildSmall(journey)).ami_id;
  });

  const rateOf = async (instance: string): Promise<number | undefined> => {
    const { Volumes } = await journey.ec2(
      'DescribeVolumes',
      { Filters: [{ Name: 'attachment.instance-id', Values: [instance] }] },
      home,
    );
    return Volumes[0].VolumeInitializationRate;
  };

  test('is EBS’s own unless the launch or the policy of the stack says otherwise', async () => {
    expect(await rateOf((await launched(journey, { stack: 'tool' })).instance.instance_id)).toBeUndefined();
    expect(
      await rateOf(
        (await launched(journey, { stack: 'tool', volume_initialization_rate: 300, volume_size_gb: 20 })).instance
          .instance_id,
      ),
    ).toBe(300);
    expect((await journey.request('PUT', '/v1/stacks/tool', { volume_initialization_rate: 150 })).status).toBe(200);
    expect(await rateOf((await launched(journey, { stack: 'tool' })).instance.instance_id)).toBe(150);
    expect(await rateOf((await launched(journey, { ami })).instance.instance_id)).toBe(150);
    const asked = await launched(journey, { stack: 'tool', volume_initialization_rate: 100 });
    expect(await rateOf(asked.instance.instance_id)).toBe(100);
    expect(asked.volume_initialization).toEqual({ rate: 100, reason: 'as requested by the launch' });
  });

  test('is refused outside of 100 to 300 before anything is launched', async () => {
    const before = journey.local.calls.length;
    expect(
      await journey.request('POST', '/v1/instances', {
        name: 'x',
        instance_type: 'm7i.large',
        ami,
        volume_initialization_rate: 301,
      }),
    ).toMatchObject({ status: 400, body: { name: 'InvalidRequest' } });
    expect(journey.local.calls.slice(before).filter(({ action }) => action === 'RunInstances')).toEqual([]);
  });

  describe('that is best', () => {
    const compare = async (body: object = {}): Promise<any> => {
      const answer = await journey.request('POST', `/v1/images/${ami}/tests`, {
        script: 'test -f /opt/tool',
        auto_terminate: true,
        compare_initialization: true,
        ...body,
      });
      return finished(journey, answer.body.operation_id);
    };
    const testsOf = async (run: any): Promise<any[]> =>
      (await journey.request('GET', `/v1/images/${ami}`)).body.tests.filter(
        (test: any) => test.build_id === run.build_id,
      );

    test('is what a comparison finds: each type is launched both ways, and both times are kept with the image', async () => {
      await journey.request('PUT', '/v1/stacks/tool', { volume_initialization_rate: null });
      const run = await compare({ instance_types: ['m7i.large', 'm6i.large'] });
      expect(run.status).toBe('succeeded');
      const tests = await testsOf(run);
      for (const type of ['m7i.large', 'm6i.large']) {
        const [plain, filled] = [undefined, 300].map((rate) =>
          tests.find((test) => test.instance_type === type && test.volume_initialization_rate === rate),
        );
        expect([plain.verdict, filled.verdict]).toEqual(['passed', 'passed']);
        expect(plain.seconds_to_ready - filled.seconds_to_ready).toBeGreaterThan(0);
      }
      expect(tests).toHaveLength(4);
      await journey.advance(1 * minutes);
    });

    test('becomes the default of launches, which say so', async () => {
      const { instance, volume_initialization } = await launched(journey, { stack: 'tool' });
      expect(await rateOf(instance.instance_id)).toBe(300);
      expect(volume_initialization).toEqual({
        rate: 300,
        reason: expect.stringMatching(
          /^measured for tool on 2026-01-14: ready after \d+s at 300 MiB\/s instead of \d+s$/,
        ),
      });
      expect((await journey.request('GET', '/v1/stacks/tool')).body).toMatchObject({
        set: [],
        measured: { rate: 300, instance_types: expect.arrayContaining(['m6i.large', 'm7i.large']) },
      });
    });

    test('gives way to what somebody sets, off too, and a comparison after that does not change it', async () => {
      await journey.request('PUT', '/v1/stacks/tool', { volume_initialization_rate: 'never' });
      const run = await compare({ volume_initialization_rate: 150 });
      expect((await testsOf(run)).map(({ volume_initialization_rate }) => volume_initialization_rate).sort()).toEqual([
        150,
        undefined,
      ]);
      const { instance, volume_initialization } = await launched(journey, { stack: 'tool' });
      expect(await rateOf(instance.instance_id)).toBeUndefined();
      expect(volume_initialization).toEqual({ reason: 'as set in the policy of tool' });
      await journey.request('PUT', '/v1/stacks/tool', { volume_initialization_rate: null });
      expect((await launched(journey, { stack: 'tool' })).volume_initialization.rate).toBe(150);
    });

    test('is not looked for by a test with a rate alone', async () => {
      const { body } = await journey.request('POST', `/v1/images/${ami}/tests`, {
        script: 'true',
        auto_terminate: true,
        volume_initialization_rate: 200,
      });
      const run = await finished(journey, body.operation_id);
      expect((await testsOf(run)).map(({ volume_initialization_rate }) => volume_initialization_rate)).toEqual([200]);
      expect((await journey.request('GET', '/v1/stacks/tool')).body.measured.rate).toBe(150);
    });

    test('leaves no instance of a test behind', async () => {
      const launches = (await journey.request('GET', '/v1/instances')).body.instances.map(
        ({ instance_id }: any) => `${home} ${instance_id}`,
      );
      await journey.advance(1 * minutes);
      expect((await leftovers(journey)).filter((id) => !launches.includes(id))).toEqual([]);
    });
  });
});
