import type { Fact } from './row';

/** Step Functions, Lambda and the API. */
export const flow: readonly Fact[] = [
  {
    id: 'start-execution-is-idempotent-by-name',
    fact: 'StartExecution of a standard workflow returns the running execution of the same name and input, and `ExecutionAlreadyExists` once it is over or the input differs.',
    basis: 'documented',
    source: 'Step Functions API reference, StartExecution',
    code: ['aws/flow/executions.ts'],
    local: 'does the same',
    tests: [
      ['local/test/states/api.test.ts', 'refuses a name that has another input or has ended'],
      ['local/test/states/api.test.ts', 'answers with the running execution when name and input are the same'],
    ],
    option: 'without',
  },
  {
    id: 'task-token-works-once',
    fact: 'A task token is answered once; a later answer gets `TaskTimedOut`, and a retry of the state has another token.',
    basis: 'documented',
    source: 'Step Functions API reference, SendTaskSuccess',
    code: ['aws/flow/task-tokens.ts', 'aws/catalog/waits.ts'],
    local: 'does the same',
    tests: [
      ['local/test/states/running.test.ts', 'works once: afterwards the task has timed out'],
      ['test/aws/catalog/claims.test.ts', 'a retry of the state replaces the token, and the old one takes nothing'],
    ],
    option: 'without',
  },
  {
    id: 'error-and-cause-are-limited',
    fact: 'SendTaskFailure takes an error of 256 and a cause of 32,768 characters.',
    basis: 'documented',
    source: 'Step Functions API reference, SendTaskFailure',
    code: ['aws/flow/task-tokens.ts'],
    local: 'does the same',
    tests: [['test/aws/answers.test.ts', 'an answer is JSON, a cause at most as long as Step Functions takes']],
  },
  {
    id: 'history-has-25000-events',
    fact: 'An execution fails when its history reaches 25,000 events, whatever its states would catch.',
    basis: 'documented',
    source: 'Step Functions developer guide, "Step Functions service quotas"',
    code: ['statemachines/build.asl.json', 'aws/catalog/waits.ts'],
    local: 'does the same',
    tests: [
      ['local/test/states/running.test.ts', 'ends the execution at 25,000 events, whatever is caught'],
      [
        'test/journeys/build/figures.test.ts',
        'its state transitions and its events of history keep to the aims of 40 and 200',
      ],
    ],
  },
  {
    id: 'state-data-has-256-kib',
    fact: 'Input and output of a state have at most 256 KiB.',
    basis: 'documented',
    source: 'Step Functions developer guide, "Step Functions service quotas"',
    code: ['lambdas/cleanup/store-plan.ts'],
    local: 'does the same',
    tests: [
      ['local/test/states/api.test.ts', 'refuses what is no JSON, what is larger than 256 KiB, and unknown machines'],
    ],
    option: 'without',
  },
  {
    id: 'states-all-misses-two-errors',
    fact: 'States.ALL catches neither States.DataLimitExceeded nor States.Runtime.',
    basis: 'documented',
    source: 'Step Functions developer guide, "Handling errors in Step Functions workflows"',
    code: ['statemachines/pipeline.asl.json', 'lambdas/events/compensate-stopped.ts'],
    local: 'does the same',
    tests: [
      ['local/test/states/properties.test.ts', 'the error %s and ErrorEquals %s: %s'],
      [
        'test/journeys/build/stranded-runs.test.ts',
        'when the function that records the outcome is killed at every try',
      ],
    ],
  },
  {
    id: 'sync-child-needs-a-managed-rule',
    fact: 'A machine with `.sync:2` is refused when its role may not make the rule StepFunctionsGetEventsForStepFunctionsExecutionRule.',
    basis: 'documented',
    source: 'Step Functions developer guide, "Start workflow executions from a task state in Step Functions"',
    code: ['infra/setting/names.ts', 'infra/part/state-machines.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/states/refusals.test.ts',
        'a machine with .sync:2 is refused when its role may not make the managed rule',
      ],
    ],
    option: 'without',
  },
  {
    id: 'api-gives-up-after-30-seconds',
    fact: 'An HTTP API gives up after 30 seconds though its function goes on.',
    basis: 'documented',
    source: 'API Gateway developer guide, "Quotas for configuring and running an HTTP API in API Gateway"',
    code: ['core/api/idempotency.ts', 'core/instance/job-array.ts'],
    local: 'does the same',
    tests: [
      [
        'test/journeys/instance/job-array.test.ts',
        'is answered long before the API gives up, and launched no faster than EC2 takes launches',
      ],
      [
        'test/journeys/build/lost-starts.test.ts',
        'after its run was over without an answer, is answered with that run',
      ],
    ],
  },
  {
    id: 'lambda-payload-6-mib',
    fact: 'A function takes and returns at most 6 MiB.',
    basis: 'documented',
    source: 'Lambda developer guide, "Lambda quotas"',
    code: ['core/recipe/files.ts'],
    local: 'does the same',
    tests: [
      ['local/test/services/functions.test.ts', 'takes 6 MiB and not more'],
      ['test/core/recipe/parse.test.ts', 'may have a mebibyte each and four together, to the byte'],
    ],
    option: 'without',
  },
  {
    id: 'environment-has-4-kib',
    fact: 'The variables of a function have at most 4 KiB together.',
    basis: 'documented',
    source: 'Lambda developer guide, "Lambda quotas"',
    code: ['infra/function/variables.ts'],
    local: 'does the same',
    tests: [
      [
        'test/infra/stacks.test.ts',
        'settings that fill the environment of a function to the last byte are taken, and one byte more is not',
      ],
    ],
  },
  {
    id: 'async-invocations-are-retried',
    fact: 'Lambda tries an asynchronous invocation that failed twice again, and then sends it to the destination for failures.',
    basis: 'documented',
    source: 'Lambda developer guide, "How Lambda handles errors and retries with asynchronous invocation"',
    code: ['infra/function/lambda.ts'],
    local: 'does the same',
    tests: [
      ['local/test/services/functions.test.ts', 'is tried again after a minute'],
      ['local/test/services/functions.test.ts', 'that fails every time lands in the destination for failures'],
    ],
    option: 'without',
  },
  {
    id: 'function-may-die-anywhere',
    fact: 'A function may end between any two calls, by its time limit, memory or the platform, and its step is retried.',
    basis: 'documented',
    source: 'Lambda developer guide, "Understanding retry behavior in Lambda"',
    code: ['statemachines/retry-policies.json', 'aws/catalog/resources.ts'],
    local: 'does the same',
    tests: [
      [
        'test/journeys/build/crashes.test.ts',
        'a build whose functions each die once %s their work ends well, and makes nothing twice',
      ],
    ],
  },
  {
    id: 'answer-may-be-lost',
    fact: 'A call may take effect though its answer is lost, and the SDK then sends it again.',
    basis: 'documented',
    source: 'EC2 developer guide, "Ensuring idempotency in Amazon EC2 API requests"',
    code: ['aws/client/errors.ts', 'usecases/run/send-once.ts'],
    local: 'does not model it',
    difference: 'Every call is answered; the tests lose answers.',
    tests: [
      ['test/journeys/build/lost-answers.test.ts', 'a lost answer of %s makes nothing twice'],
      ['test/journeys/build/lost-starts.test.ts', 'after the answer of StartExecution was lost, goes on with its run'],
    ],
  },
];
