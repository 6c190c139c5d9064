import { finished, home, localStack, minutes, type Journey } from '../../kit/journey';
import { killFunction } from '../../kit/killed-functions';
import { AwsError } from '../../kit/local-mode';
import { loseAnswers } from '../../kit/lost-answers';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall, smallRecipe } from '../../kit/small-recipe';

interface Start {
  what: string;
  machine: string;
  function: string;
  /** Prepares the deployment and answers with the request that starts the run. */
  request: (journey: Journey) => Promise<[path: string, body: Record<string, unknown>]>;
  /** What there is of what the run makes, and how many of it. */
  made: (journey: Journey) => Promise<number>;
  makes: number;
}

const instances = async ({ local }: Journey): Promise<number> => local.ec2.instances(home).length;
const imagesIn =
  (region: string) =>
  async (journey: Journey): Promise<number> =>
    (await journey.ec2('DescribeImages', { Owners: ['self'] }, region)).Images.length;

const starts: Start[] = [
  {
    what: 'a launch of a job array',
    machine: 'launch',
    function: 'launch-instances',
    request: async () => ['/v1/instances', { count: 22, name: 'many', instance_type: 'm7i.large' }],
    made: instances,
    makes: 22,
  },
  {
    what: 'a create',
    machine: 'create',
    function: 'start-runs',
    request: async (journey) => {
      const { body } = await journey.request('POST', '/v1/instances', { instance_type: 'm7i.large', name: 'bench' });
      await journey.advance(3 * minutes);
      return ['/v1/images', { instance: body.instance.instance_id, name: 'bench-1' }];
    },
    made: imagesIn(home),
    makes: 1,
  },
  {
    what: 'a test',
    machine: 'test',
    function: 'start-runs',
    request: async (journey) => {
      const { ami_id } = await buildSmall(journey, { test: undefined });
      return [`/v1/images/${ami_id}/tests`, { script: '#!/bin/bash\ntrue\n' }];
    },
    made: instances,
    makes: 2,
  },
  {
    what: 'a replication',
    machine: 'replicate',
    function: 'start-copies',
    request: async (journey) => {
      const { ami_id } = await buildSmall(journey, { test: undefined });
      return [`/v1/images/${ami_id}/replicas`, { regions: ['us-west-2'] }];
    },
    made: imagesIn('us-west-2'),
    makes: 1,
  },
  {
    what: 'a forced build',
    machine: 'pipeline',
    function: 'start-runs',
    request: async () => ['/v1/builds', { recipe: smallRecipe({ test: undefined }), force: true }],
    made: imagesIn(home),
    makes: 1,
  },
];

describe.each(starts)(
  '$what, sent again under its Idempotency-Key',
  ({ machine, function: name, request, made, makes }) => {
    let journey: Journey;
    let send: () => ReturnType<Journey['request']>;
    let before: number;
    const executions = async () => journey.local.executions(`spawn-dev-${machine}`);

    beforeEach(async () => {
      journey = await localStack();
      const [path, body] = await request(journey);
      before = (await executions()).length;
      send = () => journey.request('POST', path, body, { headers: { 'idempotency-key': 'once' } });
    }, 120_000);

    /** One run, which makes what it makes once, and is answered again by the same id. */
    const expectOneRun = async (): Promise<void> => {
      const answer = await send();
      expect({ status: answer.status, detail: answer.body.detail }).toEqual({ status: 202 });
      const id = answer.body.operation_id ?? answer.body.build_id;
      expect(await finished(journey, id)).toMatchObject({ status: 'succeeded' });
      expect((await send()).body).toEqual(answer.body);
      expect((await executions()).slice(before).map((execution: any) => execution.name ?? execution.arn)).toEqual([
        expect.stringContaining(id),
      ]);
      expect(await made(journey)).toBe(makes);
    };

    test('after the answer of StartExecution was lost, goes on with its run', async () => {
      const { services } = journey.local.world;
      const states = services.get('states')!;
      loseAnswers(journey, 'StartExecution', Infinity, 'states');
      expect((await send()).status).toBe(503);
      services.set('states', states);
      await expectOneRun();
    });

    test('after its run was over without an answer, is answered with that run', async () => {
      const { services } = journey.local.world;
      const states = services.get('states')!;
      loseAnswers(journey, 'StartExecution', Infinity, 'states');
      expect((await send()).status).toBe(503);
      services.set('states', states);
      await journey.advance(60 * minutes);
      await expectOneRun();
    });

    const kills: [string, boolean][] =
      machine === 'launch'
        ? [
            ['before', false],
            ['after', true],
          ]
        : [['after', true]];
    test.each(kills)('after its function was killed %s the start, goes on with its run', async (_, after) => {
      killFunction(journey, `spawn-dev-${name}`, { when: ({ action }) => action === 'StartExecution', after });
      expect((await send()).status).toBe(500);
      await journey.advance(2 * minutes);
      await expectOneRun();
    });
  },
);

