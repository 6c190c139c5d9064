import type { CostAnswer, CostHistoryAnswer } from '../../../core/api/contract/cost';
import { spawn } from '../kit/spawn';

const answer: CostAnswer = {
  images: [
    {
      ami_id: 'ami-0abc1230abc1230ab',
      region: 'us-east-1',
      name: 'pytorch-2.2-cpu-20260114',
      stack: 'pytorch',
      deprecated: false,
      gib: 30,
      measured: false,
      usd: 1.5,
    },
    {
      ami_id: 'ami-0def4560def4560de',
      region: 'me-south-1',
      name: 'pytorch-2.2-cpu-20260114',
      stack: 'pytorch',
      deprecated: false,
      gib: 8,
      measured: true,
    },
  ],
  by_stack: { pytorch: { images: 2, gib: 38, usd: 1.5, unpriced: 1, measured: false } },
  by_region: {},
  total: { images: 2, gib: 38, usd: 1.5, unpriced: 1, measured: false },
  prices_of: '2026-01-14',
  break_even: {
    minutes_saved: 10,
    minutes_measured: false,
    hourly_value_usd: 60,
    value_per_launch_usd: 10,
    launches_per_month: 0.15,
  },
};
const cost = (argv: string[], body = answer) => spawn(['ami', 'cost', ...argv], { answer: () => ({ body }) });

test('costs are shown by image and stack, what was not measured as a bound, what has no price by that name', async () => {
  const { out, err } = await cost([]);
  expect(err).toBe('');
  expect(out).toMatch(/pytorch-2\.2-cpu-20260114 {2}ami-0abc1230abc1230ab {2}us-east-1 +pytorch +≤ 30\.0 +≤ \$1\.50\n/);
  expect(out).toMatch(/me-south-1 +pytorch +8\.0 +unpriced\n/);
  expect(out).toContain(
    'Total: ≤ $1.50 per month (1 unpriced: set the price of their region in snapshot_prices) (≤: an upper estimate by volume sizes, until the nightly run measures)',
  );
  expect(out).toContain('Break-even: 1 launch per month (10.0 minutes saved per launch at $60 per hour = $10.00)');
});

test('a fraction of a launch counts as one, and no line is wider than the terminal', async () => {
  const body = { ...answer, break_even: { ...answer.break_even, launches_per_month: 3.01 } };
  expect((await cost([], body)).out).toContain('Break-even: 4 launches per month');
  const { out } = await spawn(['ami', 'cost', '--no-color'], { answer: () => ({ body }), width: 60 });
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
});

test('the question is passed on, and a number that is none is refused', async () => {
  const { requests } = await cost(['--stack', 'pytorch', '--minutes-saved', '15', '--hourly-value', '40']);
  expect(requests[0]?.query).toMatchObject({ stack: 'pytorch', minutes_saved: '15', hourly_value: '40' });
  expect((await cost(['--minutes-saved', 'ten'])).code).toBe(2);
});

test('programs get the whole answer', async () => {
  expect(JSON.parse((await cost(['-o', 'json'])).out)).toEqual(answer);
});

describe('what the nights measured', () => {
  const sum = (usd: number, measured = true) => ({ images: 2, gib: usd * 20, usd, unpriced: 0, measured });
  const night = (date: string, usd: number, measured = true): CostHistoryAnswer['nights'][number] => ({
    date,
    measured_at: `${date}T03:00:00.000Z`,
    total: sum(usd, measured),
    by_stack: { pytorch: sum(usd - 0.5) },
    by_region: { 'us-east-1': sum(usd) },
  });
  const nights = [night('2026-01-13', 1.5, false), night('2026-01-14', 1.25)];
  const history = (...argv: string[]) =>
    spawn(['ami', 'cost', '--history', ...argv], { answer: () => ({ body: { nights } }) });

  test('is listed night by night, of all images, of a stack or of a region', async () => {
    const { out, requests } = await history('--days', '30');
    expect([requests[0]?.path, requests[0]?.query]).toMatchObject(['/v1/costs/history', { days: 30 }]);
    expect(out).toMatch(/2026-01-13 +2 +≤ 30\.0 +≤ \$1\.50\n2026-01-14 +2 +25\.0 +\$1\.25\n/);
    expect((await history('--stack', 'pytorch')).out).toMatch(/2026-01-14 +2 +15\.0 +\$0\.75\n/);
    expect((await history('--region', 'us-east-1')).out).toMatch(/2026-01-14 +2 +25\.0 +\$1\.25\n/);
    expect((await history('--stack', 'no-such-stack')).out).toBe('No nightly run measured this yet.\n');
    expect(JSON.parse((await history('-o', 'json')).out)).toEqual(nights);
  });

  test('has no image and no break-even, and nothing of a stack in a region', async () => {
    for (const argv of [
      ['ami-0abc1230abc1230ab'],
      ['--hourly-value', '40'],
      ['--stack', 'a', '--region', 'us-east-1'],
    ]) {
      const { code, requests } = await history(...argv);
      expect([argv, code, requests]).toEqual([argv, 2, []]);
    }
    expect((await cost(['--days', '30'])).err).toMatch(/--days requires --history/);
  });
});
