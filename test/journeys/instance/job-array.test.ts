import { tagKeys } from '../../../core/tags';
import type { Call, Service } from '../../../local/kernel/types';
import { online, runOn } from '../../kit/command';
import { finished, home, localStack, minutes, tagOf, type Journey } from '../../kit/journey';
import { AwsError } from '../../kit/local-mode';
import { killFunction } from '../../kit/killed-functions';
import { loseFunctionAnswer } from '../../kit/lost-answers';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall } from '../../kit/small-recipe';
import { spawnIn } from '../../kit/spawn-in';

const alive = async (journey: Journey): Promise<any[]> => {
  const states = { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] };
  const { Reservations } = await journey.ec2('DescribeInstances', { Filters: [states] });
  return Reservations.flatMap(({ Instances }: any) => Instances);
};
/** The instances that a run has launched, by their index. */
const instancesOf = async (journey: Journey, id: string): Promise<any[]> => {
  const { instances } = (await journey.request('GET', `/v1/instances?tag=${tagKeys.buildId}=${id}`)).body;
  const indexOf = ({ tags }: any): number => Number(tags[tagKeys.jobArrayIndex]);
  return instances.sort((one: any, other: any) => indexOf(one) - indexOf(other));
};
const userDataOf = async (journey: Journey, id: string): Promise<string> => {
  const { UserData } = await journey.ec2('DescribeInstanceAttribute', { InstanceId: id, Attribute: 'userData' });
  return Buffer.from(UserData?.Value ?? '', 'base64').toString();
};

