import type { Fact } from './row';

/** Events and notifications. */
export const events: readonly Fact[] = [
  {
    id: 'image-events-are-best-effort',
    fact: '`EC2 AMI State Change` is delivered on a best-effort basis, with the states available, failed, deregistered and disabled, and none for pending.',
    basis: 'documented',
    source: 'EC2 user guide, "Monitor AMI events using Amazon EventBridge"',
    code: ['infra/setting/triggers.ts', 'lambdas/events/sweep-waits.ts'],
    local: 'does the same',
    tests: [
      ['local/test/ec2/limits.test.ts', 'may be lost'],
      [
        'test/journeys/event/events.test.ts',
        'a build ends the same when every event is lost, a minute later for each of its waits at most',
      ],
      [
        'test/journeys/build/lost-wake-ups.test.ts',
        'a build goes on though every function that completes a wait dies at $action, after it took effect: $after',
      ],
    ],
    option: 'events.dropEvents',
    off: { ec2: { dropEvents: null } },
  },
  {
    id: 'events-may-come-twice',
    fact: 'EventBridge may deliver an event more than once.',
    basis: 'documented',
    source: 'EventBridge user guide, "Troubleshooting Amazon EventBridge", rule ran more than once',
    code: ['usecases/wait/complete.ts'],
    local: 'does the same',
    tests: [['test/journeys/event/events.test.ts', 'when every event comes three times']],
    option: 'events.copies',
  },
  {
    id: 'events-may-be-late',
    fact: 'An event may come late, and in another order than its causes.',
    basis: 'documented',
    source: 'EventBridge user guide, "Troubleshooting Amazon EventBridge", delayed delivery',
    code: ['core/wait/event-hint.ts', 'core/image/event.ts'],
    local: 'does the same',
    tests: [
      ['test/journeys/event/events.test.ts', 'when every event is an hour late'],
      ['local/test/ec2/limits.test.ts', 'may be late'],
    ],
    option: 'events.eventDelay',
    off: { ec2: { eventDelay: null } },
  },
  {
    id: 'image-events-are-regional',
    fact: 'Events about an image are on the default bus of its own region only.',
    basis: 'documented',
    source: 'EC2 user guide, "Monitor AMI events using Amazon EventBridge"',
    code: ['infra/stack/regional.ts'],
    local: 'does the same',
    tests: [
      [
        'test/journeys/replication/regional-events.test.ts',
        'tells the home region when a copy there is done: no sweep is needed',
      ],
      [
        'test/journeys/image/elsewhere.test.ts',
        'an image of another region is followed where its events reach the home region',
      ],
    ],
  },
  {
    id: 'tag-change-events',
    fact: 'A change of the tags of an image is an event of its region, with source `aws.tag` and the changed keys, delivered on a best-effort basis.',
    basis: 'documented',
    source:
      'EventBridge events reference, "Tags events"; Tag Editor user guide, "Monitor tag changes with serverless workflows and Amazon EventBridge"',
    code: ['infra/setting/triggers.ts', 'lambdas/events/follow-image.ts'],
    local: 'does the same',
    tests: [['test/journeys/image/elsewhere.test.ts', 'is known within a minute in %s']],
  },
  {
    id: 'end-of-execution-events-may-be-lost',
    fact: 'The event about the end of an execution may be lost, so that a record may say running though its execution is over.',
    basis: 'documented',
    source: 'Step Functions developer guide, "Automating Step Functions event delivery with EventBridge"',
    code: ['lambdas/events/reap-leftovers.ts', 'lambdas/night/settle-runs.ts'],
    local: 'does the same',
    tests: [
      [
        'test/journeys/build/stranded-runs.test.ts',
        'at the next run of the reaper, when the event of its end was lost',
      ],
      ['test/journeys/build/stranded-runs.test.ts', 'at the next night, when the reaper does not run either'],
    ],
    option: 'events.dropEvents',
  },
  {
    id: 'no-source-account-for-lambda',
    fact: 'A Lambda permission with SourceAccount keeps EventBridge from invoking the function, since EventBridge sends the ARN of the rule only.',
    basis: 'documented',
    source: 'EventBridge user guide, "Troubleshooting Amazon EventBridge"',
    code: ['infra/event/rules.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/services/deliveries.test.ts',
        'EventBridge does not reach a function whose permission asks for the account',
      ],
      [
        'test/infra/permissions.test.ts',
        'EventBridge reaches functions by the ARN of the rule alone: it does not send the account along',
      ],
    ],
    option: 'without',
  },
  {
    id: 'no-condition-for-topics',
    fact: 'The policy of an SNS topic may have no condition for EventBridge.',
    basis: 'documented',
    source: 'EventBridge user guide, "Using resource-based policies for Amazon EventBridge", Amazon SNS permissions',
    code: ['infra/event/sender-policy.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/services/deliveries.test.ts',
        'EventBridge does not reach a topic whose statement has a condition on %s',
      ],
      [
        'test/infra/permissions.test.ts',
        'EventBridge reaches topics by a statement of its own, without any condition, and queues by the ARN of the rule',
      ],
    ],
    option: 'without',
  },
  {
    id: 'put-events-fails-in-part',
    fact: 'PutEvents succeeds as a call though single entries failed, takes 10 entries, and 256 KiB.',
    basis: 'documented',
    source: 'EventBridge API reference, PutEvents',
    code: ['aws/flow/events.ts'],
    local: 'does not model it',
    difference: 'It takes every entry.',
    tests: [['test/aws/answers.test.ts', 'an event that the bus did not take is an error although the call succeeds']],
  },
  {
    id: 'denied-delivery-is-not-retried',
    fact: 'A delivery that a permission refuses is not retried: it goes to the dead-letter queue at once, or is lost.',
    basis: 'documented',
    source: 'EventBridge user guide, "How EventBridge retries delivering events"',
    code: ['infra/event/dead-letters.ts'],
    local: 'does the same',
    tests: [
      [
        'local/test/services/services.test.ts',
        'goes to the dead letters at once when the function does not let the rule in',
      ],
      ['test/journeys/replication/regional-events.test.ts', 'what it may not hand on goes to its own dead letters'],
    ],
  },
  {
    id: 'api-destination-must-answer',
    fact: 'An address of an API destination must answer within five seconds, and what it does not accept goes to the dead letters.',
    basis: 'documented',
    source: 'EventBridge user guide, "API destinations as targets in Amazon EventBridge"',
    code: ['infra/event/notifications.ts'],
    local: 'does the same',
    tests: [['test/journeys/notification/targets.test.ts', 'that an address does not accept go to the dead letters']],
    option: 'webhooks',
  },
  {
    id: 'placeholder-outside-quotes-is-json',
    fact: 'A text that an input transformer puts in outside quotes comes with its quotes and escapes.',
    basis: 'documented',
    source: 'EventBridge user guide, "Amazon EventBridge input transformation"',
    code: ['infra/event/notifications.ts'],
    local: 'does the same',
    tests: [
      ['local/test/services/events.test.ts', 'is filled into a template: as JSON outside quotes, as text inside'],
      [
        'test/journeys/notification/targets.test.ts',
        'about a failed test go to the topic, and in Slack’s form with the secret header to the secret address',
      ],
    ],
  },
  {
    id: 'schedule-may-fire-twice',
    fact: 'EventBridge Scheduler invokes a target at least once, so that a night or a sweep may start twice.',
    basis: 'documented',
    source: 'EventBridge Scheduler user guide, "What is Amazon EventBridge Scheduler?"',
    code: ['usecases/night/claim.ts'],
    local: 'does not model it',
    difference: 'A schedule fires once.',
    tests: [
      [
        'test/journeys/night/steps.test.ts',
        'one night runs at a time: whoever asks for another is answered with the one that runs',
      ],
      [
        'test/aws/catalog/claims.test.ts',
        'one night holds the place until it gives it up, or until one that knows it is over takes it',
      ],
    ],
  },
];
