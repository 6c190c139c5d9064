/**
 * The rows on which moto's interpreter does not agree, and why. `varies`: what moto does differs from run to run, or takes
 * real minutes, so that it is not looked at.
 */
export const differences: Readonly<Record<string, { why: string; varies?: true }>> = {
  'Choice: StringMatches with an escaped star holds': { why: 'It knows no escapes in a pattern.' },
  'Choice: TimestampGreaterThan across time zones holds': { why: 'It reads timestamps in UTC only.' },
  'Choice: a missing variable fails the execution': { why: 'It takes the Default.' },
  'Choice: no rule and no Default': { why: 'It fails with States.Runtime.' },
  'a top-level timeout ends the execution without any Catch': { why: 'It waits sixty real seconds.', varies: true },
  'path by index: $.store.book[1].title': { why: 'It gives a list of one.' },
  'path by index from the end: $.store.book[-1].title': { why: 'Its library does not count from the end.' },
  'path with a wildcard that skips what lacks the rest: $.store.book[*].tags[0]': { why: 'It unpacks a list of one.' },
  'States.Runtime is never caught': { why: 'It lets States.ALL catch it.' },
  'ResultPath into something that is no object fails': { why: 'It fails with an error of Python.' },
  "States.Format('it\\'s {}', true)": { why: 'It knows no escaped quotes.' },
  "States.Format('\\{literal\\} {}', 'x')": { why: 'It unescapes before it formats.' },
  "States.Format('{}', null)": { why: 'It knows no null.' },
  "States.Array($.name, 1, 'x', null, false)": { why: 'It knows no null.' },
  'States.ArrayRange(3, 1, -1)': { why: 'It counts upwards only.' },
  'States.ArrayUnique($.list)': { why: 'It gives them in any order.', varies: true },
  "States.Format('{} {}', $.name) fails": { why: 'It fails with an error of Python.' },
  "States.StringToJson('{') fails": { why: 'It fails with an error of Python.' },
  'States.ArrayGetItem($.list, 9) fails': { why: 'It fails with an error of Python.' },
  'States.ArrayPartition($.list, 0) fails': { why: 'It fails with an error of Python.' },
  'States.ArrayRange(1, 5000, 1) fails': { why: 'It fails with an error of Python.' },
  'States.ArrayLength($.name) fails': { why: 'It fails with an error of Python.' },
  "States.MathAdd('1', 2) fails": { why: 'It fails with an error of Python.' },
  "States.Hash('x', 'SHA-3') fails": { why: 'It fails with an error of Python.' },
  'States.JsonMerge($.object, $.other, true) fails': { why: 'It fails with an error of Python.' },
  'States.MathRandom(2, 1) fails': { why: 'It fails with an error of Python.' },
  'an intrinsic function that fails in Parameters can be caught': { why: 'It fails with an error of Python.' },
  'a function that does not exist': { why: 'It fails with Exception.' },
  'a result that is too large fails the task, and States.ALL does not catch it': {
    why: 'It lets States.ALL catch it.',
  },
  'a failed token can be caught by name': { why: 'It loses the cause.' },
  'heartbeats that stop can be caught as States.HeartbeatTimeout': { why: 'It knows States.Timeout only.' },
  'Parallel: the error of a branch is caught outside': {
    why: 'It waits for the other branch in real time.',
    varies: true,
  },
  'Map: items that are no array': { why: 'It fails with States.QueryEvaluationError.' },
};
