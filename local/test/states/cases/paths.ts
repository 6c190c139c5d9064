import type { Case } from './case';
import { single, task } from './case';

const store = {
  book: [
    { title: 'a', price: 1 },
    { title: 'b', price: 2 },
    { title: 'c', price: 3, tags: ['x', 'y'] },
  ],
  'odd name': 7,
  bike: { price: 9 },
};
const reads = (name: string, path: string, output: unknown, more: Partial<Case> = {}): Case => ({
  name: `path ${name}: ${path}`,
  definition: single({ Type: 'Pass', Parameters: { 'read.$': path }, OutputPath: '$.read' }),
  input: { store, n: null },
  status: 'SUCCEEDED',
  output,
  ...more,
});
const missing =
  "An error occurred while executing the state 'Only' (entered at the event id #2). The JSONPath '$.store.car' specified for the field";

export const pathCases: Case[] = [
  reads('by name', '$.store.bike.price', 9),
  reads('by quoted name', "$.store['odd name']", 7),
  reads('by index', '$.store.book[1].title', 'b'),
  reads('to an item', '$.store.book[0]', { title: 'a', price: 1 }),
  reads('by index from the end', '$.store.book[-1].title', 'c', {}),
  reads('to null', '$.n', null),
  reads('with a wildcard', '$.store.book[*].title', ['a', 'b', 'c']),
  reads('with a wildcard that skips what lacks the rest', '$.store.book[*].tags[0]', ['x'], {}),
  reads('with a slice', '$.store.book[0:2].price', [1, 2]),
  reads('with an open slice', '$.store.book[1:].price', [2, 3]),
  reads('with a descent', '$..title', ['a', 'b', 'c']),
  {
    name: 'a path to nothing in Parameters fails the execution',
    definition: single({ Type: 'Pass', Parameters: { 'car.$': '$.store.car' } }),
    input: { store: {} },
    status: 'FAILED',
    error: 'States.Runtime',
    cause: `${missing} 'Parameters.car.$' could not be found in the input '{"store":{}}'`,
    events: 'PassStateEntered',
  },
  {
    name: 'a path to nothing in InputPath fails the execution',
    definition: single({ Type: 'Pass', InputPath: '$.car' }),
    status: 'FAILED',
    error: 'States.Runtime',
  },
  {
    name: 'States.Runtime is never caught',
    definition: single(
      task('Echo', { Parameters: { 'a.$': '$.a' }, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Only' }] }),
    ),
    status: 'FAILED',
    error: 'States.Runtime',
  },

  {
    name: 'InputPath selects, ResultPath combines with the raw input',
    definition: single(task('Echo', { InputPath: '$.in', ResultPath: '$.out' })),
    input: { in: { a: 1 }, keep: 2 },
    functions: { Echo: [{ echoes: true }] },
    status: 'SUCCEEDED',
    output: { in: { a: 1 }, keep: 2, out: { a: 1 } },
  },
  {
    name: 'InputPath null is an empty object',
    definition: single({ Type: 'Pass', InputPath: null }),
    input: { a: 1 },
    status: 'SUCCEEDED',
    output: {},
  },
  {
    name: 'OutputPath null is an empty object',
    definition: single({ Type: 'Pass', OutputPath: null }),
    input: { a: 1 },
    status: 'SUCCEEDED',
    output: {},
  },
  {
    name: 'ResultPath null keeps the input',
    definition: single({ Type: 'Pass', Result: 7, ResultPath: null }),
    input: { a: 1 },
    status: 'SUCCEEDED',
    output: { a: 1 },
  },
  {
    name: 'ResultPath makes the objects on its way',
    definition: single({ Type: 'Pass', Result: 7, ResultPath: '$.x.y.z' }),
    input: { x: { a: 1 } },
    status: 'SUCCEEDED',
    output: { x: { a: 1, y: { z: 7 } } },
  },
  {
    name: 'ResultPath replaces an item of an array',
    definition: single({ Type: 'Pass', Result: 7, ResultPath: '$.x[1]' }),
    input: { x: [1, 2, 3] },
    status: 'SUCCEEDED',
    output: { x: [1, 7, 3] },
  },
  {
    name: 'ResultPath into something that is no object fails',
    definition: single({ Type: 'Pass', Result: 7, ResultPath: '$.x.y' }),
    input: { x: 'text' },
    status: 'FAILED',
    error: 'States.ResultPathMatchFailure',
  },
  {
    name: 'OutputPath selects at last',
    definition: single({ Type: 'Pass', Result: { r: 1 }, ResultPath: '$.x', OutputPath: '$.x.r' }),
    input: { a: 1 },
    status: 'SUCCEEDED',
    output: 1,
  },
  {
    name: 'Pass: Result goes before Parameters',
    definition: single({ Type: 'Pass', Parameters: { 'a.$': '$.a' }, Result: 'fixed' }),
    input: { a: 1 },
    status: 'SUCCEEDED',
    output: 'fixed',
  },
  {
    name: 'Parameters mix fixed and read fields at any depth',
    definition: single({
      Type: 'Pass',
      Parameters: { fixed: [1, { 'a.$': '$.a' }], deep: { 'all.$': '$', text: '$.a' } },
    }),
    input: { a: 1 },
    status: 'SUCCEEDED',
    output: { fixed: [1, { a: 1 }], deep: { all: { a: 1 }, text: '$.a' } },
  },
  {
    name: 'ResultSelector reads the result',
    definition: single(task('Make', { ResultSelector: { 'id.$': '$.image.id', kind: 'x' }, ResultPath: '$.made' })),
    input: { keep: 1 },
    functions: { Make: [{ returns: { image: { id: 'ami-1' }, noise: 1 } }] },
    status: 'SUCCEEDED',
    output: { keep: 1, made: { id: 'ami-1', kind: 'x' } },
  },
  {
    name: 'a function that answers nothing answers null',
    definition: single(task('Nothing')),
    functions: { Nothing: [{ returns: null }] },
    status: 'SUCCEEDED',
    output: null,
  },

  {
    name: 'the context object names execution, state and machine',
    definition: single({
      Type: 'Pass',
      Parameters: {
        'input.$': '$$.Execution.Input.a',
        'state.$': '$$.State.Name',
        'machine.$': '$$.StateMachine.Name',
        'role.$': '$$.Execution.RoleArn',
      },
    }),
    input: { a: 1 },
    status: 'SUCCEEDED',
    output: { input: 1, state: 'Only', machine: 'subject', role: 'arn:aws:iam::123456789012:role/machine' },
  },
  {
    name: 'a Choice may read the context object',
    definition: {
      StartAt: 'C',
      States: {
        C: { Type: 'Choice', Choices: [{ Variable: '$$.State.Name', StringEquals: 'C', Next: 'S' }], Default: 'F' },
        S: { Type: 'Succeed' },
        F: { Type: 'Fail' },
      },
    },
    status: 'SUCCEEDED',
    output: {},
  },
  {
    name: 'a missing name of the context object fails the execution',
    definition: single({ Type: 'Pass', Parameters: { 'token.$': '$$.Task.Token' } }),
    status: 'FAILED',
    error: 'States.Runtime',
  },
];
