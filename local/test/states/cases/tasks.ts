import { functionArn } from '../lab';
import type { Case } from './case';
import { CALLED, FAILED, single, task } from './case';

const boom = { throws: { errorType: 'Boom', errorMessage: 'it broke' } };
const lambdaCause = '{"errorType":"Boom","errorMessage":"it broke"}';
const caughtBy = (errors: string[], more: object = {}) => ({
  StartAt: 'Try',
  States: {
    Try: task('F', { End: true, Catch: [{ ErrorEquals: errors, Next: 'Caught', ...more }] }),
    Caught: { Type: 'Pass', End: true },
  },
});
const INVOKE = 'arn:aws:states:::lambda:invoke';
const invoke = (parameters: object, more: object = {}) =>
  single({ Type: 'Task', Resource: INVOKE, Parameters: { FunctionName: functionArn('F'), ...parameters }, ...more });
const waits = (more: object = {}) => ({
  Type: 'Task',
  Resource: `${INVOKE}.waitForTaskToken`,
  Parameters: { FunctionName: functionArn('F'), Payload: { 'input.$': '$', 'token.$': '$$.Task.Token' } },
  ...more,
});
const CALLED_TASK = 'TaskScheduled TaskStarted TaskSucceeded';

export const taskCases: Case[] = [
  {
    name: 'a function fails with its errorType and the whole answer as cause',
    definition: single(task('F')),
    functions: { F: [boom] },
    status: 'FAILED',
    error: 'Boom',
    cause: lambdaCause,
    events: `TaskStateEntered ${FAILED}`,
  },
  {
    name: 'Catch by name puts the error output at its ResultPath',
    definition: caughtBy(['Boom'], { ResultPath: '$.error' }),
    input: { a: 1 },
    functions: { F: [boom] },
    status: 'SUCCEEDED',
    output: { a: 1, error: { Error: 'Boom', Cause: lambdaCause } },
    events: `TaskStateEntered ${FAILED} TaskStateExited PassStateEntered PassStateExited`,
  },
  {
    name: 'Catch without ResultPath replaces the input',
    definition: caughtBy(['States.ALL']),
    input: { a: 1 },
    functions: { F: [boom] },
    status: 'SUCCEEDED',
    output: { Error: 'Boom', Cause: lambdaCause },
  },
  {
    name: 'Catch by States.TaskFailed',
    definition: caughtBy(['States.TaskFailed'], { ResultPath: null }),
    input: { a: 1 },
    functions: { F: [boom] },
    status: 'SUCCEEDED',
    output: { a: 1 },
  },
  {
    name: 'Catch of another error lets it through',
    definition: caughtBy(['Other', 'States.Timeout']),
    functions: { F: [boom] },
    status: 'FAILED',
    error: 'Boom',
  },
  {
    name: 'the first Catch that fits decides',
    definition: {
      StartAt: 'Try',
      States: {
        Try: task('F', {
          End: true,
          Catch: [
            { ErrorEquals: ['Other'], Next: 'A' },
            { ErrorEquals: ['Boom'], Next: 'B' },
            { ErrorEquals: ['States.ALL'], Next: 'A' },
          ],
        }),
        A: { Type: 'Pass', Result: 'A', End: true },
        B: { Type: 'Pass', Result: 'B', End: true },
      },
    },
    functions: { F: [boom] },
    status: 'SUCCEEDED',
    output: 'B',
  },
  {
    name: 'Retry succeeds at the third attempt',
    definition: single(
      task('F', { Retry: [{ ErrorEquals: ['Boom'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1 }] }),
    ),
    functions: { F: [boom, boom, { returns: 'well' }] },
    status: 'SUCCEEDED',
    output: 'well',
    events: `TaskStateEntered ${FAILED} ${FAILED} ${CALLED} TaskStateExited`,
  },
  {
    name: 'Retry that is used up leaves the error to Catch',
    definition: single(task('F', { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }] })),
    functions: { F: [boom] },
    status: 'FAILED',
    error: 'Boom',
    events: `TaskStateEntered ${FAILED} ${FAILED}`,
  },
  {
    name: 'Retry of another error does not retry',
    definition: single(task('F', { Retry: [{ ErrorEquals: ['Other'] }] })),
    functions: { F: [boom, { returns: 1 }] },
    status: 'FAILED',
    error: 'Boom',
  },
  {
    name: 'MaxAttempts 0 forbids to retry what a later Retry would',
    definition: single(
      task('F', { Retry: [{ ErrorEquals: ['Boom'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }] }),
    ),
    functions: { F: [boom, { returns: 1 }] },
    status: 'FAILED',
    error: 'Boom',
  },
  {
    name: 'the retry count is in the context object',
    definition: single(
      task('F', {
        Parameters: { 'count.$': '$$.State.RetryCount' },
        Retry: [{ ErrorEquals: ['Boom'], BackoffRate: 1 }],
      }),
    ),
    functions: { F: [boom, boom, { echoes: true }] },
    status: 'SUCCEEDED',
    output: { count: 2 },
  },
  {
    name: 'an intrinsic function that fails in Parameters can be caught',
    definition: {
      StartAt: 'Try',
      States: {
        Try: task('F', {
          End: true,
          Parameters: { 'a.$': "States.StringToJson('{')" },
          Catch: [{ ErrorEquals: ['States.IntrinsicFailure'], ResultPath: null, Next: 'Caught' }],
        }),
        Caught: { Type: 'Pass', Result: 'caught', End: true },
      },
    },
    status: 'SUCCEEDED',
    output: 'caught',
  },
  {
    name: 'a function that does not exist',
    definition: single({ Type: 'Task', Resource: functionArn('Nowhere') }),
    status: 'FAILED',
    error: 'Lambda.ResourceNotFoundException',
  },
  {
    name: 'a result that is too large fails the task, and States.ALL does not catch it',
    definition: caughtBy(['States.ALL']),
    functions: { F: [{ returns: 'x'.repeat(262_144) }] },
    status: 'FAILED',
    error: 'States.DataLimitExceeded',
    cause: `The state/task '${functionArn('F')}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    events: `TaskStateEntered ${FAILED}`,
  },
  {
    name: 'a result that is too large can be caught by its own name',
    definition: caughtBy(['States.DataLimitExceeded'], { ResultPath: null }),
    functions: { F: [{ returns: 'x'.repeat(262_144) }] },
    status: 'SUCCEEDED',
    output: {},
  },

  {
    name: 'lambda:invoke surrounds what the function answers',
    definition: invoke(
      { 'Payload.$': '$' },
      { ResultSelector: { 'payload.$': '$.Payload', 'status.$': '$.StatusCode' } },
    ),
    input: { a: 1 },
    functions: { F: [{ echoes: true }] },
    status: 'SUCCEEDED',
    output: { payload: { a: 1 }, status: 200 },
    events: `TaskStateEntered ${CALLED_TASK} TaskStateExited`,
  },
  {
    name: 'lambda:invoke fails with the function',
    definition: invoke({}),
    functions: { F: [boom] },
    status: 'FAILED',
    error: 'Boom',
    cause: lambdaCause,
    events: 'TaskStateEntered TaskScheduled TaskStarted TaskFailed',
  },
  {
    name: 'a task token brings the output back',
    definition: single(waits()),
    input: { a: 1 },
    functions: { F: [{ succeeds: { ready: true } }] },
    status: 'SUCCEEDED',
    output: { ready: true },
    events: 'TaskStateEntered TaskScheduled TaskStarted TaskSubmitted TaskSucceeded TaskStateExited',
  },
  {
    name: 'a task token brings an error back',
    definition: single(waits()),
    functions: { F: [{ fails: { error: 'BuildCancelled', cause: 'asked for' } }] },
    status: 'FAILED',
    error: 'BuildCancelled',
    cause: 'asked for',
    events: 'TaskStateEntered TaskScheduled TaskStarted TaskSubmitted TaskFailed',
  },
  {
    name: 'a failed token can be caught by name',
    definition: {
      StartAt: 'Try',
      States: {
        Try: waits({ End: true, Catch: [{ ErrorEquals: ['BuildCancelled'], Next: 'Caught', ResultPath: '$.error' }] }),
        Caught: { Type: 'Pass', End: true },
      },
    },
    input: { a: 1 },
    functions: { F: [{ fails: { error: 'BuildCancelled', cause: 'asked for' } }] },
    status: 'SUCCEEDED',
    output: { a: 1, error: { Error: 'BuildCancelled', Cause: 'asked for' } },
  },
  {
    name: 'a token that never comes back times out',
    definition: single(waits({ TimeoutSeconds: 1 })),
    functions: { F: [{ returns: 'submitted' }] },
    status: 'FAILED',
    error: 'States.Timeout',
    events: 'TaskStateEntered TaskScheduled TaskStarted TaskSubmitted TaskTimedOut',
  },
  {
    name: 'a timeout by path is caught by States.Timeout, not by States.TaskFailed',
    definition: {
      StartAt: 'Try',
      States: {
        Try: waits({
          TimeoutSecondsPath: '$.limit',
          End: true,
          Catch: [
            { ErrorEquals: ['States.TaskFailed'], Next: 'Wrong' },
            { ErrorEquals: ['States.Timeout'], ResultPath: null, Next: 'Caught' },
          ],
        }),
        Caught: { Type: 'Pass', Result: 'in time', End: true },
        Wrong: { Type: 'Fail' },
      },
    },
    input: { limit: 1 },
    functions: { F: [{ returns: 1 }] },
    status: 'SUCCEEDED',
    output: 'in time',
  },
  {
    name: 'heartbeats that stop are States.Timeout',
    definition: single(waits({ TimeoutSeconds: 60, HeartbeatSeconds: 1 })),
    functions: { F: [{ returns: 1 }] },
    status: 'FAILED',
    error: 'States.Timeout',
    events: 'TaskStateEntered TaskScheduled TaskStarted TaskSubmitted TaskTimedOut',
  },
  {
    name: 'heartbeats that stop can be caught as States.HeartbeatTimeout',
    definition: {
      StartAt: 'Try',
      States: {
        Try: waits({
          HeartbeatSecondsPath: '$.beat',
          End: true,
          Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], ResultPath: null, Next: 'Caught' }],
        }),
        Caught: { Type: 'Succeed' },
      },
    },
    input: { beat: 1 },
    functions: { F: [{ returns: 1 }] },
    status: 'SUCCEEDED',
    output: { beat: 1 },
  },
];
