/** How sure a fact is. `model`: the SDK's model of the service; `seen in public`: a report or source that anybody can read. */
export const bases = ['documented', 'model', 'seen in public', 'assumed'] as const;

/** How local mode treats a fact. */
export const treatments = ['does the same', 'harsher', 'does not model it'] as const;

/**
 * One fact of AWS that the code relies on, in one sentence. `id` never changes. `code` are the files that rely on it.
 * `difference` says how local mode differs, unless it does the same. `tests` would fail without the fact or what the
 * code does about it: file, and the title of a test or describe in it. `option` is the option of local mode that sets
 * or turns off the behaviour; `off` are the options with which the fact is off, so that the first of the tests that take
 * options from outside fails (`switchOf`). `settled` says what in an account confirms and what refutes the fact.
 */
export interface Fact {
  id: string;
  fact: string;
  basis: (typeof bases)[number];
  /** Page and title, operation of a model, or repository and number; only an assumed fact has none. */
  source?: string;
  code: readonly string[];
  local: (typeof treatments)[number];
  difference?: string;
  tests: readonly (readonly [file: string, title: string])[];
  option?: keyof typeof options;
  off?: object;
  settled?: { by: string; refuted: string };
}

const ec2 = 'local/services/ec2/state/options.ts';
const latencies = 'local/services/ec2/state/latencies.ts';
const bus = 'local/services/events/bus.ts';
const app = 'local/app/options.ts';

/** The options of local mode that facts name, and the file that declares each. */
export const options = {
  'ec2.capacity': ec2,
  'ec2.disabledRegions': ec2,
  'ec2.enabledRegions': ec2,
  'ec2.imageFailure': ec2,
  'ec2.latencies.availability': latencies,
  'ec2.latencies.copy': latencies,
  'ec2.latencies.image': latencies,
  'ec2.latencies.instanceStop': latencies,
  'ec2.latencies.lingering': latencies,
  'ec2.latencies.settling': latencies,
  'ec2.latencies.visibility': latencies,
  'ec2.limits.concurrentCopies': ec2,
  'ec2.limits.publicImages': ec2,
  'ec2.limits.shareTargets': ec2,
  'ec2.limits.standardVcpus': ec2,
  'ec2.limits.throttling': ec2,
  'ec2.offered': ec2,
  'ec2.remembersImages': ec2,
  'ec2.retentionDays': ec2,
  'ec2.spotCapacity': ec2,
  'ec2.spotInterruption': ec2,
  'ec2.spotRole': ec2,
  'events.copies': bus,
  'events.dropEvents': bus,
  'events.eventDelay': bus,
  'kms.grantDelay': 'local/services/kms/service.ts',
  'machines.agentSeconds': 'local/guest/process/system.ts',
  quotas: app,
  'ssm.latencies.refused': 'local/services/ssm/options.ts',
  webhooks: app,
  without: app,
} as const;

/** A switch of a fact: the options that turn it off, and the test that fails then. */
export interface Switch {
  id: string;
  off: object;
  file: string;
  title: string;
}

/** Files of tests that ask `local/test/kit/facts.ts` for what is off, by a kit, by `start` or by the lab. */
const onKit =
  /^(local\/test\/(ec2|ssm|states)\/|local\/test\/services\/(deliveries|functions|services)\.test|test\/aws\/simulation)/;

/** Returns the switch of a fact; undefined for one that has none, or whose tests take no options from outside. */
export function switchOf({ id, option, off, tests }: Fact): Switch | undefined {
  const [file, title] = tests.find(([each]) => onKit.test(each)) ?? [];
  const options = off ?? (option === 'without' ? { without: [id] } : undefined);
  return file === undefined || title === undefined || options === undefined
    ? undefined
    : { id, off: options, file, title };
}