test.each([
  ['ExecutionLimitExceeded', 'QuotaExceeded'],
  ['AccessDeniedException', 'PermissionDenied'],
  ['StateMachineDeleting', 'StepFailed'],
])('a start that Step Functions refuses with %s ends its run with a failure of our names', async (code, name) => {
  const journey = await localStack();
  refuseCalls(journey, ({ action }) => action === 'StartExecution', code, 'not now', 'states');
  expect((await journey.request('POST', '/v1/builds', { recipe: smallRecipe() })).status).toBeGreaterThanOrEqual(400);
  const { body } = await journey.request('GET', '/v1/builds');
  expect(body.builds).toMatchObject([
    { status: 'failed', failure: { name, message: expect.stringContaining('could not be started') } },
  ]);
});

test('a start that Step Functions refuses is tried anew under the same Idempotency-Key', async () => {
  const journey = await localStack();
  const { services } = journey.local.world;
  const states = services.get('states')!;
  services.set('states', {
    async call(call) {
      if (call.action !== 'StartExecution') return states.call(call);
      throw new AwsError('ExecutionLimitExceeded', 'The maximum number of running executions has been reached.');
    },
  });
  const send = () =>
    journey.request(
      'POST',
      '/v1/instances',
      { count: 22, name: 'many', instance_type: 'm7i.large' },
      { headers: { 'idempotency-key': 'refused' } },
    );
  expect((await send()).status).not.toBe(202);
  services.set('states', states);
  const { status, body } = await send();
  expect(status).toBe(202);
  expect(await finished(journey, body.operation_id)).toMatchObject({ status: 'succeeded' });
});

test('a start whose answer was lost and whose retry was refused goes on with its run under the same key', async () => {
  const journey = await localStack();
  const { services } = journey.local.world;
  const states = services.get('states')!;
  let attempts = 0;
  services.set('states', {
    async call(call) {
      if (call.action !== 'StartExecution' || (attempts += 1) > 2) return states.call(call);
      if (attempts === 2) throw new AwsError('ExecutionLimitExceeded', 'Too many executions are running.');
      await states.call(call);
      throw new AwsError('InternalError', 'An internal error has occurred', 500);
    },
  });
  const send = () =>
    journey.request(
      'POST',
      '/v1/instances',
      { count: 22, name: 'many', instance_type: 'm7i.large' },
      { headers: { 'idempotency-key': 'retried' } },
    );
  expect((await send()).status).not.toBe(202);
  const { status, body } = await send();
  expect(status).toBe(202);
  expect(await finished(journey, body.operation_id)).toMatchObject({ status: 'succeeded' });
  expect(await journey.local.executions('spawn-dev-launch')).toHaveLength(1);
  expect(await instances(journey)).toBe(22);
});

test('a run that was never started frees its Idempotency-Key: the same request starts one new run', async () => {
  const journey = await localStack();
  const { services } = journey.local.world;
  const states = services.get('states')!;
  const refuse = (code: string, status: number, after: boolean) =>
    services.set('states', {
      async call(call) {
        if (call.action !== 'StartExecution') return states.call(call);
        if (after) await states.call(call);
        throw new AwsError(code, 'not now', status);
      },
    });
  const send = () =>
    journey.request(
      'POST',
      '/v1/instances',
      { count: 22, name: 'many', instance_type: 'm7i.large' },
      { headers: { 'idempotency-key': 'never-started' } },
    );
  refuse('ThrottlingException', 400, false);
  expect((await send()).status).toBe(429);
  await journey.advance(40 * minutes);
  // The answer to the new start is lost: the next request continues the new run.
  refuse('InternalError', 500, true);
  expect((await send()).status).toBe(503);
  services.set('states', states);
  const { status, body } = await send();
  expect(status).toBe(202);
  expect(await finished(journey, body.operation_id)).toMatchObject({ status: 'succeeded' });
  expect((await send()).body).toEqual(body);
  expect(await instances(journey)).toBe(22);
});
