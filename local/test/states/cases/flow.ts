import type { Case } from './case';
import { CALLED, single, task } from './case';

const decide = (rule: object) => ({
  StartAt: 'Decide',
  States: {
    Decide: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
    Yes: { Type: 'Pass', Result: true, End: true },
    No: { Type: 'Pass', Result: false, End: true },
  },
});
const input = {
  text: 'b',
  same: 'b',
  number: 2,
  three: 3,
  time: '2026-01-14T12:00:00Z',
  later: '2026-01-14T13:00:00Z',
  east: '2026-01-14T14:30:00+02:00',
  yes: true,
  nothing: null,
  list: ['x'],
  name: 'image-*.log',
};
const holds: [name: string, rule: object, more?: Partial<Case>][] = [
  ['StringEquals', { Variable: '$.text', StringEquals: 'b' }],
  ['StringEqualsPath', { Variable: '$.text', StringEqualsPath: '$.same' }],
  ['StringLessThan', { Variable: '$.text', StringLessThan: 'c' }],
  ['StringLessThanEqualsPath', { Variable: '$.text', StringLessThanEqualsPath: '$.same' }],
  ['StringGreaterThan', { Variable: '$.text', StringGreaterThan: 'a' }],
  ['StringGreaterThanEquals', { Variable: '$.text', StringGreaterThanEquals: 'b' }],
  ['StringMatches', { Variable: '$.name', StringMatches: 'im*.log' }],
  ['StringMatches with an escaped star', { Variable: '$.name', StringMatches: 'image-\\*.log' }],
  ['NumericEquals', { Variable: '$.number', NumericEquals: 2 }],
  ['NumericLessThan', { Variable: '$.number', NumericLessThan: 2.5 }],
  ['NumericLessThanPath', { Variable: '$.number', NumericLessThanPath: '$.three' }],
  ['NumericLessThanEquals', { Variable: '$.number', NumericLessThanEquals: 2 }],
  ['NumericGreaterThan', { Variable: '$.number', NumericGreaterThan: 1 }],
  ['NumericGreaterThanEqualsPath', { Variable: '$.three', NumericGreaterThanEqualsPath: '$.number' }],
  ['BooleanEquals', { Variable: '$.yes', BooleanEquals: true }],
  ['BooleanEqualsPath', { Variable: '$.yes', BooleanEqualsPath: '$.yes' }],
  ['TimestampEquals', { Variable: '$.time', TimestampEquals: '2026-01-14T12:00:00Z' }],
  ['TimestampLessThanPath', { Variable: '$.time', TimestampLessThanPath: '$.later' }],
  ['TimestampGreaterThan', { Variable: '$.later', TimestampGreaterThan: '2026-01-14T12:30:00Z' }],
  ['TimestampGreaterThan across time zones', { Variable: '$.east', TimestampGreaterThan: '2026-01-14T12:00:00Z' }],
  ['TimestampLessThanEquals', { Variable: '$.time', TimestampLessThanEquals: '2026-01-14T12:00:00Z' }],
  ['TimestampGreaterThanEquals', { Variable: '$.time', TimestampGreaterThanEquals: '2026-01-14T12:00:00Z' }],
  ['IsPresent', { Variable: '$.nothing', IsPresent: true }],
  ['IsPresent false', { Variable: '$.missing.deep', IsPresent: false }],
  ['IsNull', { Variable: '$.nothing', IsNull: true }],
  ['IsNull false', { Variable: '$.text', IsNull: false }],
  ['IsString', { Variable: '$.list[0]', IsString: true }],
  ['IsNumeric', { Variable: '$.number', IsNumeric: true }],
  ['IsBoolean', { Variable: '$.yes', IsBoolean: true }],
  ['IsTimestamp', { Variable: '$.time', IsTimestamp: true }],
  [
    'And',
    {
      And: [
        { Variable: '$.number', NumericEquals: 2 },
        { Variable: '$.yes', BooleanEquals: true },
      ],
    },
  ],
  [
    'Or',
    {
      Or: [
        { Variable: '$.number', NumericEquals: 7 },
        { Variable: '$.yes', BooleanEquals: true },
      ],
    },
  ],
  ['Not', { Not: { Variable: '$.number', NumericEquals: 7 } }],
];
const doesNotHold: [name: string, rule: object][] = [
  ['a number is not a string', { Variable: '$.number', StringEquals: '2' }],
  ['a string is not a time', { Variable: '$.text', IsTimestamp: true }],
  ['a time of another form is none', { Variable: '$.text', TimestampLessThan: '2026-01-14T12:00:00Z' }],
  ['StringMatches needs the whole string', { Variable: '$.name', StringMatches: 'image' }],
  ['StringMatches takes a dot literally', { Variable: '$.name', StringMatches: 'image-*-log' }],
  [
    'And needs both',
    {
      And: [
        { Variable: '$.number', NumericEquals: 2 },
        { Variable: '$.yes', BooleanEquals: false },
      ],
    },
  ],
];

