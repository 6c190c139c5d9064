import type { Image, Verdict } from '../../../core/model/image';
import { tagKeys } from '../../../core/tags';
import { script, spawn } from '../kit/spawn';
import { cleanup, image, run } from '../kit/things';

const instance = {
  instance_id: 'i-0123',
  name: 'ami-builder',
  state: 'running',
  instance_type: 'm7i.large',
  ami_id: 'ami-9',
  region: 'us-east-1',
  launch_time: '2026-01-28T08:20:00Z',
  tags: {} as Record<string, string>,
};
const path = 'GET /v1/images/ami-0abc';
const details = (changes: Partial<Image> = {}) => ({
  ...image({ ami_id: 'ami-0abc', ...changes }),
  replicas: [],
  expected_in: ['eu-west-1', 'us-west-2'],
  events: [],
});
const test_ = (verdict: Verdict, hour: number) => ({
  build_id: `op-${hour}`,
  instance_type: 'm7i.large',
  verdict,
  tested_at: `2026-01-28T0${hour}:00:00Z`,
});

describe('wait', () => {
  const wait = (argv: string[], answers: Record<string, any>) => spawn(['wait', ...argv], { answer: script(answers) });
  const tag = `${tagKeys.buildComplete}=true`;

  test('for a tag, until the instance has it', async () => {
    const tagged = { ...instance, tags: { [tagKeys.buildComplete]: 'true' } };
    const { code, seconds } = await wait(['ami-builder', '--for-tag', tag], {
      'GET /v1/instances': [{ instances: [instance] }, { instances: [instance] }, { instances: [tagged] }],
    });
    expect([code, seconds]).toEqual([0, 4.5]);
  });

  test('for a tag, exits with 4 when the instance is gone, and 3 when there is none', async () => {
    const gone = { ...instance, state: 'terminated' };
    expect((await wait(['i-0123', '--for-tag', tag], { 'GET /v1/instances': { instances: [gone] } })).code).toBe(4);
    expect((await wait(['i-0123', '--for-tag', tag], { 'GET /v1/instances': { instances: [] } })).code).toBe(3);
  });

  test('for a tag, takes the only running one of a name, and refuses when several run', async () => {
    const tagged = { ...instance, tags: { [tagKeys.buildComplete]: 'true' } };
    const stopped = { ...instance, instance_id: 'i-stopped', state: 'stopped' };
    expect(
      (await wait(['ami-builder', '--for-tag', tag], { 'GET /v1/instances': { instances: [stopped, tagged] } })).code,
    ).toBe(0);
    const several = await wait(['ami-builder', '--for-tag', tag], {
      'GET /v1/instances': { instances: [instance, { ...instance, instance_id: 'i-4567' }] },
    });
    expect(several.code).toBe(4);
    expect(several.err).toContain('i-0123 (running, us-east-1), i-4567 (running, us-east-1)');
  });

  test('for a tag of a name, asks for the id once it is known, so that the end of that instance is seen', async () => {
    const { code, err, requests } = await wait(['ami-builder', '--for-tag', tag], {
      'GET /v1/instances': [{ instances: [instance] }, { instances: [{ ...instance, state: 'terminated' }] }],
    });
    expect([code, requests.map(({ query }) => query?.name)]).toEqual([4, ['ami-builder', 'i-0123']]);
    expect(err).toContain('i-0123 is terminated and will not get the tag');
  });

  test.each([
    ['bld-1', 'GET /v1/builds/bld-1'],
    ['op-1', 'GET /v1/operations/op-1'],
  ])('for %s, until it has ended', async (id, path) => {
    expect(
      (await wait([id], { [path]: [run({ build_id: id }), run({ build_id: id, status: 'succeeded' })] })).code,
    ).toBe(0);
    expect((await wait([id], { [path]: run({ build_id: id, status: 'cancelled' }) })).code).toBe(1);
  });

  test('for an image, until it is available; one that failed exits with 1, one that is gone with 4', async () => {
    expect((await wait(['ami-0abc'], { [path]: [image({ state: 'pending' }), image()] })).code).toBe(0);
    expect((await wait(['ami-0abc'], { [path]: image({ state: 'failed' }) })).code).toBe(1);
    expect((await wait(['ami-0abc'], { [path]: image({ state: 'deregistered' }) })).code).toBe(4);
    expect((await wait(['ami-0abc', '--timeout', '1m'], { [path]: image({ state: 'pending' }) })).code).toBe(5);
  });

  test.each([
    ['published', [{ lifecycle: 'candidate' }, {}]],
    ['tested', [{}, { tests: [test_('error', 1), test_('passed', 2)] }]],
  ] as const)('for an image to be %s', async (condition, changes) => {
    const { code, out, seconds } = await wait(['ami-0abc', '--for', condition], {
      [path]: changes.map((each) => details(each as Partial<Image>)),
    });
    expect([code, out, seconds]).toEqual([0, `ami-0abc is ${condition}\n`, 2]);
  });

  test('for an image to be tested, exits with 1 when its last test failed; to be published, with 4 when nobody manages it', async () => {
    const failed = await wait(['ami-0abc', '--for', 'tested'], {
      [path]: details({ tests: [test_('passed', 1), test_('failed', 2)] }),
    });
    expect([failed.code, failed.err]).toEqual([1, 'error: the last test of ami-0abc on m7i.large failed (op-2)\n']);
    expect((await wait(['ami-0abc', '--for', 'published'], { [path]: details({ lifecycle: 'unmanaged' }) })).code).toBe(
      4,
    );
  });

  test('for a copy in a member account to be tested, exits with 4 at once: nothing is tested there', async () => {
    const { code, err, seconds } = await wait(['ami-0abc', '--for', 'tested'], {
      [path]: details({ account: '222233334444', replicated_from: 'ami-9' }),
    });
    expect([code, seconds, err]).toEqual([
      4,
      0,
      'error: ami-0abc is in the account 222233334444, where nothing is tested: wait for ami-9, which it was copied from\n',
    ]);
  });

  test('for an image to be replicated, until every region has a published copy', async () => {
    const copy = (
      region: string,
      lifecycle: 'published' | 'candidate',
      state: 'available' | 'pending' = 'available',
    ) => ({ ami_id: `ami-${region}`, region, state, lifecycle });
    const answers = [
      [copy('eu-west-1', 'published')],
      [copy('eu-west-1', 'published'), copy('us-west-2', 'candidate')],
      [copy('eu-west-1', 'published'), copy('us-west-2', 'published')],
    ];
    const argv = ['ami-0abc', '--for', 'replicated', '--to-region', 'eu-west-1', '--to-region', 'us-west-2'];
    const { code, out, requests } = await wait(argv, {
      [path]: answers.map((replicas) => ({ ...details(), replicas })),
    });
    expect([code, out, requests.length]).toEqual([0, 'ami-0abc is replicated in eu-west-1, us-west-2\n', 3]);
    expect((await wait(argv, { [path]: details({ replicated_from: 'ami-9' }) })).code).toBe(4);
    const late = await wait([...argv, '--timeout', '1m'], { [path]: details() });
    expect([late.code, late.err]).toEqual([
      5,
      expect.stringContaining(
        'To wait again: spawn wait ami-0abc --for replicated --to-region eu-west-1 --to-region us-west-2\n',
      ),
    ]);
  });

  test('for an image to be replicated to where nothing copies it, and nobody wants it, exits with 4 and says how to copy it', async () => {
    const { code, err, seconds } = await wait(
      ['ami-0abc', '--for', 'replicated', '--to-region', 'eu-west-1', '--to-region', 'sa-east-1'],
      { [path]: details() },
    );
    expect([code, seconds, err]).toEqual([
      4,
      0,
      'error: nothing copies ami-0abc to sa-east-1, and the policy of its stack does not want it there: spawn replicate-ami ami-0abc --to-region sa-east-1\n',
    ]);
  });

  test.each([
    ['running', ['pending']],
    ['stopped', ['stopping']],
    ['terminated', ['running', 'shutting-down']],
  ])('for an instance to be %s', async (condition, before) => {
    const states = [...before, condition].map((state) => ({ instances: [{ ...instance, state }] }));
    expect((await wait(['ami-builder', '--for', condition], { 'GET /v1/instances': states })).code).toBe(0);
  });

  test('for an instance to be terminated, takes one of that name that is gone when no other has it', async () => {
    const [gone, older] = [
      { ...instance, state: 'terminated' },
      { ...instance, instance_id: 'i-old', state: 'terminated', launch_time: '2026-01-28T07:00:00Z' },
    ];
    const terminated = (...instances: object[]) =>
      wait(['ami-builder', '--for', 'terminated', '-o', 'json'], { 'GET /v1/instances': { instances } });
    const { code, out } = await terminated(older, gone);
    expect([code, JSON.parse(out).instance_id]).toEqual([0, 'i-0123']);
    expect((await wait(['ami-builder', '--for', 'stopped'], { 'GET /v1/instances': { instances: [gone] } })).code).toBe(
      3,
    );
  });

  test('for an instance to be ready, until its user data says so; one that is gone exits with 4', async () => {
    const tagged = { ...instance, tags: { [tagKeys.buildComplete]: 'true' } };
    expect(
      (
        await wait(['ami-builder', '--for', 'ready'], {
          'GET /v1/instances': [{ instances: [instance] }, { instances: [tagged] }],
        })
      ).seconds,
    ).toBe(2);
    const gone = await wait(['i-0123', '--for', 'stopped'], {
      'GET /v1/instances': { instances: [{ ...instance, state: 'terminated' }] },
    });
    expect([gone.code, gone.err]).toEqual([4, 'error: i-0123 is terminated and will not reach the state stopped\n']);
  });

  test.each([
    ['complete', 0],
    ['incomplete', 1],
  ])('for the night that runs, and %s exits with %i', async (status, expected) => {
    const night = {
      night: 'night-1',
      date: '2026-01-28',
      status: 'running',
      started_at: '2026-01-28T03:00:00Z',
      execution_arn: 'arn',
      requested_by: 'schedule',
      text: 'the report\n',
    };
    const { code, out } = await wait(['nightly'], {
      'GET /v1/nightly/latest': night,
      'GET /v1/nightly/night-1': [night, { ...night, status }],
    });
    expect([code, out]).toEqual([expected, 'the report\n']);
    expect((await wait(['night-1'], { 'GET /v1/nightly/night-1': { ...night, status } })).code).toBe(expected);
    const scheduled = '25f21303-7f0a-4d3c-9c57-0123456789ab';
    expect(
      (await wait([scheduled], { [`GET /v1/nightly/${scheduled}`]: { ...night, night: scheduled, status } })).code,
    ).toBe(expected);
  });

  test.each([
    ['done', 0, 0],
    ['done', 1, 1],
    ['failed', 0, 1],
    ['interrupted', 0, 1],
    ['planned', 0, 0],
  ] as const)('for a cleanup: %s with %i failures exits with %i', async (status, failed, expected) => {
    const ended = cleanup({ status, counts: { keep: 1, remove: 1, removed: 1 - failed, taken_back: 0, failed } });
    const { code, requests } = await wait([ended.cleanup_id], {
      [`GET /v1/cleanups/${ended.cleanup_id}`]: [{ ...ended, status: 'removing' }, ended],
    });
    expect([code, requests.length]).toEqual([expected, 3]);
  });

  test.each([
    [
      ['ami-0abc', '--for', 'stopped'],
      'does not apply to an image: use one of available, published, tested, replicated',
    ],
    [
      ['ami-builder', '--for', 'tested'],
      'does not apply to an instance: use one of running, ready, stopped, terminated',
    ],
    [['ami-0abc', '--for', 'replicated'], '--to-region'],
    [['ami-0abc', '--to-region', 'eu-west-1'], '--for replicated'],
    [['i-0123', '--for', 'ready', '--for-tag', 'a=b'], 'use only one'],
    [['bld-0mk3f2k1a7x2m9q4c', '--for', 'published'], '--for is not supported for builds and operations:'],
    [['op-0mk3f2k1a7x2m9q4c', '--for', 'running'], '--for is not supported for builds and operations:'],
    [['op-0mk3f2k1a7x2m9q4c', '--for-tag', 'a=b'], '--for-tag is not supported for builds and operations:'],
  ])('refuses %j', async (argv, text) => {
    const { code, err, requests } = await wait(argv, {});
    expect([code, err.includes(text), requests]).toEqual([2, true, []]);
  });

  test('for a cleanup that there is not says only that', async () => {
    const { code, err } = await wait(['cln-nope'], {});
    expect([code, err]).toEqual([3, expect.stringMatching(/^error: no GET/)]);
  });

  test('that Ctrl-C ends says that it goes on, and how to wait again; nothing listens afterwards', async () => {
    const answers = { [path]: [image({ state: 'pending' }), image()] };
    const { err, listening } = await spawn(['wait', 'ami-0abc'], { answer: script(answers), interrupted: true });
    expect([err, listening]).toEqual([
      '\nStopped waiting for ami-0abc to be available; nothing was cancelled. To wait again: spawn wait ami-0abc\n',
      0,
    ]);
  });
});
