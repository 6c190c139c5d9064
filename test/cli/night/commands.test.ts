import { spawn } from '../kit/spawn';

const night = {
  night: 'night-0mk3f2k1a7x2m9q4c',
  date: '2026-01-28',
  status: 'complete',
  started_at: '2026-01-28T03:00:00Z',
  ended_at: '2026-01-28T03:01:30Z',
  execution_arn: 'arn',
  requested_by: 'schedule',
  steps: {},
  failed: [],
  text: 'Nightly run of 2026-01-28: complete\n',
};

test('nightly starts a night, and says where its report will be', async () => {
  const { code, out, err, requests } = await spawn(['nightly'], {
    answer: () => ({ status: 202, body: { ...night, status: 'running' } }),
  });
  expect([code, out, requests.map(({ method, path }) => `${method} ${path}`)]).toEqual([0, '', ['POST /v1/nightly']]);
  expect(err).toBe(`${night.night} started; report: spawn nightly report ${night.night}\n`);
});

test.each([
  ['complete', 0],
  ['incomplete', 1],
  ['failed', 1],
])('nightly --wait follows it to its end, and %s exits with %i', async (status, expected) => {
  let asked = 0;
  const answer = ({ method }: { method: string }) => ({
    body: method === 'POST' || (asked += 1) < 3 ? { ...night, status: 'running', reused: true } : { ...night, status },
  });
  const { code, out, err } = await spawn(['nightly', '--wait'], { answer });
  expect([code, out]).toEqual([expected, night.text]);
  expect(err).toContain('is already running');
});

test('nightly --wait that runs out of time exits with 5', async () => {
  expect(
    (
      await spawn(['nightly', '--wait', '--timeout', '1m'], {
        answer: () => ({ body: { ...night, status: 'running' } }),
      })
    ).code,
  ).toBe(5);
});

test('nightly report shows the last night, one by its id, or one by its day', async () => {
  const asked = async (...argv: string[]) =>
    (await spawn(['nightly', 'report', ...argv], { answer: () => ({ body: night }) })).requests.map(({ path }) => path);
  expect(await asked()).toEqual(['/v1/nightly/latest']);
  expect(await asked(night.night)).toEqual([`/v1/nightly/${night.night}`]);
  expect(await asked('--date', '2026-01-28')).toEqual(['/v1/nightly/2026-01-28']);
  expect(
    (
      await spawn(['nightly', 'report'], {
        answer: () => ({ status: 404, body: { name: 'NightNotFound', detail: 'no' } }),
      })
    ).code,
  ).toBe(3);
});

test('nightly list names what failed', async () => {
  const failed = [{ step: 'reconciled', region: 'eu-west-1', error: 'PermissionDenied', message: 'no' }];
  const { out } = await spawn(['nightly', 'list'], {
    answer: () => ({ body: { nights: [{ ...night, status: 'incomplete', failed }] } }),
  });
  expect(out).toMatch(
    /NIGHT +DATE +STATUS +TOOK +FAILED +AGE\nnight-\S+ +2026-01-28 +incomplete +1m30s +reconciled eu-west-1 +7h30m\n/,
  );
});

test.each([
  [['x86_64', 'arm64'], 'pytorch: rebuilds resume with the next nightly run (x86_64, arm64)\n'],
  [[], 'pytorch: there were no failed rebuilds\n'],
])('stack resume says what goes on again: %j', async (resumed, line) => {
  const { code, out, requests } = await spawn(['stack', 'resume', 'pytorch'], {
    answer: () => ({ body: { stack: 'pytorch', resumed } }),
  });
  expect([code, out, requests[0]?.path]).toEqual([0, line, '/v1/stacks/pytorch/resume']);
});
