import { keptBuilder } from '../../../core/run/kept-builder';
import type { Run } from '../../../core/model/run';

const now = new Date('2026-01-14T10:00:00Z');
const failed = (changes: Partial<Run> = {}): Run =>
  ({
    build_id: 'bld-0mk3f2k1a7x2m9q4c',
    region: 'us-east-1',
    cancel_requested: false,
    keep_failed_seconds: 7200,
    failure: { name: 'ScriptFailed', message: '', stage: 'provision' },
    ...changes,
  }) as unknown as Run;
const builder = { id: 'i-0123456789abcdef0' };

test('the builder of a build whose script failed is kept for the time that the request said', () => {
  const kept = { instance_id: builder.id, region: 'us-east-1', until: '2026-01-14T12:00:00.000Z' };
  expect(keptBuilder(failed(), builder, now)).toEqual(kept);
});

test('a second look does not extend the time', () => {
  const kept_builder = { instance_id: builder.id, region: 'us-east-1', until: '2026-01-14T11:00:00Z' };
  expect(keptBuilder(failed({ kept_builder }), builder, now)).toBe(kept_builder);
});

test.each([
  ['the request did not say so', { keep_failed_seconds: undefined }, builder],
  ['nothing failed', { failure: undefined }, builder],
  ['somebody cancelled the build', { cancel_requested: true }, builder],
  ['a cancel ended its step', { failure: { name: 'BuildCancelled', message: '', stage: 'provision' } }, builder],
  ['the image was created', { failure: { name: 'TestFailed', message: '', stage: 'test' } }, builder],
  ['no builder was launched', {}, undefined],
  ['the launch had no answer', {}, {}],
])('no builder is kept when %s', (_why, changes, made) => {
  expect(keptBuilder(failed(changes as Partial<Run>), made, now)).toBeUndefined();
});
