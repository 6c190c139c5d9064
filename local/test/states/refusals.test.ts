import { single, task } from './cases/case';
import { functionArn, lab } from './lab';

const definitionError = (definition: object) => {
  try {
    lab().define('subject', definition);
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  return 'accepted';
};
const pass = { Type: 'Pass', End: true };
const processor = { StartAt: 'Item', States: { Item: pass } };
const invoke = (parameters: object, resource = 'arn:aws:states:::lambda:invoke') =>
  single({ Type: 'Task', Resource: resource, Parameters: parameters });

test.each<[what: string, definition: object, state: string | undefined, field: string]>([
  ['JSONata for the machine', { QueryLanguage: 'JSONata', ...single({ Type: 'Pass' }) }, undefined, 'QueryLanguage'],
  ['JSONata for a state', single({ Type: 'Pass', QueryLanguage: 'JSONata' }), 'Only', 'QueryLanguage'],
  ['Arguments', single(task('F', { Arguments: {} })), 'Only', 'Arguments'],
  ['Output', single({ Type: 'Pass', Output: {} }), 'Only', 'Output'],
  ['Assign', single({ Type: 'Pass', Assign: { a: 1 } }), 'Only', 'Assign'],
  ['Credentials', single(task('F', { Credentials: { RoleArn: 'x' } })), 'Only', 'Credentials'],
  [
    'a distributed Map',
    single({
      Type: 'Map',
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...processor },
    }),
    'Only',
    'ItemProcessor.ProcessorConfig.ExecutionType',
  ],
  [
    'the mode of a distributed Map',
    single({ Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, ...processor } }),
    'Only',
    'ItemProcessor.ProcessorConfig.Mode',
  ],
  [
    'tolerated failures',
    single({ Type: 'Map', ItemProcessor: processor, ToleratedFailurePercentage: 5 }),
    'Only',
    'ToleratedFailurePercentage',
  ],
  ['an item reader', single({ Type: 'Map', ItemProcessor: processor, ItemReader: {} }), 'Only', 'ItemReader'],
  ['the old Iterator', single({ Type: 'Map', Iterator: processor }), 'Only', 'Iterator'],
  ['an SDK integration', invoke({}, 'arn:aws:states:::aws-sdk:ec2:describeImages'), 'Only', 'Resource'],
  ['another optimized integration', invoke({}, 'arn:aws:states:::sqs:sendMessage'), 'Only', 'Resource'],
  [
    'the first .sync of child executions',
    invoke({ StateMachineArn: 'x' }, 'arn:aws:states:::states:startExecution.sync'),
    'Only',
    'Resource',
  ],
  ['a placeholder that was not replaced', single({ Type: 'Task', Resource: '${Launch}' }), 'Only', 'Resource'],
  [
    'an activity',
    single({ Type: 'Task', Resource: 'arn:aws:states:us-east-1:123456789012:activity:a' }),
    'Only',
    'Resource',
  ],
  [
    'an asynchronous invocation',
    invoke({ FunctionName: functionArn('F'), InvocationType: 'Event' }),
    'Only',
    'Parameters.InvocationType',
  ],
  ['an invocation of no function', invoke({ Payload: {} }), 'Only', 'Parameters.FunctionName'],
  ['heartbeats of a plain task', single(task('F', { HeartbeatSeconds: 5 })), 'Only', 'HeartbeatSeconds'],
  ['an unknown field', single({ Type: 'Pass', Paramters: {} }), 'Only', 'Paramters'],
  ['an unknown type', single({ Type: 'Pas' }), 'Only', 'Type'],
  [
    'an unknown field of a retrier',
    single(task('F', { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempt: 1 }] })),
    'Only',
    'Retry.0.MaxAttempt',
  ],
  [
    'a wrong jitter strategy',
    single(task('F', { Retry: [{ ErrorEquals: ['States.ALL'], JitterStrategy: 'HALF' }] })),
    'Only',
    'Retry.0.JitterStrategy',
  ],
  [
    'States.ALL with others',
    single(task('F', { Retry: [{ ErrorEquals: ['States.ALL', 'A'] }] })),
    'Only',
    'Retry.0.ErrorEquals',
  ],
  [
    'States.ALL before others',
    single(
      task('F', {
        Catch: [
          { ErrorEquals: ['States.ALL'], Next: 'Only' },
          { ErrorEquals: ['A'], Next: 'Only' },
        ],
      }),
    ),
    'Only',
    'Catch.0.ErrorEquals',
  ],
  [
    'a retry interval of 0',
    single(task('F', { Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 0 }] })),
    'Only',
    'Retry.0.IntervalSeconds',
  ],
  [
    'a heartbeat as long as the timeout',
    single({
      ...(invoke({ FunctionName: 'F' }, 'arn:aws:states:::lambda:invoke.waitForTaskToken') as any).States.Only,
      TimeoutSeconds: 5,
      HeartbeatSeconds: 5,
    }),
    'Only',
    'HeartbeatSeconds',
  ],
  ['a JSONPath filter', single({ Type: 'Pass', InputPath: '$.a[?(@.b == 1)]' }), 'Only', 'InputPath'],
  ['a JSONPath function', single({ Type: 'Pass', Parameters: { 'a.$': '$.a.length()' } }), 'Only', 'Parameters.a.$'],
  ['a ResultPath with a wildcard', single({ Type: 'Pass', ResultPath: '$.a[*]' }), 'Only', 'ResultPath'],
  ['a ResultPath into the context object', single({ Type: 'Pass', ResultPath: '$$.a' }), 'Only', 'ResultPath'],
  [
    'a template field without a path',
    single({ Type: 'Pass', Parameters: { 'a.$': 'text' } }),
    'Only',
    'Parameters.a.$',
  ],
  ['a template field given twice', single({ Type: 'Pass', Parameters: { 'a.$': '$', a: 1 } }), 'Only', 'Parameters'],
  [
    'an unknown intrinsic function',
    single({ Type: 'Pass', Parameters: { 'a.$': 'States.Reverse($.a)' } }),
    'Only',
    'Parameters.a.$',
  ],
  [
    'too many arguments',
    single({ Type: 'Pass', Parameters: { 'a.$': 'States.ArrayLength($.a, 1)' } }),
    'Only',
    'Parameters.a.$',
  ],
  ['an unbalanced call', single({ Type: 'Pass', Parameters: { 'a.$': 'States.Array(1' } }), 'Only', 'Parameters.a.$'],
  [
    'an unknown comparison',
    {
      StartAt: 'C',
      States: { C: { Type: 'Choice', Choices: [{ Variable: '$.a', StringIs: 'x', Next: 'E' }] }, E: pass },
    },
    'C',
    'Choices.0.StringIs',
  ],
  [
    'two comparisons in one rule',
    {
      StartAt: 'C',
      States: {
        C: { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, IsString: true, Next: 'E' }] },
        E: pass,
      },
    },
    'C',
    'Choices.0',
  ],
  [
    'an operand of another type',
    {
      StartAt: 'C',
      States: { C: { Type: 'Choice', Choices: [{ Variable: '$.a', NumericEquals: '1', Next: 'E' }] }, E: pass },
    },
    'C',
    'Choices.0.NumericEquals',
  ],
  [
    'Next inside of And',
    {
      StartAt: 'C',
      States: {
        C: { Type: 'Choice', Choices: [{ And: [{ Variable: '$.a', IsNull: true, Next: 'E' }], Next: 'E' }] },
        E: pass,
      },
    },
    'C',
    'Choices.0.And.0.Next',
  ],
  ['a Wait for two things', single({ Type: 'Wait', Seconds: 1, Timestamp: '2026-01-01T00:00:00Z' }), 'Only', 'Seconds'],
  ['a Wait for no time', single({ Type: 'Wait', Timestamp: 'tomorrow' }), 'Only', 'Timestamp'],
  ['a Wait below zero', single({ Type: 'Wait', Seconds: -1 }), 'Only', 'Seconds'],
  ['Error and ErrorPath', single({ Type: 'Fail', Error: 'A', ErrorPath: '$.a' }), 'Only', 'ErrorPath'],
  ['a transition to nowhere', { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } }, 'A', 'Next'],
  ['a Catch to nowhere', single(task('F', { Catch: [{ ErrorEquals: ['A'], Next: 'B' }] })), 'Only', 'Catch.0.Next'],
  [
    'a Default to nowhere',
    {
      StartAt: 'C',
      States: { C: { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'C' }], Default: 'D' } },
    },
    'C',
    'Default',
  ],
  ['a state that nothing leads to', { StartAt: 'A', States: { A: pass, B: pass } }, 'B', 'States'],
  ['a StartAt that is no state', { StartAt: 'B', States: { A: pass } }, undefined, 'StartAt'],
  [
    'a transition out of a branch',
    {
      StartAt: 'P',
      States: {
        P: { Type: 'Parallel', End: true, Branches: [{ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'P' } } }] },
      },
    },
    'A',
    'Next',
  ],
  [
    'a name given twice',
    { StartAt: 'P', States: { P: { Type: 'Parallel', End: true, Branches: [{ StartAt: 'P', States: { P: pass } }] } } },
    'P',
    'States',
  ],
  ['Next and End', single({ Type: 'Pass', Next: 'Only' }), 'Only', 'Next'],
  ['no end', { StartAt: 'A', States: { A: { Type: 'Pass' } } }, 'A', 'Next'],
])('a machine with %s is refused, naming state and field', (_what, definition, state, field) => {
  const where = state === undefined ? `field '${field}'` : `state '${state}', field '${field}'`;
  expect(definitionError(definition)).toContain(`InvalidDefinition: Invalid State Machine Definition: ${where}: `);
});

