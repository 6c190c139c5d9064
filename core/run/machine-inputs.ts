import type { BuildPlan, Run } from '../model/run';
import { locationsIn } from '../model/location';
import { backstopSeconds } from './time-limits';

const taskLimit = (seconds: number): number => seconds + backstopSeconds;

/**
 * Returns the time limits of a machine's waits in seconds, each a little longer than the deadline of the wait itself.
 */
export function machineTimeouts(
  limits: BuildPlan['limits'],
): Record<'ready_seconds' | 'clean_seconds' | 'stop_seconds' | 'image_seconds' | 'copy_seconds', number> {
  return {
    ready_seconds: taskLimit(limits.ready_seconds),
    clean_seconds: taskLimit(limits.clean_seconds),
    stop_seconds: taskLimit(limits.stop_seconds),
    image_seconds: taskLimit(limits.image_seconds),
    copy_seconds: taskLimit(limits.copy_seconds),
  };
}

/** Returns a script in the form of the state machines. Its command times out a minute before its wait does. */
export function scriptFacts(
  script: { name: string; key: string; timeout_seconds: number },
  purpose: 'files' | 'provision' | 'cleanup' | 'test' | 'replica-test',
) {
  return { ...script, purpose, task_timeout_seconds: taskLimit(script.timeout_seconds + 60) };
}

/**
 * Returns the input that the pipeline machine passes from state to state. `accounts` are the member accounts that the
 * policy of the stack copies to.
 */
export function pipelineFacts(run: Run, plan: BuildPlan, accounts: readonly string[] = []) {
  const regions = plan.regions.filter((region) => region !== run.region);
  const members = run.discard ? [] : locationsIn(accounts, [run.region, ...regions]);
  // A retry from the scan takes the result of the test that passed.
  const test = run.retry?.from === 'scan' ? undefined : plan.test;
  return {
    build_id: run.build_id,
    scripts: plan.scripts.map((script) => scriptFacts(script, script.purpose ?? 'provision')),
    tests: test ? test.instance_types.map((type) => testFacts(test, type)) : [],
    has_test: test !== undefined,
    has_scan: plan.vulnerabilities !== undefined,
    has_approval: plan.approval !== undefined && run.discard !== true,
    ...(plan.approval && { approval_seconds: taskLimit(plan.approval.within_seconds) }),
    discard: run.discard === true,
    regions,
    members,
    has_replicas: regions.length + members.length > 0,
    timeouts: machineTimeouts(plan.limits),
  };
}

/** What distinguishes tests on one instance type: the region of the copy, or the initialization of the root volume. */
interface TestOf {
  copyRegion?: string;
  initialization?: { rate: number; root_device: string };
}

/** Returns one test of the matrix: the script on one instance type. Names of tests are unique in a run. */
export function testFacts(
  test: { key: string; timeout_seconds: number },
  instanceType: string,
  { copyRegion, initialization }: TestOf = {},
) {
  const name = ['test', copyRegion, instanceType, initialization && `${initialization.rate}mib`]
    .filter((part) => part !== undefined)
    .join('-');
  const facts = scriptFacts(
    { name, key: test.key, timeout_seconds: test.timeout_seconds },
    copyRegion === undefined ? 'test' : 'replica-test',
  );
  return { ...facts, instance_type: instanceType, ...(initialization && { initialization }) };
}
