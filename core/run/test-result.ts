import { SpawnError } from '../errors';
import type { Image, TestResult } from '../model/image';
import { failureOf } from './outcome';

const keptCharacters = 4000;

interface TestFacts {
  build_id: string;
  test: { instance_type: string; initialization?: { rate: number } };
  instance?: { instance_id: string; launched_at?: string };
  ready?: { ready_at: string };
  command?: { exit_code: number };
  error?: { Error: string; Cause?: string };
  output?: string;
  output_key?: string;
  now: Date;
}

/**
 * Returns the result of one test. A script that ended decides by its exit code; anything else that went wrong is an
 * error, not a failure.
 */
export function testResult(facts: TestFacts): TestResult {
  const failure = scriptFailure(facts.error);
  const ready = facts.ready && facts.instance?.launched_at;
  return {
    build_id: facts.build_id,
    instance_type: facts.test.instance_type,
    verdict: facts.command ? 'passed' : failure === undefined ? 'error' : 'failed',
    exit_code: facts.command?.exit_code ?? failure,
    error: facts.error && sentenceOf(facts.error).slice(0, keptCharacters),
    seconds_to_ready: ready ? Math.round((Date.parse(facts.ready!.ready_at) - Date.parse(ready)) / 1000) : undefined,
    volume_initialization_rate: facts.test.initialization?.rate,
    output: facts.output?.slice(0, keptCharacters),
    output_key: facts.output_key,
    instance_id: facts.instance?.instance_id,
    tested_at: facts.now.toISOString(),
  };
}

function sentenceOf(error: { Error: string; Cause?: string }): string {
  const { name, message } = failureOf(error);
  return message ? `${name}: ${message}` : name;
}

function scriptFailure(error: TestFacts['error']): number | undefined {
  if (error?.Error !== 'ScriptFailed') return undefined;
  const code = /exit(?:ed with)? (?:code )?(\d+)/.exec(error.Cause ?? '');
  return code?.[1] === undefined ? 1 : Number(code[1]);
}

const isSameTest = (one: TestResult, other: TestResult): boolean =>
  one.build_id === other.build_id &&
  one.instance_type === other.instance_type &&
  one.volume_initialization_rate === other.volume_initialization_rate;

/**
 * Returns the image with one more test. A result replaces the earlier result of the same test in the same run. The
 * newest 20 are kept.
 */
export function withTest(image: Image, result: TestResult, now: Date): Image {
  const others = (image.tests ?? []).filter((test) => !isSameTest(test, result));
  return { ...image, tests: [...others, result].slice(-20), updated_at: now.toISOString() };
}

/**
 * Throws TestFailed, naming each instance type that did not pass and why; BuildCancelled when a cancel ended a test.
 */
export function judgeTests(image: Image, buildId: string): void {
  const bad = (image.tests ?? []).filter((test) => test.build_id === buildId && test.verdict !== 'passed');
  if (bad.length === 0) return;
  if (bad.some((test) => test.error?.startsWith('BuildCancelled')))
    throw new SpawnError('BuildCancelled', `${buildId} was cancelled during its test`);
  const list = bad.map(
    (test) =>
      `${test.instance_type}${test.volume_initialization_rate === undefined ? '' : ` at ${test.volume_initialization_rate} MiB/s`} ${test.verdict === 'failed' ? `exited ${test.exit_code}` : `could not be tested (${test.error})`}`,
  );
  throw new SpawnError(
    'TestFailed',
    `the test of ${image.name} failed: ${list.join('; ')}. Read its output with spawn builds logs ${buildId}.`,
  );
}

/**
 * Returns whether a test instance is kept after its test: on failure when that was requested, always when termination
 * was not requested, never after a cancel or for the test of a copy.
 */
export function keepTestInstance(test: {
  passed: boolean;
  cancelled: boolean;
  isReplica?: boolean;
  keepOnFailure: boolean;
  keepAlways: boolean;
}): boolean {
  if (test.cancelled || test.isReplica) return false;
  return test.keepAlways || (test.keepOnFailure && !test.passed);
}