test('Comment is welcome wherever a reader may want one', () => {
  const definition = {
    Comment: 'c',
    StartAt: 'T',
    States: {
      T: task('F', {
        Comment: 'c',
        Retry: [{ ErrorEquals: ['A'], Comment: 'c' }],
        Catch: [{ ErrorEquals: ['A'], Next: 'C', Comment: 'c' }],
        Next: 'C',
      }),
      C: {
        Type: 'Choice',
        Comment: 'c',
        Choices: [{ Comment: 'c', Variable: '$.a', IsPresent: true, Next: 'P' }],
        Default: 'P',
      },
      P: {
        Type: 'Parallel',
        Branches: [
          {
            Comment: 'c',
            StartAt: 'M',
            States: { M: { Type: 'Map', ItemProcessor: { Comment: 'c', ...processor }, End: true } },
          },
        ],
        End: true,
      },
    },
  };
  expect(definitionError(definition)).toBe('accepted');
});

test('an express machine and a text that is no JSON are refused', () => {
  const { states } = lab();
  const machine = { name: 'm', arn: 'arn:aws:states:us-east-1:123456789012:stateMachine:m', roleArn: 'r' };
  expect(() => states.define({ ...machine, definition: '{}', type: 'EXPRESS' })).toThrow('only STANDARD is simulated');
  expect(() => states.define({ ...machine, definition: '{"StartAt":' })).toThrow('is not JSON');
});

test('a machine with .sync:2 is refused when its role may not make the managed rule', () => {
  const parent = lab();
  parent.denied.add('events:PutRule');
  const child = invoke(
    { StateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:child' },
    'arn:aws:states:::states:startExecution.sync:2',
  );
  expect(() => parent.define('parent', child)).toThrow(
    'is not authorized to create managed-rule: User: arn:aws:iam::123456789012:role/machine is not authorized to perform: events:PutRule on resource: arn:aws:events:us-east-1:123456789012:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule',
  );
});
