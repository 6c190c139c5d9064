import { finished, hours, leftovers, localStack, minutes, type Journey } from '../../kit/journey';
import { killFunction } from '../../kit/killed-functions';
import { nightReport } from '../../kit/nightly';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall, provisioned, smallRecipe, startSmall } from '../../kit/small-recipe';

const outcomeOf = ({ principal }: { principal: { arn: string } }): boolean =>
  principal.arn.includes('/spawn-dev-record-outcome');
const failing = provisioned('exit 1');

/** Ids of the runs that the catalog itself has as running, whatever their executions say. */
async function recordedRunning(journey: Journey): Promise<string[]> {
  const { body } = await journey.request('GET', '/v1/builds?status=running');
  return body.builds.map(({ build_id }: any) => build_id);
}

/** Lets the execution of a build end, and some minutes pass. */
async function ended(journey: Journey, id: string, afterwards = 2 * minutes): Promise<void> {
  const { execution_arn } = (await journey.request('GET', `/v1/builds/${id}`)).body;
  await journey.clock.until(journey.local.states.ended(execution_arn));
  await journey.advance(afterwards);
}

/** An event of an execution's end never arrives. */
const withoutEndEvents = { events: { dropEvents: ({ source }: { source: string }) => source === 'aws.states' } };

test('a run that is over enters no stage again when the function that ended its record is killed and runs anew', async () => {
  const journey = await localStack();
  const killed = killFunction(journey, 'spawn-dev-record-outcome', {
    when: ({ service }) => service === 'events',
    after: true,
  });
  const run = await finished(journey, await startSmall(journey));
  await journey.advance(2 * minutes);
  expect(killed).toEqual({ killed: 1 });
  const { body } = await journey.request('GET', `/v1/builds/${run.build_id}`);
  expect([body.status, body.stages.filter(({ status }: any) => status !== 'succeeded')]).toEqual(['succeeded', []]);
});

test('a run that ended well stays so in its execution when nobody can be told of its end, and says that', async () => {
  const journey = await localStack();
  refuseCalls(
    journey,
    ({ principal }) => principal.arn.includes('record-outcome'),
    'AccessDeniedException',
    'not now',
    'events',
  );
  const run = await finished(journey, await startSmall(journey));
  expect([run.status, run.warnings]).toEqual(['succeeded', [expect.stringMatching(/Image Published.*not now/)]]);
  expect(await journey.local.executions('spawn-dev-pipeline')).toMatchObject([{ status: 'SUCCEEDED' }]);
});

