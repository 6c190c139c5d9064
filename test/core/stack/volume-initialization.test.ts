import fc from 'fast-check';
import type { TestResult } from '../../../core/model/image';
import {
  initializationOfLaunch,
  measuredInitialization,
  secondsToReady,
} from '../../../core/stack/volume-initialization';

const test_ = (seconds_to_ready: number | undefined, changes: Partial<TestResult> = {}): TestResult => ({
  build_id: 'op-1',
  instance_type: 'm7i.large',
  verdict: 'passed',
  seconds_to_ready,
  tested_at: '2026-01-14T10:30:00Z',
  ...changes,
});
const filled = (seconds: number, changes: Partial<TestResult> = {}) =>
  test_(seconds, { volume_initialization_rate: 300, ...changes });
const rateOf = (...tests: TestResult[]) => measuredInitialization(tests, 'op-1')?.rate;

describe('filling the volume ahead', () => {
  test.each([
    ['30 s instead of 50 s', 50, 30, 300],
    ['47 s instead of 50 s, less than a tenth', 50, 47, null],
    ['8 s instead of 10 s, less than three seconds', 10, 8, null],
    ['7 s instead of 10 s', 10, 7, 300],
    ['60 s instead of 50 s', 50, 60, null],
  ])('is best only if it pays: %s', (_, without, seconds, best) => {
    expect(rateOf(test_(without), filled(seconds))).toBe(best);
  });

  test('is judged by the types that passed both ways, on the average', () => {
    expect(
      rateOf(
        test_(50),
        filled(30),
        test_(20, { instance_type: 'm6i.large' }),
        filled(60, { instance_type: 'm6i.large' }),
      ),
    ).toBeNull();
    expect(
      rateOf(
        test_(50),
        filled(30),
        test_(20, { instance_type: 'm6i.large' }),
        filled(60, { instance_type: 'm6i.large', verdict: 'failed' }),
      ),
    ).toBe(300);
  });

  test('is not judged without a pair of one run', () => {
    expect(rateOf(test_(50))).toBeUndefined();
    expect(rateOf(filled(30))).toBeUndefined();
    expect(rateOf(test_(50, { build_id: 'op-0' }), filled(30))).toBeUndefined();
    expect(rateOf(test_(undefined), filled(30))).toBeUndefined();
  });

  test('never costs more than it gains, whatever was measured', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 900 }), (without, seconds) => {
        expect(rateOf(test_(without), filled(seconds)) === 300).toBe(
          without - seconds >= 3 && (without - seconds) * 10 >= without,
        );
      }),
    );
  });
});

describe('the rate of a launch', () => {
  const measured = measuredInitialization([test_(50), filled(30)], 'op-1');
  test('is the one asked for, then the one set, then the one measured', () => {
    expect(
      initializationOfLaunch(100, 'pytorch', { policy: { volume_initialization_rate: 200 }, measured })?.rate,
    ).toBe(100);
    expect(
      initializationOfLaunch(undefined, 'pytorch', { policy: { volume_initialization_rate: 200 }, measured })?.rate,
    ).toBe(200);
    expect(initializationOfLaunch(undefined, 'pytorch', { policy: {}, measured })).toEqual({
      rate: 300,
      reason: 'measured for pytorch on 2026-01-14: ready after 30s at 300 MiB/s instead of 50s',
    });
  });

  test('is none, with the reason, where it is switched off or does not pay, and without one where nobody knows', () => {
    expect(
      initializationOfLaunch(undefined, 'pytorch', { policy: { volume_initialization_rate: null }, measured }),
    ).toEqual({ reason: 'as set in the policy of pytorch' });
    expect(
      initializationOfLaunch(undefined, 'pytorch', { policy: {}, measured: { ...measured!, rate: null } }),
    ).toEqual({ reason: expect.stringContaining('does not pay') });
    expect(initializationOfLaunch(undefined, 'pytorch', undefined)).toBeUndefined();
  });
});

test('an image is ready as soon as its last test that passed without a rate says', () => {
  expect(secondsToReady([test_(50), test_(40), filled(30), test_(20, { verdict: 'failed' })])).toBe(40);
  expect(secondsToReady([filled(30)])).toBe(30);
  expect(secondsToReady([])).toBeUndefined();
});
