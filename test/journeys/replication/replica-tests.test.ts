import { finished, home, leftovers, localStack, minutes, type Journey } from '../../kit/journey';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall, script, startSmall } from '../../kit/small-recipe';

const [west, eu] = ['us-west-2', 'eu-west-1'];
const elsewhere = (...lines: string[]): string => `case $(cat /etc/hostname) in *${eu}*) ${lines.join('; ')};; esac`;

describe('a stack whose copies are tested before they count', () => {
  let journey: Journey;
  let run: any;
  const imagesIn = async (region: string, stack = 'tool'): Promise<any[]> =>
    (await journey.request('GET', `/v1/images?region=${region}&stack=${stack}`)).body.images;
  const launchesSince = () => {
    const from = journey.local.calls.length;
    return () =>
      journey.local.calls
        .slice(from)
        .filter(({ action }) => action === 'RunInstances')
        .map(({ region }) => region);
  };

  beforeAll(async () => {
    journey = await localStack();
    for (const stack of ['tool', 'hand'])
      expect((await journey.request('PUT', `/v1/stacks/${stack}`, { test_replicas: true })).status).toBe(200);
    run = await buildSmall(journey, {
      regions: [west, eu],
      test: {
        run: script('test -f /opt/tool', 'echo tested on $(cat /etc/hostname)', elsewhere('exit 3')),
        timeout: '5m',
        keep_on_failure: true,
      },
    });
    await journey.advance(1 * minutes);
  }, 240_000);

  test('keeps those that pass the recipe’s test in their region, with the result', async () => {
    const [copy] = await imagesIn(west);
    expect(copy).toMatchObject({
      lifecycle: 'published',
      state: 'available',
      tests: [{ build_id: run.build_id, instance_type: 'm7i.large', verdict: 'passed', exit_code: 0 }],
    });
    const { events } = (await journey.request('GET', `/v1/images/${copy.ami_id}`)).body;
    expect(events.map(({ action }: any) => action)).toEqual(['created', 'tested', 'published']);
  });

  test('removes one that fails and says why; the original and the other copy stay', async () => {
    expect(run).toMatchObject({ status: 'failed', failure: { name: 'ReplicationIncomplete', stage: 'replicate' } });
    expect(run.replicas).toMatchObject([
      { region: west, status: 'available' },
      { region: eu, status: 'failed', error: 'TestFailed', message: expect.stringContaining('m7i.large exited 3') },
    ]);
    expect(
      run.stages
        .filter(({ name }: any) => ['test', 'replicate'].includes(name))
        .map(({ name, status }: any) => `${name} ${status}`),
    ).toEqual(['test succeeded', 'replicate failed']);
    expect((await imagesIn(home)).map(({ lifecycle }: any) => lifecycle)).toEqual(['published']);
    expect(await imagesIn(eu)).toEqual([]);
  });

  test('have their tests’ lines in the log of the build, each once, from a log group of their own region', async () => {
    const read = async (cursor?: string): Promise<any> =>
      (await journey.request('GET', `/v1/builds/${run.build_id}/log${cursor ? `?cursor=${cursor}` : ''}`)).body;
    const first = await read();
    const tested = first.lines.filter(({ text }: any) => text.startsWith('tested on'));
    expect(tested.map(({ stream, text }: any) => [stream, /us-west-2|eu-west-1/.exec(text)?.[0] ?? home])).toEqual([
      ['stdout', home],
      ['stdout', expect.any(String)],
      ['stdout', expect.any(String)],
    ]);
    expect(tested.map(({ text }: any) => text)).toEqual(
      expect.arrayContaining([expect.stringContaining(west), expect.stringContaining(eu)]),
    );
    expect(await read(first.cursor)).toMatchObject({ lines: [], done: true });
  });

  test.each([west, eu])('write in %s to a log group that forgets as the one of home does', async (region) => {
    const { logGroups } = await journey.clock.until(journey.local.call('logs', 'DescribeLogGroups', region, {}));
    expect(logGroups).toMatchObject([{ logGroupName: `/spawn/dev/commands-${home}`, retentionInDays: 30 }]);
  });

  test('keeps no instance of a copy’s test, whatever the recipe says, and nothing else either', async () => {
    expect(await leftovers(journey)).toEqual([]);
    await journey.advance(31 * minutes);
    expect((await imagesIn(west)).map(({ state }: any) => state)).toEqual(['available']);
  });

  test('tests a copy that is asked for later with the test of the build it comes from, even from another copy', async () => {
    const launches = launchesSince();
    const [source] = await imagesIn(west);
    const { body } = await journey.request('POST', `/v1/images/${source.ami_id}/replicas`, { regions: [eu] });
    expect((await finished(journey, body.operation_id)).replicas).toMatchObject([
      { region: eu, status: 'failed', error: 'TestFailed' },
    ]);
    expect(launches()).toEqual([eu]);
    expect((await imagesIn(home)).concat(await imagesIn(west)).map(({ state }: any) => state)).toEqual([
      'available',
      'available',
    ]);
    await journey.advance(1 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('starts the copies of an image without a recipe, which is all that can be asked of them', async () => {
    const { instance } = (
      await journey.request('POST', '/v1/instances', { name: 'prepared', instance_type: 'm7i.large' })
    ).body;
    await journey.advance(3 * minutes);
    const made = await finished(
      journey,
      (
        await journey.request('POST', '/v1/images', {
          instance: instance.instance_id,
          name: 'hand-1',
          tags: { stack: 'hand', version: '1.0.0' },
        })
      ).body.operation_id,
    );
    await journey.request('DELETE', `/v1/instances/${instance.instance_id}`);
    const launches = launchesSince();
    const { body } = await journey.request('POST', `/v1/images/${made.ami_id}/replicas`, { regions: [west] });
    expect(await finished(journey, body.operation_id)).toMatchObject({ status: 'succeeded' });
    expect(launches()).toEqual([west]);
    expect(await imagesIn(west, 'hand')).toMatchObject([{ lifecycle: 'published', tests: [{ verdict: 'passed' }] }]);
  });

  test('stops with the run that is cancelled, and leaves nothing', async () => {
    const launches = launchesSince();
    const id = await startSmall(journey, {
      version: '2.0.0',
      regions: [west],
      test: {
        run: script('test -f /opt/tool', 'case $(cat /etc/hostname) in *us-west-2*) sleep 200;; esac'),
        timeout: '5m',
      },
    });
    for (let waited = 0; waited < 60 && !launches().includes(west); waited += 1) await journey.advance(1 * minutes);
    expect(launches()).toContain(west);
    expect((await journey.request('DELETE', `/v1/builds/${id}`)).status).toBe(202);
    expect(await finished(journey, id)).toMatchObject({
      status: 'cancelled',
      replicas: [{ status: 'failed', error: 'BuildCancelled' }],
    });
    await journey.advance(1 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  });
});

describe('a region whose logs are refused', () => {
  test.each([
    ['CreateLogGroup', 'LimitExceededException'],
    ['PutRetentionPolicy', 'AccessDeniedException'],
  ])('by %s still has its copy tested and published, without a live log', async (action, code) => {
    const journey = await localStack();
    await journey.request('PUT', '/v1/stacks/tool', { test_replicas: true });
    refuseCalls(journey, (call) => call.region === west && call.action === action, code, 'not here', 'logs', 400);
    const run = await buildSmall(journey, { regions: [west] });
    await journey.advance(1 * minutes);
    expect([run.status, run.failure]).toEqual(['succeeded', undefined]);
  });

  test('hides no line of the others, and is named with the reason of AWS', async () => {
    const journey = await localStack();
    await journey.request('PUT', '/v1/stacks/tool', { test_replicas: true });
    const denied = 'AccessDeniedException';
    refuseCalls(
      journey,
      (call) => call.region === west && call.action === 'FilterLogEvents',
      denied,
      'no',
      'logs',
      400,
    );
    const run = await buildSmall(journey, { regions: [west] });
    await journey.advance(1 * minutes);
    const { status, body } = await journey.request('GET', `/v1/builds/${run.build_id}/log`);
    expect([status, body.unread, body.lines.length > 0]).toEqual([200, [{ region: west, reason: 'no' }], true]);
  });
});
