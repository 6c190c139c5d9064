import { costQuery, type CostAnswer } from '../../../core/api/contract/cost';
import {
  addressQuery,
  amountProblem,
  costCommand,
  costsQuery,
  questionOf,
  type CostQuestion,
} from '../../../console/pages/costs/question';
import { breakEvenText, dollarsOf, partsOf, rowsOf, sumText, unknownsOf } from '../../../console/pages/costs/sums';
import { hrefOf, parseHash } from '../../../console/shared/navigation/route';
import { commandOf } from '../kit/command';

const everything: CostQuestion = {
  stack: 'pytorch',
  region: 'eu-west-1',
  ami: 'ami-0abc',
  minutes: '15',
  hourly: '2.5',
};
const sum = (usd: number, others: Partial<CostAnswer['total']> = {}): CostAnswer['total'] => ({
  images: 1,
  gib: usd * 20,
  usd,
  unpriced: 0,
  measured: true,
  ...others,
});
const image: CostAnswer['images'][number] = {
  ami_id: 'ami-0abc',
  region: 'us-east-1',
  name: 'pytorch-1',
  deprecated: false,
  gib: 20,
  measured: true,
  usd: 1,
};
const answer: CostAnswer = {
  images: [image],
  by_stack: {},
  by_region: {},
  total: sum(1),
  prices_of: '2026-01-01',
  break_even: {
    minutes_saved: 10,
    minutes_measured: true,
    hourly_value_usd: 60,
    value_per_launch_usd: 10,
    launches_per_month: 0.1,
  },
};

test('the question stands in the address, and nothing else of it is asked', () => {
  expect(questionOf(parseHash(hrefOf('costs', [], addressQuery(everything))))).toEqual(everything);
  expect(questionOf(parseHash('#/costs?limit=1&stack='))).toEqual({});
});

test('the same question has the same address, whichever of it came first', () => {
  const address = '#/costs?stack=pytorch&minutes=15';
  expect(hrefOf('costs', [], addressQuery({ stack: 'pytorch', minutes: '15' }))).toBe(address);
  expect(hrefOf('costs', [], addressQuery({ minutes: '15', stack: 'pytorch' }))).toBe(address);
});

test('the API takes the whole question, and nothing is asked while an amount is no number', () => {
  for (const question of [{}, everything]) expect(costQuery.safeParse(costsQuery(question)).error).toBeUndefined();
  expect(costsQuery(everything)).toMatchObject({ ami: 'ami-0abc', minutes_saved: '15', hourly_value: '2.5' });
  expect(costsQuery({ minutes: 'many' })).toBeUndefined();
  expect(costsQuery({ hourly: '-1' })).toBeUndefined();
});

test('an amount is wrong in the page exactly if it is wrong for the API', () => {
  for (const text of ['0', '10', '2.5', '1.23456', '1234567', '-1', '1e3', 'ten', ' 1'])
    expect([text, amountProblem(text) === undefined]).toEqual([
      text,
      costQuery.safeParse({ minutes_saved: text }).success,
    ]);
  expect(amountProblem('')).toBeUndefined();
});

test('the command shows the same costs', async () => {
  expect(costCommand({})).toEqual(['ami', 'cost']);
  expect(costCommand(everything).join(' ')).toBe(
    'ami cost ami-0abc --stack pytorch --region eu-west-1 --minutes-saved 15 --hourly-value 2.5',
  );
  for (const question of [{}, everything]) expect(await commandOf(costCommand(question))).toContain('ami cost');
});

test('the most expensive comes first, and images without a stack have a name too', () => {
  const rows = rowsOf({ small: sum(1), '': sum(2), big: sum(3) });
  expect(rows.map(({ title }) => title)).toEqual(['big', 'Without a stack', 'small']);
});

test('a sum says what it leaves out: what has no price is not free', () => {
  expect(sumText(sum(1.5))).toBe('$1.50');
  expect(sumText(sum(1.5, { measured: false }))).toBe('≤ $1.50');
  expect(sumText(sum(1.5, { images: 3, unpriced: 2 }))).toBe('$1.50 and 2 images unpriced');
  expect(sumText(sum(0, { images: 2, unpriced: 2 }))).toBe('unpriced');
  expect(dollarsOf(sum(0, { images: 0 }))).toBe(0);
});

test('a chart has so many parts at most, and the last holds all that is left', () => {
  const rows = rowsOf({ a: sum(5), b: sum(3), c: sum(2, { measured: false }), d: sum(0, { unpriced: 1 }) });
  expect(partsOf(rows, 3).map(({ title, value }) => [title, value])).toEqual([
    ['a', 5],
    ['b', 3],
    ['c', 2],
  ]);
  const [, others] = partsOf(rows, 2);
  expect(others).toMatchObject({ title: '2 others', value: 5, sum: { images: 2, usd: 5, measured: false } });
});

test('the break-even is a whole number of launches, or none', () => {
  expect(breakEvenText(answer.break_even)).toBe('1 launch a month');
  expect(breakEvenText({ ...answer.break_even, launches_per_month: 2.1 })).toBe('3 launches a month');
  expect(breakEvenText({ ...answer.break_even, launches_per_month: null })).toBe('None: a launch saves no time');
});

test('what is not known is said: prices, sizes, and the minutes unless somebody gave them', () => {
  expect(unknownsOf(answer, false)).toEqual([]);
  const assumed = { ...answer, break_even: { ...answer.break_even, minutes_measured: false } };
  expect(unknownsOf(assumed, false).join()).toMatch(/^No build has measured .* 10 minutes are assumed/);
  expect(unknownsOf(assumed, true)).toEqual([]);
  const images = [
    image,
    { ...image, region: 'mx-central-1', usd: undefined },
    { ...image, region: 'ap-east-2', usd: undefined, measured: false },
  ];
  const [prices, sizes, ...others] = unknownsOf({ ...answer, images }, false);
  expect(prices).toMatch(/price of 2 images is not known \(ap-east-2, mx-central-1\): they are in no sum/);
  expect(sizes).toMatch(/stored size of 1 image is not measured/);
  expect(others).toEqual([]);
});