describe('a job array', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await localStack();
  });

  test('of 22 instances runs its command on each with its own index', async () => {
    const installed =
      '#!/bin/bash\nprintf \'#!/bin/bash\\necho "chromosome $1 of $JOB_ARRAY_SIZE in $JOB_ARRAY_NAME"\\n\' >/usr/local/bin/process-chr.sh\nchmod +x /usr/local/bin/process-chr.sh\n';
    const answer = await journey.request('POST', '/v1/instances', {
      count: 22,
      job_array_name: 'chr-processing',
      instance_type: 'r7i.4xlarge',
      ttl: '12h',
      user_data: installed,
      command: 'process-chr.sh $JOB_ARRAY_INDEX',
    });
    expect(answer.status).toBe(202);
    expect(await finished(journey, answer.body.operation_id)).toMatchObject({ status: 'succeeded', kind: 'launch' });
    const instances = await instancesOf(journey, answer.body.operation_id);
    expect(instances.map(({ name }: any) => name)).toEqual(
      [...Array(22).keys()].map((index) => `chr-processing-${index}`),
    );
    expect(new Set(instances.map(({ instance_id }: any) => instance_id)).size).toBe(22);
    for (const [index, { tags }] of instances.entries()) {
      expect(tags).toMatchObject({
        [tagKeys.jobArray]: 'chr-processing',
        [tagKeys.jobArrayIndex]: String(index),
        [tagKeys.jobArraySize]: '22',
        [tagKeys.ttl]: '12h',
      });
    }
    await journey.advance(3 * minutes);
    for (const index of [0, 9, 21]) {
      const id = instances[index].instance_id;
      await online(journey, id);
      expect(await runOn(journey, id, ['cat /var/log/spawn-job.log'])).toEqual({
        status: 'Success',
        output: `chromosome ${index} of 22 in chr-processing\n`,
      });
    }
  }, 120_000);

  test('that would exceed the cap is refused as a whole, before anything is launched', async () => {
    const before = await alive(journey);
    const answer = await journey.request('POST', '/v1/instances', {
      count: 29,
      name: 'more',
      instance_type: 'm7i.large',
    });
    expect(answer).toMatchObject({
      status: 429,
      body: { name: 'LimitExceeded', detail: expect.stringContaining('there is room for 28') },
    });
    expect((await alive(journey)).length).toBe(before.length);
  });

  test('sent twice under one key is launched once', async () => {
    const send = () =>
      journey.request(
        'POST',
        '/v1/instances',
        { count: 2, name: 'twice', instance_type: 'm7i.large' },
        { headers: { 'idempotency-key': 'two' } },
      );
    const [first, second] = [await send(), await send()];
    expect(second.body).toEqual(first.body);
    await journey.advance(10_000);
    expect((await alive(journey)).filter(({ Tags }) => tagOf(Tags, tagKeys.jobArray) === 'twice')).toHaveLength(2);
  });

  test('whose answer could not be kept is answered with the same instances when it is sent again', async () => {
    const { services } = journey.local.world;
    const dynamodb = services.get('dynamodb') as Service;
    let launched = false;
    services.set('dynamodb', {
      call: (call) => {
        launched ||= journey.local.calls.some(({ action, time }) => action === 'RunInstances' && time >= began);
        if (launched && call.action === 'PutItem') throw new AwsError('InternalServerError', 'lost', 500);
        return dynamodb.call(call);
      },
    });
    const began = journey.clock.now();
    const send = () =>
      journey.request(
        'POST',
        '/v1/instances',
        { count: 3, name: 'again', instance_type: 'm7i.large' },
        { headers: { 'idempotency-key': 'again' } },
      );
    expect((await send()).status).toBe(503);
    services.set('dynamodb', dynamodb);
    await journey.advance(2 * minutes);
    const names = (await send()).body.instances.map(({ name }: any) => name);
    expect(names).toEqual(['again-0', 'again-1', 'again-2']);
    await journey.advance(10_000);
    expect((await alive(journey)).filter(({ Tags }) => tagOf(Tags, tagKeys.jobArray) === 'again')).toHaveLength(3);
  });

  test('of which one cannot be launched leaves nothing behind, and says so', async () => {
    const before = (await alive(journey)).length;
    const { services } = journey.local.world;
    const ec2 = services.get('ec2') as Service;
    let launches = 0;
    services.set('ec2', {
      call: (call) => {
        if (call.action === 'RunInstances' && (launches += 1) > 3)
          throw new AwsError('InsufficientInstanceCapacity', 'There is no room.');
        return ec2.call(call);
      },
    });
    const answer = await journey.request('POST', '/v1/instances', {
      count: 5,
      name: 'unlucky',
      instance_type: 'm7i.large',
    });
    expect(answer.body).toMatchObject({
      name: 'InsufficientCapacity',
      detail: expect.stringMatching(/None of the 5 instances is kept: the [1-4] that had been launched are terminated/),
    });
    services.set('ec2', ec2);
    await journey.advance(3 * minutes);
    expect((await alive(journey)).length).toBe(before);
  });
});

