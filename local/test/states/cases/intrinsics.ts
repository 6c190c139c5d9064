import type { Case } from './case';
import { single } from './case';

const input = {
  name: 'Ada',
  list: [1, 2, 3, 2],
  object: { a: 1, b: { c: 2 } },
  other: { b: 3 },
  json: '{"x":[1]}',
  n: 4,
};
const gives = (call: string, output: unknown, more: Partial<Case> = {}): Case => ({
  name: call,
  definition: single({ Type: 'Pass', Parameters: { 'value.$': call }, OutputPath: '$.value' }),
  input,
  status: 'SUCCEEDED',
  output,
  ...more,
});
const fails = (call: string, more: Partial<Case> = {}): Case =>
  gives(call, undefined, {
    name: `${call} fails`,
    status: 'FAILED',
    error: 'States.IntrinsicFailure',
    ...more,
  });

export const intrinsicCases: Case[] = [
  gives("States.Format('Hello {}, {}!', $.name, $.n)", 'Hello Ada, 4!'),
  gives("States.Format('it\\'s {}', true)", "it's true"),
  gives("States.Format('\\{literal\\} {}', 'x')", '{literal} x'),
  gives("States.Format('{} {}', $.object, $.list)", '{a=1, b={c=2}} [1, 2, 3, 2]'),
  gives("States.Format('{}', null)", 'null'),
  gives('States.StringToJson($.json)', { x: [1] }),
  gives('States.JsonToString($.object)', '{"a":1,"b":{"c":2}}'),
  gives("States.Array($.name, 1, 'x', null, false)", ['Ada', 1, 'x', null, false], {}),
  gives('States.Array()', []),
  gives('States.ArrayPartition($.list, 3)', [[1, 2, 3], [2]]),
  gives('States.ArrayContains($.list, 3)', true),
  gives('States.ArrayContains($.list, 9)', false),
  gives('States.ArrayRange(1, 9, 2)', [1, 3, 5, 7, 9]),
  gives('States.ArrayRange(3, 1, -1)', [3, 2, 1]),
  gives('States.ArrayGetItem($.list, 2)', 3),
  gives('States.ArrayLength($.list)', 4),
  gives('States.ArrayUnique($.list)', [1, 2, 3]),
  gives("States.Base64Encode('Data')", 'RGF0YQ=='),
  gives("States.Base64Decode('RGF0YQ==')", 'Data'),
  gives("States.Hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'),
  gives("States.Hash($.name, 'MD5')", '1a382809b7c03f686e12dd15677c5497'),
  gives('States.JsonMerge($.object, $.other, false)', { a: 1, b: 3 }),
  gives('States.MathAdd($.n, -1)', 3),
  gives("States.StringSplit('This.is+a,test=string', '.+,=')", ['This', 'is', 'a', 'test', 'string']),
  gives("States.StringSplit('a,b', ';')", ['a,b']),
  gives("States.ArrayLength(States.StringSplit(States.Format('{},{}', $.name, $.n), ','))", 2),
  gives("States.ArrayGetItem(States.Array('a', 'b'), $.list[0])", 'b'),
  gives('States.ArrayLength($.list[1:])', 3),
  gives('States.ArrayContains(States.Array(1, 2), States.MathRandom(1, 2))', true),
  gives("States.ArrayLength(States.StringSplit(States.UUID(), '-'))", 5),
  fails("States.Format('{} {}', $.name)"),
  fails("States.StringToJson('{')"),
  fails('States.ArrayGetItem($.list, 9)'),
  fails('States.ArrayPartition($.list, 0)'),
  fails('States.ArrayRange(1, 5000, 1)'),
  fails('States.ArrayLength($.name)'),
  fails("States.MathAdd('1', 2)"),
  fails("States.Hash('x', 'SHA-3')"),
  fails('States.JsonMerge($.object, $.other, true)'),
  fails('States.MathRandom(2, 1)'),
];