describe('an execution that ends while its record still says running ends its record', () => {
  test('when the function that records the outcome is killed at every try', async () => {
    const journey = await localStack();
    killFunction(journey, 'spawn-dev-record-outcome', { when: ({ service }) => service === 'dynamodb' }, Infinity);
    const id = await startSmall(journey, failing);
    await ended(journey, id);
    expect(await recordedRunning(journey)).toEqual([]);
    expect((await journey.request('GET', `/v1/builds/${id}`)).body).toMatchObject({
      status: 'failed',
      failure: { name: 'ScriptFailed', stage: 'provision' },
    });
    expect(await leftovers(journey)).toEqual([]);
    expect((await buildSmall(journey, failing)).build_id).not.toBe(id);
  });

  test.each([
    ['refused', 'AccessDeniedException', 400],
    ['throttled', 'ThrottlingException', 400],
    ['not answered', 'InternalServerError', 500],
  ])('when its calls are %s', async (_, code, status) => {
    const journey = await localStack();
    refuseCalls(journey, outcomeOf, code, 'not now', 'dynamodb', status);
    const id = await startSmall(journey, failing);
    await ended(journey, id);
    expect(await recordedRunning(journey)).toEqual([]);
    expect((await journey.request('GET', `/v1/builds/${id}`)).body).toMatchObject({
      status: 'failed',
      failure: { name: 'ScriptFailed' },
    });
  });

  test('with its image kept, when it was published', async () => {
    const journey = await localStack();
    refuseCalls(journey, outcomeOf, 'AccessDeniedException', 'not now', 'dynamodb');
    const id = await startSmall(journey);
    await ended(journey, id);
    expect(await recordedRunning(journey)).toEqual([]);
    expect(await leftovers(journey)).toEqual([]);
    expect(await journey.request('POST', '/v1/builds', { recipe: smallRecipe() })).toMatchObject({
      status: 200,
      body: { build_id: id, reused: 'published' },
    });
  });

  test('at the next run of the reaper, when the event of its end was lost', async () => {
    const journey = await localStack(withoutEndEvents);
    refuseCalls(journey, outcomeOf, 'AccessDeniedException', 'not now', 'dynamodb');
    const id = await startSmall(journey, failing);
    await ended(journey, id, 16 * minutes);
    expect(await recordedRunning(journey)).toEqual([]);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('at the next night, when the reaper does not run either', async () => {
    const journey = await localStack({
      ...withoutEndEvents,
      edit: (stacks) => {
        for (const { template } of stacks)
          for (const { Properties } of Object.values(template.Resources))
            if (Properties?.Name === 'spawn-dev-reap-leftovers') Properties.State = 'DISABLED';
      },
    });
    refuseCalls(journey, outcomeOf, 'AccessDeniedException', 'not now', 'dynamodb');
    const id = await startSmall(journey, failing);
    await ended(journey, id, 1 * hours);
    expect(await recordedRunning(journey)).toEqual([id]);
    const { steps } = await nightReport(journey);
    expect(steps.runs).toMatchObject({ ended: 1, lines: [expect.stringContaining(id)] });
    await journey.advance(1 * minutes);
    expect(await recordedRunning(journey)).toEqual([]);
  });
});

describe('a record whose execution is over does not answer as running', () => {
  let journey: Journey;
  let id: string;
  beforeEach(async () => {
    journey = await localStack(withoutEndEvents);
    refuseCalls(journey, outcomeOf, 'AccessDeniedException', 'not now', 'dynamodb');
    id = await startSmall(journey, failing);
    await ended(journey, id, 1_000);
    expect(await recordedRunning(journey)).toEqual([id]);
  });

  test.each([false, true])('the same request begins anew, forced: %s', async (force) => {
    const { status, body } = await journey.request('POST', '/v1/builds', { recipe: smallRecipe(failing), force });
    expect([status, body.reused]).toEqual([202, undefined]);
    expect(body.build_id).not.toBe(id);
    await journey.advance(10_000);
    expect(await recordedRunning(journey)).toEqual([body.build_id]);
  });

  test('cancelling it ends its record', async () => {
    expect((await journey.request('DELETE', `/v1/builds/${id}`)).status).toBe(202);
    await journey.advance(10_000);
    expect(await recordedRunning(journey)).toEqual([]);
    expect((await journey.request('DELETE', `/v1/builds/${id}`)).body).toMatchObject({ name: 'BuildOver' });
  });

  test('it has no place in the cap of builds', async () => {
    const others: string[] = [];
    for (let count = 0; count < 40; count += 1) {
      const { status, body } = await journey.request('POST', '/v1/builds', {
        recipe: smallRecipe({ stack: `more-${count}`, ...provisioned('sleep 200') }),
      });
      expect(status).toBe(202);
      if (body.queue !== undefined) break;
      others.push(body.build_id);
    }
    expect(others).toHaveLength(10);
  });
});

describe('a run whose execution was never started', () => {
  const kill = (journey: Journey, after = false) =>
    killFunction(journey, 'spawn-dev-start-runs', { when: ({ action }) => action === 'StartExecution', after });

  test.each([
    ['before', false],
    ['after', true],
  ])('is started when the same is asked for again, its function killed %s the start', async (_, after) => {
    const journey = await localStack();
    expect(kill(journey, after)).toEqual({ killed: 0 });
    expect((await journey.request('POST', '/v1/builds', { recipe: smallRecipe() })).status).toBe(500);
    const [id] = await recordedRunning(journey);
    const again = await journey.request('POST', '/v1/builds', { recipe: smallRecipe() });
    expect(again).toMatchObject({ status: 202, body: { build_id: id, reused: 'running' } });
    expect(await finished(journey, id!)).toMatchObject({ status: 'succeeded' });
    expect(await journey.local.executions('spawn-dev-pipeline')).toHaveLength(1);
  });

  test('fails within half an hour when nobody asks again, and its name and digest are free', async () => {
    const journey = await localStack();
    kill(journey);
    await journey.request('POST', '/v1/builds', { recipe: smallRecipe() });
    const [id] = await recordedRunning(journey);
    await journey.advance(30 * minutes);
    expect(await recordedRunning(journey)).toEqual([]);
    expect((await journey.request('GET', `/v1/builds/${id}`)).body).toMatchObject({
      status: 'failed',
      failure: { name: 'BuildFailed', message: expect.stringMatching(/never started.*again/) },
    });
    expect(await buildSmall(journey)).toMatchObject({ status: 'succeeded', image_name: 'tool-1.0.0-x86_64-20260114' });
  });

  test('of a start that Step Functions took without an answer runs on, and its record says so', async () => {
    const journey = await localStack();
    const { services } = journey.local.world;
    const states = services.get('states')!;
    services.set('states', {
      async call(call) {
        const answer = await states.call(call);
        if (call.action !== 'StartExecution' || !call.principal.arn.includes('start-runs')) return answer;
        throw new (await import('../../kit/local-mode')).AwsError('InternalError', 'no answer', 500);
      },
    });
    expect((await journey.request('POST', '/v1/builds', { recipe: smallRecipe() })).status).toBe(503);
    const [id] = await recordedRunning(journey);
    expect(await finished(journey, id!)).toMatchObject({ status: 'succeeded' });
    expect((await journey.request('GET', '/v1/images')).body.images).toHaveLength(1);
    expect(await journey.local.executions('spawn-dev-pipeline')).toMatchObject([{ status: 'SUCCEEDED' }]);
  });
});