describe('a job array of fifty', () => {
  const fifty = { count: 50, name: 'many', instance_type: 'm7i.large' };
  const launches = ({ local }: Journey) => local.calls.filter(({ action }) => action === 'RunInstances');

  test('is answered long before the API gives up, and launched no faster than EC2 takes launches', async () => {
    const journey = await localStack();
    const began = journey.clock.now();
    const answer = await journey.request('POST', '/v1/instances', fifty);
    expect(answer).toMatchObject({
      status: 202,
      body: { operation_id: expect.stringMatching(/^op-/), reason: expect.any(String) },
    });
    expect(journey.clock.now() - began).toBeLessThan(15_000);
    expect(await finished(journey, answer.body.operation_id)).toMatchObject({ status: 'succeeded' });
    expect((await alive(journey)).length).toBe(50);
    expect(launches(journey).filter(({ error }) => error !== undefined)).toEqual([]);
  }, 120_000);

  test('is waited for by the command with progress, and printed as an array by index', async () => {
    const journey = await localStack();
    const { code, out, err } = await spawnIn(journey, [
      'launch',
      'many',
      '--count',
      '50',
      '--instance-type',
      'm7i.large',
      '-o',
      'json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(out).map(({ name }: any) => name)).toEqual([...Array(50).keys()].map((index) => `many-${index}`));
    expect(JSON.parse(out)[0]).toMatchObject({
      instance_id: expect.stringMatching(/^i-/),
      reason: expect.any(String),
      warnings: [],
    });
    expect(err).toMatch(/launch +us-east-1 +\d+ of 50 instances/);
  }, 120_000);

  test('of which one cannot be launched leaves nothing behind, and the command says so', async () => {
    const journey = await localStack();
    const { services } = journey.local.world;
    const ec2 = services.get('ec2') as Service;
    let asked = 0;
    services.set('ec2', {
      call: (call) => {
        if (call.action === 'RunInstances' && (asked += 1) > 30)
          throw new AwsError('InsufficientInstanceCapacity', 'There is no room.');
        return ec2.call(call);
      },
    });
    const { code, out, err } = await spawnIn(journey, [
      'launch',
      'many',
      '--count',
      '50',
      '--instance-type',
      'm7i.large',
      '-o',
      'json',
    ]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/InsufficientCapacity.*None of the 50 instances is kept/s);
    await journey.advance(3 * minutes);
    expect(await alive(journey)).toEqual([]);
  }, 120_000);

  test('that EC2 stops answering for a while lives as a whole when the next try succeeds', async () => {
    const journey = await localStack();
    const { operation_id: id } = (await journey.request('POST', '/v1/instances', fifty)).body;
    const began = journey.clock.now();
    const unwell = (): boolean => journey.clock.now() > began + 10_000 && journey.clock.now() < began + 60_000;
    refuseCalls(
      journey,
      ({ action }) => action === 'RunInstances' && unwell(),
      'InternalError',
      'Not well.',
      'ec2',
      500,
    );
    expect(await finished(journey, id)).toMatchObject({ status: 'succeeded' });
    await journey.advance(1 * minutes);
    const indexes = (await alive(journey)).map(({ Tags }) => Number(tagOf(Tags, tagKeys.jobArrayIndex)));
    expect(indexes.sort((one, other) => one - other)).toEqual([...Array(50).keys()]);
  }, 120_000);

  test('whose function dies is launched once, though the next try finds room in another subnet', async () => {
    const journey = await localStack();
    const died = loseFunctionAnswer(journey, 'spawn-dev-launch-array');
    let full: unknown;
    const isFull = ({ action, input }: Call): boolean => {
      if (action !== 'RunInstances' || died.lost > 0) return false;
      full ??= input.SubnetId;
      return input.SubnetId === full;
    };
    refuseCalls(journey, isFull, 'InsufficientInstanceCapacity', 'There is no room.');
    const { operation_id: id } = (await journey.request('POST', '/v1/instances', fifty)).body;
    expect(await finished(journey, id)).toMatchObject({ status: 'succeeded' });
    expect(died.lost).toBe(1);
    await journey.advance(1 * minutes);
    expect((await alive(journey)).length).toBe(50);
  }, 120_000);

  test('of which one ends during the launch fails, and leaves nothing behind', async () => {
    const journey = await localStack();
    const { operation_id: id } = (await journey.request('POST', '/v1/instances', fifty)).body;
    await journey.advance(8_000);
    const [first] = await alive(journey);
    await journey.ec2('TerminateInstances', { InstanceIds: [first.InstanceId] });
    expect(await finished(journey, id)).toMatchObject({ status: 'failed', failure: { name: 'InstanceLost' } });
    await journey.advance(3 * minutes);
    expect(await alive(journey)).toEqual([]);
  }, 120_000);

  test('whose success cannot be recorded leaves nothing behind', async () => {
    const journey = await localStack();
    const { lambda } = journey.local;
    const invoke = lambda.invoke;
    lambda.invoke = async (name, payload) => {
      const unrecorded = name.endsWith(':spawn-dev-record-outcome') && !JSON.stringify(payload).includes('"error"');
      if (unrecorded) throw new AwsError('InvalidRequestContentException', 'not today');
      return invoke(name, payload);
    };
    const { operation_id: id } = (await journey.request('POST', '/v1/instances', fifty)).body;
    expect(await finished(journey, id)).toMatchObject({ status: 'failed' });
    await journey.advance(3 * minutes);
    expect(await alive(journey)).toEqual([]);
  }, 120_000);

  test.each(['cancelled', 'stopped in the console'])(
    'leaves nothing behind when it is %s',
    async (how) => {
      const journey = await localStack();
      const { operation_id: id } = (await journey.request('POST', '/v1/instances', fifty)).body;
      await journey.advance(8_000);
      expect(launches(journey).length).toBeGreaterThan(5);
      if (how === 'cancelled') expect((await journey.request('DELETE', `/v1/builds/${id}`)).status).toBe(202);
      else {
        const { execution_arn } = (await journey.request('GET', `/v1/operations/${id}`)).body;
        await journey.clock.until(journey.local.call('states', 'StopExecution', home, { executionArn: execution_arn }));
      }
      await finished(journey, id);
      await journey.advance(5 * minutes);
      const { body } = await journey.request('GET', `/v1/operations/${id}`);
      expect(body).toMatchObject({ status: 'cancelled', failure: { name: 'BuildCancelled' } });
      expect(launches(journey).length).toBeLessThan(50);
      expect(await alive(journey)).toEqual([]);
    },
    120_000,
  );
});

describe('one instance', () => {
  test('with a command runs it as index 0 of 1, and is told as one object', async () => {
    const journey = await localStack();
    const { status, body } = await journey.request('POST', '/v1/instances', {
      name: 'solo',
      instance_type: 'm7i.large',
      command: 'echo "$JOB_ARRAY_NAME $JOB_ARRAY_INDEX/$JOB_ARRAY_SIZE"; echo bad >&2',
    });
    expect([status, body.instance.name, body.instances, body.instance.tags[tagKeys.jobArray]]).toEqual([
      201,
      'solo',
      undefined,
      undefined,
    ]);
    await online(journey, body.instance.instance_id);
    expect((await runOn(journey, body.instance.instance_id, ['cat /var/log/spawn-job.log'])).output).toBe(
      'solo 0/1\nbad\n',
    );
  });

  test('is not launched with user data that cannot be joined with its command', async () => {
    const journey = await localStack();
    const answer = await journey.request('POST', '/v1/instances', {
      instance_type: 'm7i.large',
      user_data: '#cloud-config\n',
      command: 'true',
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { name: 'InvalidRequest', detail: expect.stringContaining('#cloud-config') },
    });
    expect(await alive(journey)).toEqual([]);
  });

  test('of a deployment with a bootstrap runs that first', async () => {
    const journey = await localStack({
      edit: (stacks) => {
        for (const resource of stacks.flatMap(({ template }) => Object.values(template.Resources))) {
          const variables = resource.Properties?.Environment?.Variables;
          if (variables?.SPAWN_SETTINGS)
            variables.SPAWN_SETTINGS = JSON.stringify({
              ...JSON.parse(variables.SPAWN_SETTINGS),
              user_data_bootstrap: '#!/bin/sh\necho bootstrap >>/root/order\n',
            });
        }
      },
    });
    const { body } = await journey.request('POST', '/v1/instances', {
      instance_type: 'm7i.large',
      user_data: '#!/bin/bash\necho own >>/root/order\n',
      command: 'echo command >>/root/order',
    });
    const id = body.instance.instance_id;
    await online(journey, id);
    expect((await runOn(journey, id, ['cat /root/order'])).output).toBe('bootstrap\nown\ncommand\n');
    expect(await userDataOf(journey, id)).toMatch(/^#!\/bin\/bash\n/);
  });
});

describe('a job array whose stack has another image for the next try', () => {
  /** Two releases of a stack. */
  const twoReleases = async () => {
    const journey = await localStack();
    const old = (await buildSmall(journey)).ami_id;
    const newest = (await buildSmall(journey, { version: '1.1.0' })).ami_id;
    return {
      journey,
      old,
      newest,
      deprecate: () => journey.request('POST', `/v1/images/${newest}/deprecation`, { reason: 'CVE-2026-9' }),
    };
  };

  test('of fifty fails and leaves nothing behind: all of its instances are of one image', async () => {
    const { journey, newest, old, deprecate } = await twoReleases();
    const { operation_id: id } = (
      await journey.request('POST', '/v1/instances', {
        count: 50,
        name: 'mixed',
        instance_type: 'm7i.large',
        stack: 'tool',
      })
    ).body;
    const began = journey.clock.now();
    const unwell = (): boolean => journey.clock.now() > began + 10_000 && journey.clock.now() < began + 60_000;
    refuseCalls(
      journey,
      ({ action }) => action === 'RunInstances' && unwell(),
      'InternalError',
      'Not well.',
      'ec2',
      500,
    );
    await journey.advance(15_000);
    expect((await alive(journey)).length).toBeGreaterThan(5);
    expect((await deprecate()).status).toBe(200);
    expect(await finished(journey, id)).toMatchObject({
      status: 'failed',
      failure: {
        name: 'InstanceLost',
        message: expect.stringMatching(`${newest}.*${old}.*launch the job array again`),
      },
    });
    await journey.advance(3 * minutes);
    expect(await alive(journey)).toEqual([]);
  }, 120_000);

  test('fails when its image is gone and an instance cannot be taken back, and names that instance', async () => {
    const { journey, newest } = await twoReleases();
    let launches = 0;
    refuseCalls(
      journey,
      ({ action, input }) => action === 'RunInstances' && input.ImageId === newest && (launches += 1) > 1,
      'InvalidAMIID.NotFound',
      `The image id '[${newest}]' does not exist`,
    );
    refuseCalls(
      journey,
      ({ action, principal }) => action === 'TerminateInstances' && principal.arn.includes('launch-instances'),
    );
    const { status, body } = await journey.request('POST', '/v1/instances', {
      count: 3,
      name: 'many',
      instance_type: 'm7i.large',
      stack: 'tool',
    });
    await journey.advance(1 * minutes);
    const [left] = await alive(journey);
    expect([status, body]).toEqual([
      404,
      expect.objectContaining({
        name: 'ImageNotFound',
        detail: expect.stringMatching(`${left.InstanceId} had been launched and could not be terminated`),
      }),
    ]);
    expect(await alive(journey)).toHaveLength(1);
  }, 120_000);

  test('of a few that is sent again under its key leaves nothing behind either', async () => {
    const { journey, deprecate } = await twoReleases();
    let launches = 0;
    const kill = killFunction(journey, 'spawn-dev-launch-instances', {
      when: ({ action }) => action === 'RunInstances' && (launches += 1) === 2,
    });
    const send = () =>
      journey.request(
        'POST',
        '/v1/instances',
        { count: 4, name: 'mixed', instance_type: 'm7i.large', stack: 'tool' },
        { headers: { 'idempotency-key': 'mixed' } },
      );
    expect((await send()).status).toBeGreaterThanOrEqual(500);
    expect(kill.killed).toBe(1);
    await journey.advance(2 * minutes);
    expect(await alive(journey)).toHaveLength(1);
    await deprecate();
    expect((await send()).body).toMatchObject({
      name: 'InstanceLost',
      detail: expect.stringMatching(/launch the job array again\. None of the 4 instances is kept/),
    });
    await journey.advance(3 * minutes);
    expect(await alive(journey)).toEqual([]);
  }, 120_000);
});
