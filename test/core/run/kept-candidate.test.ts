import { isCandidateKept, keptCandidate, retryableCandidate } from '../../../core/run/kept-candidate';
import type { Run } from '../../../core/model/run';

const now = new Date('2026-01-14T10:00:00Z');
const ami_id = 'ami-0123456789abcdef0';
const kept_candidate = { ami_id, region: 'us-east-1', until: '2026-01-15T10:00:00.000Z' };
const failed = (changes: Partial<Run> = {}): Run =>
  ({
    build_id: 'bld-1',
    kind: 'build',
    status: 'failed',
    region: 'us-east-1',
    ami_id,
    cancel_requested: false,
    keep_candidate_seconds: 86_400,
    failure: { name: 'TestFailed', message: '', stage: 'test' },
    ...changes,
  }) as Run;
const image = { build_id: 'bld-1', lifecycle: 'candidate', state: 'available' } as const;
const refusal = (run: Run, facts = {}, from?: 'test' | 'scan', at = now): unknown => {
  try {
    return retryableCandidate(run, { build_id: 'bld-3', from }, { image, taker: undefined, ...facts }, at);
  } catch (error) {
    return (error as Error).name;
  }
};

test('the image of a build whose test or scan failed is kept for the time that the request said', () => {
  expect(keptCandidate(failed(), now)).toEqual(kept_candidate);
  const scan = { name: 'VulnerabilitiesFound', message: '', stage: 'scan' } as const;
  expect(keptCandidate(failed({ failure: scan }), now)).toEqual(kept_candidate);
});

test('a second look does not extend the time', () => {
  const earlier = { ...kept_candidate, until: '2026-01-14T11:00:00Z' };
  expect(keptCandidate(failed({ kept_candidate: earlier }), now)).toBe(earlier);
});

test.each([
  ['the request did not say so', { keep_candidate_seconds: undefined }],
  ['nothing failed', { failure: undefined }],
  ['somebody cancelled the build', { cancel_requested: true }],
  ['a cancel ended its test', { failure: { name: 'BuildCancelled', message: '', stage: 'test' } }],
  ['the build failed before its image', { failure: { name: 'ScriptFailed', message: '', stage: 'provision' } }],
  ['it was rejected', { failure: { name: 'ApprovalRejected', message: '', stage: 'approval' } }],
  ['it is discarded', { discard: true }],
  ['there is no image', { ami_id: undefined }],
])('no image is kept when %s', (_why, changes) => {
  expect(keptCandidate(failed(changes as Partial<Run>), now)).toBeUndefined();
});

test('an image is kept until its time, and not after a cancel', () => {
  const run = failed({ kept_candidate });
  expect(isCandidateKept(run, new Date('2026-01-15T09:59:59Z'))).toBe(true);
  expect(isCandidateKept(run, new Date('2026-01-15T10:00:00Z'))).toBe(false);
  expect(isCandidateKept({ ...run, cancel_requested: true }, now)).toBe(false);
});

test('a retry begins with the stage that failed, and never leaves out a failed test', () => {
  const run = failed({ kept_candidate });
  expect(refusal(run)).toMatchObject({ from: 'test' });
  expect(refusal(run, {}, 'scan')).toBe('InvalidRequest');
  const scanned = failed({ kept_candidate, failure: { name: 'VulnerabilitiesFound', message: '', stage: 'scan' } });
  expect([refusal(scanned), refusal(scanned, {}, 'test')]).toMatchObject([{ from: 'scan' }, { from: 'test' }]);
});

test('an image is taken while its retry starts or runs, and after the retry took it over', () => {
  const taken = failed({ kept_candidate: { ...kept_candidate, taken: { build_id: 'bld-2', at: now.toISOString() } } });
  const ended = { build_id: 'bld-2', status: 'failed' } as const;
  expect(refusal(taken)).toBe('CandidateTaken');
  expect(refusal(taken, {}, undefined, new Date('2026-01-14T10:10:00Z'))).toMatchObject({ from: 'test' });
  expect(refusal(taken, { taker: { ...ended, status: 'running' } })).toBe('CandidateTaken');
  expect(refusal(taken, { taker: ended, image: { ...image, build_id: 'bld-2' } })).toBe('CandidateTaken');
  expect(refusal(taken, { taker: ended })).toMatchObject({ from: 'test' });
});

test.each([
  ['its time is over', {}, new Date('2026-01-15T10:00:00Z')],
  ['it is deregistered', { image: { ...image, state: 'deregistered' } }, now],
  ['the catalog does not know it', { image: undefined }, now],
])('a retry after %s is told that the image is gone', (_when, facts, at) => {
  expect(refusal(failed({ kept_candidate }), facts, undefined, at)).toBe('CandidateExpired');
});

test('a run without a kept image says why', () => {
  for (const changes of [
    { status: 'running' },
    { kind: 'test' },
    { status: 'succeeded', failure: undefined },
    { keep_candidate_seconds: undefined },
  ])
    expect(refusal(failed(changes as Partial<Run>))).toBe('CandidateNotKept');
});