export const flowCases: Case[] = [
  ...holds.map(([name, rule, more]): Case => ({
    name: `Choice: ${name} holds`,
    definition: decide(rule),
    input,
    status: 'SUCCEEDED',
    output: true,
    events: 'ChoiceStateEntered ChoiceStateExited PassStateEntered PassStateExited',
    ...more,
  })),
  ...doesNotHold.map(([name, rule]): Case => ({
    name: `Choice: ${name}`,
    definition: decide(rule),
    input,
    status: 'SUCCEEDED',
    output: false,
  })),
  {
    name: 'Choice: a missing variable fails the execution',
    definition: decide({ Variable: '$.missing', NumericEquals: 1 }),
    status: 'FAILED',
    error: 'States.Runtime',
    cause:
      "An error occurred while executing the state 'Decide' (entered at the event id #2). Invalid path '$.missing': The choice state's condition path references an invalid value.",
    events: 'ChoiceStateEntered',
  },
  {
    name: 'Choice: no rule and no Default',
    definition: {
      StartAt: 'Decide',
      States: {
        Decide: { Type: 'Choice', Choices: [{ Variable: '$.n', NumericEquals: 1, Next: 'End' }] },
        End: { Type: 'Succeed' },
      },
    },
    input: { n: 2 },
    status: 'FAILED',
    error: 'States.NoChoiceMatched',
    events: 'ChoiceStateEntered',
  },
  {
    name: 'Succeed ends with its input',
    definition: single({ Type: 'Succeed', InputPath: '$.a' }),
    input: { a: [1] },
    status: 'SUCCEEDED',
    output: [1],
    events: 'SucceedStateEntered SucceedStateExited',
  },
  {
    name: 'Fail with Error and Cause',
    definition: single({ Type: 'Fail', Error: 'Broken', Cause: 'on purpose' }),
    status: 'FAILED',
    error: 'Broken',
    cause: 'on purpose',
    events: 'FailStateEntered',
  },
  { name: 'Fail with neither', definition: single({ Type: 'Fail' }), status: 'FAILED', events: 'FailStateEntered' },
  {
    name: 'Fail with ErrorPath and an intrinsic function as CausePath',
    definition: single({ Type: 'Fail', ErrorPath: '$.error', CausePath: "States.Format('{} of {}', $.error, $.what)" }),
    input: { error: 'Broken', what: 'disk' },
    status: 'FAILED',
    error: 'Broken',
    cause: 'Broken of disk',
  },
  {
    name: 'Wait for seconds',
    definition: single({ Type: 'Wait', Seconds: 1 }),
    input: { a: 1 },
    status: 'SUCCEEDED',
    output: { a: 1 },
    events: 'WaitStateEntered WaitStateExited',
  },
  {
    name: 'Wait for seconds by path',
    definition: single({ Type: 'Wait', SecondsPath: '$.s' }),
    input: { s: 1 },
    status: 'SUCCEEDED',
    output: { s: 1 },
  },
  {
    name: 'Wait for a time that has passed',
    definition: single({ Type: 'Wait', Timestamp: '2020-01-01T00:00:00Z' }),
    status: 'SUCCEEDED',
    output: {},
  },
  {
    name: 'Wait for a time by path',
    definition: single({ Type: 'Wait', TimestampPath: '$.t' }),
    input: { t: '2020-01-01T00:00:00Z' },
    status: 'SUCCEEDED',
    output: { t: '2020-01-01T00:00:00Z' },
  },
  {
    name: 'Wait by a path to something else',
    definition: single({ Type: 'Wait', SecondsPath: '$.s' }),
    input: { s: 'soon' },
    status: 'FAILED',
    error: 'States.Runtime',
  },
  {
    name: 'a top-level timeout ends the execution without any Catch',
    definition: {
      TimeoutSeconds: 5,
      ...single({
        Type: 'Parallel',
        Branches: [{ StartAt: 'Long', States: { Long: { Type: 'Wait', Seconds: 60, End: true } } }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Only' }],
      }),
    },
    status: 'TIMED_OUT',
  },
  {
    name: 'states follow each other',
    definition: {
      StartAt: 'First',
      States: {
        First: task('Echo', { Next: 'Second' }),
        Second: { Type: 'Pass', Next: 'Third' },
        Third: { Type: 'Succeed' },
      },
    },
    input: { a: 1 },
    functions: { Echo: [{ echoes: true }] },
    status: 'SUCCEEDED',
    output: { a: 1 },
    events: `TaskStateEntered ${CALLED} TaskStateExited PassStateEntered PassStateExited SucceedStateEntered SucceedStateExited`,
  },
];
