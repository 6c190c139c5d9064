import { costHistoryQuery } from '../../../core/api/contract/cost';
import {
  changeText,
  dayText,
  historyCommand,
  historyOf,
  periods,
  seriesOf,
  tickText,
  type NightCosts,
} from '../../../console/pages/costs/history';
import { commandOf } from '../kit/command';

const sum = (usd: number, measured = true): NightCosts['total'] => ({
  images: 1,
  gib: usd * 20,
  usd,
  unpriced: 0,
  measured,
});
const night = (
  day: number,
  by_stack: NightCosts['by_stack'],
  total: number,
  more: Partial<NightCosts> = {},
): NightCosts => ({
  date: `2026-03-0${day}`,
  measured_at: `2026-03-0${day}T03:00:00.000Z`,
  total: sum(total),
  by_stack,
  by_region: { 'us-east-1': sum(total) },
  ...more,
});
const all = { by: 'stack', days: 90 } as const;
const amounts = (series: ReturnType<typeof seriesOf>) =>
  series.map(({ title, points }) => [title, points.map(({ y }) => y)]);

test('the series add up to the total of each night: what is not named is one of its own', () => {
  const nights = [night(1, { old: sum(2), pytorch: sum(1) }, 4), night(2, { pytorch: sum(3), '': sum(1) }, 4)];
  expect(amounts(seriesOf(nights, all))).toEqual([
    ['pytorch', [1, 3]],
    ['old', [2, 0]],
    ['Without a stack', [0, 1]],
    ['Others', [1, 0]],
  ]);
  expect(amounts(seriesOf(nights, { ...all, by: 'region' }))).toEqual([['us-east-1', [4, 4]]]);
});

test('halves of cents are no amount of their own', () => {
  const nights = [night(1, {}, 0), night(2, { jax: sum(1.125), pytorch: sum(1.125) }, 2.25)];
  const series = seriesOf(nights, all);
  expect(series.map(({ title }) => title)).toEqual(['jax', 'pytorch']);
  expect(changeText(nights, series)).toBe('$2.25 a month more than on 1 Mar');
});

test('at most six series are shown', () => {
  const by_stack = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`s${index}`, sum(index + 1)]));
  const series = seriesOf([night(1, by_stack, 45)], all);
  expect(series.map(({ title }) => title)).toEqual(['s8', 's7', 's6', 's5', 's4', 'Others']);
  expect(series.at(-1)?.points[0]?.y).toBe(10);
});

test('an amount that was not measured is an upper estimate in its night', () => {
  const [series] = seriesOf([night(1, { a: sum(2, false) }, 2), night(2, { a: sum(1) }, 1)], all);
  expect(series?.points.map(({ text }) => text)).toEqual(['≤ $2.00', '$1.00']);
});

test('a page about one stack or region shows only that, and about a stack in a region nothing', () => {
  const chosen = { by: 'stack', days: 30 } as const;
  expect(historyOf({}, chosen)).toEqual(chosen);
  expect(historyOf({ region: 'eu-west-1' }, chosen)).toEqual({ by: 'region', only: 'eu-west-1', days: 30 });
  expect(historyOf({ stack: 'a', region: 'eu-west-1' }, chosen)).toBeUndefined();
  expect(historyOf({ ami: 'ami-0abc' }, chosen)).toBeUndefined();
  const only = historyOf({ stack: 'a' }, chosen)!;
  expect(amounts(seriesOf([night(1, { a: sum(2), b: sum(5) }, 7), night(2, {}, 0)], only))).toEqual([['a', [2, 0]]]);
});

test('the change over the nights is said in words', () => {
  const change = (...totals: number[]) => {
    const nights = totals.map((usd, index) => night(index + 1, { a: sum(usd) }, usd));
    return changeText(nights, seriesOf(nights, all));
  };
  expect(change(1, 5, 3.5)).toBe('$2.50 a month more than on 1 Mar');
  expect(change(3, 1)).toBe('$2.00 a month less than on 1 Mar');
  expect(change(1, 1)).toBe('As much as on 1 Mar');
  expect(change(1)).toBeUndefined();
  expect(dayText(new Date('2026-01-14T00:00:00'))).toBe('14 Jan');
});

test('a tick between two days has no text', () => {
  expect(['2026-01-14T00:00:00', '2026-01-14T12:00:00'].map((time) => tickText(new Date(time)))).toEqual([
    '14 Jan',
    '',
  ]);
});

test('the API and the command take every period and division', async () => {
  for (const days of periods) expect(costHistoryQuery.safeParse({ days: String(days) }).error).toBeUndefined();
  for (const days of ['0', '401', '-1', '1.5']) expect(costHistoryQuery.safeParse({ days }).success).toBe(false);
  expect(historyCommand({ by: 'stack', only: 'pytorch', days: 30 }).join(' ')).toBe(
    'ami cost --history --days 30 --stack pytorch',
  );
  for (const by of ['stack', 'region'] as const)
    expect(await commandOf(historyCommand({ by, only: 'a', days: 90 }))).toContain('ami cost');
});
