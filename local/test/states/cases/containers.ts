import { machineArn } from '../lab';
import type { Case } from './case';
import { CALLED, FAILED, single, task } from './case';

const boom = { throws: { errorType: 'Boom', errorMessage: 'it broke' } };
const map = (more: object, processor: object = single(task('F'))) =>
  single({ Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...processor }, ...more });
const named = (name: string, state: object) => ({ StartAt: name, States: { [name]: { ...state, End: true } } });
const twice = (types: string) => `${types} ${types}`;
const item = named('Item', task('F'));
const ITEM = `MapIterationStarted TaskStateEntered ${CALLED} TaskStateExited MapIterationSucceeded`;
const child = (more: object = {}, resource = 'startExecution.sync:2') =>
  single({
    Type: 'Task',
    Resource: `arn:aws:states:::states:${resource}`,
    Parameters: { StateMachineArn: machineArn('child'), Input: { 'a.$': '$.a' } },
    ...more,
  });

export const containerCases: Case[] = [
  {
    name: 'Parallel gives the outputs in the order of its branches',
    definition: single({
      Type: 'Parallel',
      Branches: [named('A', { Type: 'Pass', Result: 'a' }), named('B', { Type: 'Pass' })],
    }),
    input: { x: 1 },
    status: 'SUCCEEDED',
    output: ['a', { x: 1 }],
  },
  {
    name: 'Parallel: one branch, its events',
    definition: single({ Type: 'Parallel', Branches: [named('A', { Type: 'Pass' })] }),
    status: 'SUCCEEDED',
    output: [{}],
    events:
      'ParallelStateEntered ParallelStateStarted PassStateEntered PassStateExited ParallelStateSucceeded ParallelStateExited',
  },
  {
    name: 'Parallel: Parameters, ResultSelector and ResultPath',
    definition: single({
      Type: 'Parallel',
      Parameters: { 'y.$': '$.x' },
      Branches: [named('A', { Type: 'Pass' })],
      ResultSelector: { 'first.$': '$[0]' },
      ResultPath: '$.out',
    }),
    input: { x: 1 },
    status: 'SUCCEEDED',
    output: { x: 1, out: { first: { y: 1 } } },
  },
  {
    name: 'Parallel: the error of a branch is caught outside',
    definition: {
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          End: true,
          Branches: [named('A', task('F')), named('B', { Type: 'Wait', Seconds: 3600 })],
          Catch: [{ ErrorEquals: ['Boom'], Next: 'Caught', ResultPath: '$.error' }],
        },
        Caught: { Type: 'Pass', OutputPath: '$.error.Error', End: true },
      },
    },
    functions: { F: [boom] },
    status: 'SUCCEEDED',
    output: 'Boom',
  },
  {
    name: 'Parallel: an error that nobody catches',
    definition: single({ Type: 'Parallel', Branches: [named('A', task('F'))] }),
    functions: { F: [boom] },
    status: 'FAILED',
    error: 'Boom',
    events: `ParallelStateEntered ParallelStateStarted TaskStateEntered ${FAILED} ParallelStateFailed`,
  },
  {
    name: 'Parallel is retried as a whole',
    definition: single({ Type: 'Parallel', Branches: [named('A', task('F'))], Retry: [{ ErrorEquals: ['Boom'] }] }),
    functions: { F: [boom, { returns: 1 }] },
    status: 'SUCCEEDED',
    output: [1],
  },
  {
    name: 'States.Runtime inside of a branch is caught nowhere',
    definition: {
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [named('A', { Type: 'Pass', InputPath: '$.none' })],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
          End: true,
        },
        Caught: { Type: 'Succeed' },
      },
    },
    status: 'FAILED',
    error: 'States.Runtime',
    cause:
      "An error occurred while executing the state 'A' (entered at the event id #4). Invalid path '$.none': No results for path: $.none",
  },

  {
    name: 'Map runs its processor for each item',
    definition: map({ ItemsPath: '$.items', MaxConcurrency: 1 }, item),
    input: { items: [1, 2] },
    functions: { F: [{ echoes: true }] },
    status: 'SUCCEEDED',
    output: [1, 2],
    events: `MapStateEntered MapStateStarted ${twice(ITEM)} MapStateSucceeded MapStateExited`,
  },
  {
    name: 'Map: order is kept at full concurrency',
    definition: map({}, named('Item', { Type: 'Pass' })),
    input: [5, 4, 3, 2, 1],
    status: 'SUCCEEDED',
    output: [5, 4, 3, 2, 1],
  },
  {
    name: 'Map: no items',
    definition: map({ ItemsPath: '$.items' }, item),
    input: { items: [] },
    status: 'SUCCEEDED',
    output: [],
    events: 'MapStateEntered MapStateStarted MapStateSucceeded MapStateExited',
  },
  {
    name: 'Map: ItemSelector reads state input, item and index; the processor the execution input',
    definition: map(
      {
        ItemsPath: '$.items',
        ItemSelector: { 'shared.$': '$.shared', 'item.$': '$$.Map.Item.Value', 'index.$': '$$.Map.Item.Index' },
        ResultPath: '$.out',
        OutputPath: '$.out',
      },
      named('Item', {
        Type: 'Pass',
        Parameters: { 'all.$': '$', 'from.$': '$$.Execution.Input.shared', 'again.$': '$$.Map.Item.Index' },
      }),
    ),
    input: { items: ['a'], shared: 7 },
    status: 'SUCCEEDED',
    output: [{ all: { shared: 7, item: 'a', index: 0 }, from: 7, again: 0 }],
  },
  {
    name: 'Map: an item that fails fails the Map',
    definition: map({ MaxConcurrency: 1 }, item),
    input: [1, 2],
    functions: { F: [boom] },
    status: 'FAILED',
    error: 'Boom',
    events: `MapStateEntered MapStateStarted MapIterationStarted TaskStateEntered ${FAILED} MapIterationFailed MapStateFailed`,
  },
  {
    name: 'Map: an error caught within leaves the other items alone',
    definition: map(
      { MaxConcurrency: 1 },
      {
        StartAt: 'Item',
        States: {
          Item: task('F', { End: true, Catch: [{ ErrorEquals: ['Boom'], Next: 'Lost' }] }),
          Lost: { Type: 'Pass', Result: 'lost', End: true },
        },
      },
    ),
    input: [1, 2],
    functions: { F: [boom, { echoes: true }] },
    status: 'SUCCEEDED',
    output: ['lost', 2],
  },
  {
    name: 'Map: items that are no array',
    definition: map({ ItemsPath: '$.items' }, item),
    input: { items: 'text' },
    status: 'FAILED',
    error: 'States.Runtime',
  },

  {
    name: 'a child execution gives its description, the output parsed',
    definition: child({ ResultSelector: { 'output.$': '$.Output', 'input.$': '$.Input', 'status.$': '$.Status' } }),
    input: { a: 1 },
    children: { child: single({ Type: 'Pass', Result: { made: true } }) },
    status: 'SUCCEEDED',
    output: { output: { made: true }, input: { a: 1 }, status: 'SUCCEEDED' },
    events: 'TaskStateEntered TaskScheduled TaskStarted TaskSubmitted TaskSucceeded TaskStateExited',
  },
  {
    name: 'a child that fails is States.TaskFailed, its description the cause',
    definition: {
      StartAt: 'Try',
      States: {
        Try: { ...(child() as any).States.Only, Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Read' }] },
        Read: {
          Type: 'Pass',
          Parameters: { 'error.$': '$.Error', 'child.$': 'States.StringToJson($.Cause)' },
          Next: 'Pick',
        },
        Pick: {
          Type: 'Pass',
          Parameters: {
            'error.$': '$.error',
            'inner.$': '$.child.Error',
            'cause.$': '$.child.Cause',
            'status.$': '$.child.Status',
            'input.$': '$.child.Input',
          },
          End: true,
        },
      },
    },
    input: { a: 1 },
    children: { child: single({ Type: 'Fail', Error: 'Broken', Cause: 'inside' }) },
    status: 'SUCCEEDED',
    output: { error: 'States.TaskFailed', inner: 'Broken', cause: 'inside', status: 'FAILED', input: { a: 1 } },
  },
  {
    name: 'startExecution alone does not wait',
    definition: child({ ResultPath: null }, 'startExecution'),
    input: { a: 1 },
    children: { child: single({ Type: 'Fail' }) },
    status: 'SUCCEEDED',
    output: { a: 1 },
    events: 'TaskStateEntered TaskScheduled TaskStarted TaskSucceeded TaskStateExited',
  },
  {
    name: 'a child that does not exist',
    definition: child(),
    input: { a: 1 },
    status: 'FAILED',
    error: 'StepFunctions.StateMachineDoesNotExistException',
  },
];
