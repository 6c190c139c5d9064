import type { CostAnswer } from '../../../core/api/contract/cost';
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
  expect(out).toContain('Break-even: 0.15 launches per month (10.0 minutes saved per launch at $60 per hour = $10.00)');
});

test('the question is passed on, and a number that is none is refused', async () => {
  const { requests } = await cost(['--stack', 'pytorch', '--minutes-saved', '15', '--hourly-value', '40']);
  expect(requests[0]?.query).toMatchObject({ stack: 'pytorch', minutes_saved: '15', hourly_value: '40' });
  expect((await cost(['--minutes-saved', 'ten'])).code).toBe(2);
});

test('programs get the whole answer', async () => {
  expect(JSON.parse((await cost(['-o', 'json'])).out)).toEqual(answer);
});
