/** One of the promises, what is tried for it, and the suites of the simulation or the tests that try it. */
export interface Promised {
  promise: string;
  /** Suites of `test/simulation`, by name. */
  suites: string[];
  /** Tests beside the simulation. */
  tests: string[];
}

export const promises: readonly Promised[] = [
  {
    promise: 'No failed, cancelled or killed build leaves a billable resource after one period of the reaper',
    suites: ['T1', 'T3', 'T4', 'T5'],
    tests: ['test/journeys/build/crashes.test.ts', 'test/journeys/build/stuck.test.ts'],
  },
  {
    promise: 'A build request that is repeated any number of times makes one image',
    suites: ['T1', 'T3', 'T5'],
    tests: ['test/journeys/build/repeats.test.ts', 'test/journeys/build/lost-starts.test.ts'],
  },
  {
    promise:
      'A cleanup never removes an image that is kept, referenced, among the newest N, too young, or whose references could not be read',
    suites: ['T1', 'T5', 'T6', 'T7', 'T14', 'T15'],
    tests: ['test/journeys/cleanup/protections.test.ts', 'test/journeys/cleanup/last-look.test.ts'],
  },
  {
    promise: 'The catalog equals EC2 after the nightly reconciliation',
    suites: ['T1', 'T3', 'T4', 'T5'],
    tests: ['test/journeys/night/steps.test.ts'],
  },
  {
    promise: 'No function may call anything that it does not use',
    suites: ['T10'],
    tests: ['test/infra', 'test/simulation/permissions.test.ts'],
  },
  {
    promise: 'No input reaches a shell unquoted',
    suites: ['T8'],
    tests: ['test/core/lib', 'test/journeys/account/hostile-requests.test.ts'],
  },
  {
    promise: 'The roles of the pipeline may remove only candidates of their own deployment',
    suites: [],
    tests: ['test/journeys/account/permissions.test.ts', 'test/journeys/account/two-deployments.test.ts'],
  },
];

/** The suites: what one case of each is. */
export const suites: Readonly<Record<string, string>> = {
  T1: 'One fault at one call of one function: each call site that the scenarios reach, at its first three calls, with each kind of fault that can happen there',
  T3: 'A function dies after one of its effects, or a run is cancelled or its execution stopped as it enters a state',
  T4: 'One event of AWS, or all of a kind: three times, never, an hour late, before it is true, out of order, for something unknown, without or with wrong members',
  T5: 'A history of four users over three regions with at least 32 requests, while one call in twenty fails',
  T6: 'The plan of a cleanup of a random inventory: compared with one that is made image by image, without and with one more protection, and after the removal',
  T7: 'Two cleanups, a launch, a protecting tag and a copy of one image at once, in one order of eight of their requests',
  T8: 'One hostile string on every way into real shells (bash, sh) with a canary, and a share of them on every place of requests, in documents and scripts: nothing runs, nothing arrives changed, refusals have names',
  T10: 'One permission (an action of a statement of a policy) or one condition less: some question that simulations have asked IAM is answered otherwise. A violation is one that nothing has asked for yet, listed in test/simulation/authorization/unasked.json',
  T14: 'One reading call of a function, at its first or at every call, answered wrongly: empty, without lists, half of each thing, an unknown state, an empty page first or last, the same or two or endless page tokens, two thousand of each thing; in cleanups, nights, health, launches and images, while the reaper and the sweeper run',
  T15: 'Clocks and dates: two days of skew, leap days, changes of summer time in 14 zones, equal stamps, far futures, texts that are no time; sentences of policy about ages, deadlines, grace, schedules and order, and the same answers in every zone of the machine',
  T20: 'A short history with faults, run in two processes, in one of them after other histories: both logs are the same',
};

/** What is promised or planned and not tried yet. */
export const missing: readonly string[] = [
  'The cases that a suite has and that were not run: compare its size with what was run so far. `npm run test:deep` goes on.',
  'T2: pairs of faults in one build. Histories (T5) have many faults, but not every pair.',
  'T10: permissions that the recorded questions did not reach (counted as violations), resources of statements one by one, trust policies, and the policies of bucket, queues, topics and keys. `test/infra` finds permissions that no code uses.',
  'T14: answers of the catalog’s own services are not poisoned, and lists that are missing altogether count as empty.',
  'T13: a stateful fuzzer of our own. Schemathesis asks every route, and follows ids from answer to request (`npm run check:schemathesis`).',
  'T16: scripts that hang, flood, reboot or fill the disk, in many combinations. `test/journeys/build` and `guest` try single ones.',
  'T18: ten thousand builds over thirty days.',
  'A second deployment, rollouts of launch templates, approvals, queues and large job arrays under faults.',
  'Real AWS. Everything here runs in local mode, whose behavior is described in [aws-facts.md](aws-facts.md).',
];
