import { decodeMarks, encodeMarks } from '../../aws/storage/log-cursor';
import { readLog } from '../../aws/storage/logs';
import { awsError, fakeAws, setEnvironment } from './fake-aws';

beforeAll(() => setEnvironment());
afterEach(() => jest.restoreAllMocks());

const start = Date.parse('2026-01-14T10:30:00Z');
const line = (seconds: number, message: string, logStreamName = 'one/i-1/stdout'): object => ({
  timestamp: start + seconds * 1000,
  message,
  logStreamName,
});
const group = '/spawn/dev/commands';
const [one, two] = [
  { region: 'us-east-1', group, prefix: 'one' },
  { region: 'eu-west-1', group: `${group}-us-east-1`, prefix: 'two' },
];
const source = { sources: [one] };

test('pages are read to the last, empty ones too', async () => {
  const calls = fakeAws({
    FilterLogEvents: [
      { events: [line(0, 'a\n')], nextToken: '2' },
      { events: [], nextToken: '3' },
      { events: [line(1, 'b')] },
    ],
  });
  const { lines } = await readLog(source);
  expect(lines).toEqual([
    { time: '2026-01-14T10:30:00.000Z', stream: 'one/i-1/stdout', text: 'a' },
    { time: '2026-01-14T10:30:01.000Z', stream: 'one/i-1/stdout', text: 'b' },
  ]);
  expect(calls.map(({ input }) => input.nextToken)).toEqual([undefined, '2', '3']);
});

test('what was read is not read again, even at the same instant', async () => {
  fakeAws({
    FilterLogEvents: [
      { events: [line(0, 'a'), line(0, 'b')] },
      { events: [line(0, 'a'), line(0, 'b'), line(0, 'c'), line(1, 'd')] },
      { events: [line(0, 'c'), line(1, 'd')] },
    ],
  });
  const first = await readLog(source);
  const second = await readLog({ ...source, cursor: first.cursor });
  const third = await readLog({ ...source, cursor: second.cursor });
  expect([first, second, third].map(({ lines }) => lines.map(({ text }) => text).join(''))).toEqual(['ab', 'cd', '']);
});

test("a stream whose lines come late is read although another's are newer", async () => {
  const calls = fakeAws({
    FilterLogEvents: [{ events: [line(20, 'out')] }, { events: [line(5, 'late', 'one/i-1/stderr'), line(20, 'out')] }],
  });
  const { cursor } = await readLog(source);
  const { lines } = await readLog({ ...source, cursor });
  expect(lines.map(({ text }) => text)).toEqual(['late']);
  expect(calls[1]!.input.startTime).toBe(start - 10_000);
});

test('a reading that is cut off goes on where it stopped', async () => {
  const events = Array.from({ length: 7 }, (_, index) => line(Math.floor(index / 3), String(index)));
  fakeAws({ FilterLogEvents: { events } });
  const read: string[] = [];
  let cursor: string | undefined;
  for (let round = 0; round < 4; round += 1) {
    const answer = await readLog({ ...source, limit: 2, cursor });
    read.push(...answer.lines.map(({ text }) => text));
    cursor = answer.cursor;
  }
  expect(read.join('')).toBe('0123456');
});

test('sources come one after the other, each from the group of its region, and a cursor goes on in all of them', async () => {
  const [first, second] = [line(9, 'first'), line(1, 'second', 'two/i-1/stdout')];
  const calls = fakeAws({
    FilterLogEvents: [
      { events: [first] },
      { events: [second] },
      { events: [first] },
      { events: [second, line(2, 'third', 'two/i-1/stdout')] },
    ],
  });
  const { lines, cursor } = await readLog({ sources: [one, two] });
  expect(lines.map(({ text }) => text)).toEqual(['first', 'second']);
  expect(calls.map(({ region, input }) => [region, input.logGroupName, input.logStreamNamePrefix])).toEqual([
    ['us-east-1', group, 'one'],
    ['eu-west-1', `${group}-us-east-1`, 'two'],
  ]);
  expect((await readLog({ sources: [one, two], cursor })).lines.map(({ text }) => text)).toEqual(['third']);
});

test('a group that is not there yet has no lines', async () => {
  fakeAws({ FilterLogEvents: awsError('ResourceNotFoundException') });
  expect((await readLog(source)).lines).toEqual([]);
});

test.each(['nonsense', Buffer.from('[]').toString('base64url'), Buffer.from('{"a":["b",1]}').toString('base64url')])(
  'the cursor %s is refused',
  (cursor) => {
    expect(() => decodeMarks(cursor)).toThrow(expect.objectContaining({ name: 'InvalidRequest' }));
  },
);

test('a cursor keeps its marks', () => {
  expect(decodeMarks(encodeMarks({ abcdefgh: [start, 3] }))).toEqual({ abcdefgh: [start, 3] });
});
