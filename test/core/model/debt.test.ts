import {
  debtAfter,
  debtAlarm,
  debtKey,
  lookOf,
  paidDebts,
  unpayableDebts,
  type Debt,
  type Owed,
} from '../../../core/model/debt';
import { judgeDebts } from '../../../core/doctor/leftovers';
import { now } from '../kit/images';

const owed: Owed = { kind: 'instance', id: 'i-1', region: 'us-east-1', reason: 'its build is over' };
const refusal = Object.assign(new Error('protected'), { name: 'OperationNotPermitted' });
const earlier = new Date(now.getTime() - 900_000);
const known = debtAfter(owed, undefined, refusal, earlier);
const seen = (changes: Partial<Parameters<typeof paidDebts>[1]> = {}) => ({
  looked: new Set([lookOf(owed)]),
  owed: new Set<string>(),
  began: now,
  ...changes,
});

test('a debt keeps when it began, counts its tries, and has the last error', () => {
  expect(known).toMatchObject({
    since: earlier.toISOString(),
    attempts: 1,
    error: 'OperationNotPermitted',
    message: 'protected',
  });
  expect(debtAfter(owed, { ...known, told: true }, new Error('again'), now)).toMatchObject({
    since: known.since,
    tried_at: now.toISOString(),
    attempts: 2,
    error: 'Error',
    message: 'again',
    told: true,
  });
});

test.each<[string, Debt[], Parameters<typeof seen>[0]]>([
  ['a debt is paid when the place was looked at and owes it no more', [known], {}],
  ['one that still is owed is not', [], { owed: new Set([debtKey(known)]) }],
  ['nor one of a place that could not be looked at', [], { looked: new Set() }],
  ['nor one of another subject of the place', [], { looked: new Set([lookOf({ ...owed, kind: 'image' })]) }],
  ['nor one that was tried after the look began', [], { began: earlier }],
])('%s', (_, paid, changes) => {
  expect(paidDebts([known], seen(changes))).toEqual(paid);
});

test('the same id in another account or region is another debt', () => {
  const others = [
    owed,
    { ...owed, region: 'us-west-2' },
    { ...owed, account: '222233334444' },
    { ...owed, kind: 'image' as const },
  ];
  expect(new Set(others.map(debtKey)).size).toBe(4);
});

test('the doctor warns of each debt, with what refused it', () => {
  expect(judgeDebts([])).toMatchObject([{ result: 'ok' }]);
  expect(judgeDebts([known])).toMatchObject([
    {
      check: 'leftovers',
      subject: 'i-1',
      result: 'warning',
      seen: expect.stringContaining('OperationNotPermitted: protected'),
    },
  ]);
});

test('a doubt that becomes a failure is told again, and the doctor says of a doubt that it is kept', () => {
  const doubt = debtAfter(
    owed,
    undefined,
    Object.assign(new Error('its build is unknown'), { name: 'LeftoverStays' }),
    earlier,
  );
  expect(debtAfter(owed, { ...doubt, told: true }, refusal, now)).not.toHaveProperty('told');
  expect(judgeDebts([doubt])).toMatchObject([
    { result: 'warning', seen: expect.stringMatching(/kept since .*unknown/) },
  ]);
});

test.each<[string, Debt[], string[]]>([
  ['what is owed in a place that is served stays for ever', [{ ...known, since: '2025-01-01T00:00:00.000Z' }], []],
  [
    'elsewhere it stays for thirty days, and so do the looks there',
    [
      { ...known, region: 'eu-north-1' },
      { ...known, kind: 'look', id: 'images', region: 'eu-north-1' },
    ],
    [],
  ],
  [
    'and both end then',
    [
      { ...known, region: 'eu-north-1', since: '2025-12-01T00:00:00.000Z' },
      { ...known, kind: 'look', id: 'images', region: 'eu-north-1' },
    ],
    ['i-1', 'images'],
  ],
  [
    'a listing that a build could not make there stays for thirty days too, and keeps the other looks',
    [
      { ...known, kind: 'look', id: 'instances', build_id: 'bld-1', region: 'eu-north-1' },
      { ...known, kind: 'look', id: 'images', region: 'eu-north-1' },
    ],
    [],
  ],
  [
    'and ends then',
    [
      {
        ...known,
        kind: 'look',
        id: 'instances',
        build_id: 'bld-1',
        region: 'eu-north-1',
        since: '2025-12-01T00:00:00.000Z',
      },
    ],
    ['instances'],
  ],
  [
    'a look where nothing is owed and nothing is served ends at once',
    [{ ...known, kind: 'look', id: 'images', account: '222233334444' }],
    ['images'],
  ],
])('%s', (_, debts, ended) => {
  expect(unpayableDebts(debts, { served: new Set(['us-east-1']), now }).map(({ id }) => id)).toEqual(ended);
});

test('a debt keeps the build that it is of when somebody else tries again', () => {
  expect(debtAfter(owed, { ...known, build_id: 'bld-1' }, refusal, now)).toMatchObject({ build_id: 'bld-1' });
});

test('a listing that is given up says what to look for', () => {
  const look: Debt = { ...known, kind: 'look', id: 'instances', build_id: 'bld-1', region: 'eu-north-1' };
  expect(debtAlarm(look, 'given up')).toMatch(/listing of instances was given up: eu-north-1 .*the build bld-1/);
});
