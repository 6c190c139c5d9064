import { dueDisablings, dueRemovals, parseSchedule, reasonOfDisabling } from '../../../core/image/schedule';
import { deprecate, undeprecate } from '../../../core/image/deprecation';
import { restored } from '../../../core/image/revocation';
import { tagKeys } from '../../../core/tags';
import { daysAgo, image, named, now } from '../kit/images';

const deployment = 'dev@us-east-1';
const inDays = (days: number) => daysAgo(-days);
const scheduled = (disable: string, remove: string) => ({
  [tagKeys.disableAt]: disable,
  [tagKeys.removeAt]: remove,
});

describe('the schedule of a deprecated image', () => {
  test('is in its tags, and stays when it is deprecated again without one', () => {
    const wanted = { disable_at: new Date(inDays(30)), remove_at: new Date(inDays(90)) };
    const change = deprecate(image(), wanted, now)!;
    expect(change.tags).toMatchObject(scheduled('2026-02-13T10:30:00Z', '2026-04-14T10:30:00Z'));
    expect(deprecate(change.image, { reason: 'r' }, now)!.image.tags).toMatchObject(change.tags);
    expect(deprecate(change.image, wanted, now)).toBeUndefined();
  });

  test('ends with the deprecation, and with a restore', () => {
    const subject = image({
      deprecated: true,
      state: 'disabled',
      tags: { team: 'ml', [tagKeys.revoked]: 'true', ...scheduled(daysAgo(2), daysAgo(1)) },
      removal_postponed: { since: daysAgo(1), reasons: ['r'] },
    });
    expect(undeprecate(subject, now)).toMatchObject({ removal_postponed: undefined });
    for (const changed of [undeprecate(subject, now)!, restored(subject, now)])
      expect(Object.keys(changed.tags)).not.toEqual(expect.arrayContaining([tagKeys.disableAt]));
    expect(restored(subject, now)).toMatchObject({ state: 'available', tags: { team: 'ml' } });
    expect(restored(image({ tags: scheduled(inDays(1), inDays(2)) }), now)).toMatchObject({
      state: 'available',
      tags: {},
    });
  });

  test.each(['until release 2', '5', '2026-02-30', '2026-01-01T10:00', 'ask bob 3'])(
    'schedules nothing by a tag that somebody changed to %p',
    (text) => {
      const subject = image({ tags: scheduled(text, text) });
      expect(dueRemovals([subject], deployment, now)).toEqual([]);
      expect(dueDisablings([subject], deployment, now)).toEqual([]);
    },
  );

  test.each([
    [{ disable_at: daysAgo(1) }, {}, undefined, 'is in the past: give a future time.'],
    [{ disable_at: inDays(3), remove_at: inDays(2) }, {}, undefined, 'would be removed at'],
    [{ disable_at: inDays(3) }, {}, inDays(4), 'would be disabled at'],
    [{ remove_at: inDays(3) }, scheduled(inDays(5), inDays(9)), undefined, 'before it is disabled at'],
  ])('is refused out of order: %j', (wanted, tags, at, sentence) => {
    expect(() => parseSchedule(wanted, { tags }, at === undefined ? undefined : new Date(at), now)).toThrow(
      named('InvalidRequest', sentence),
    );
  });

  test('may have either time alone', () => {
    expect(parseSchedule({ remove_at: inDays(3) }, image(), undefined, now)).toEqual({
      disable_at: undefined,
      remove_at: new Date(inDays(3)),
    });
  });
});

describe('the night', () => {
  const due = image({ tags: scheduled(daysAgo(1), daysAgo(1)) });

  test('disables what is due, once, and only images of its deployment that are still there', () => {
    expect(dueDisablings([due], deployment, now)).toEqual([due]);
    for (const changes of [
      { deployment: 'prod@us-east-1' },
      { lifecycle: 'candidate' as const },
      { state: 'deregistered' as const },
      { tags: { ...due.tags, [tagKeys.revoked]: 'true' } },
      { tags: scheduled(inDays(1), inDays(2)) },
      { tags: scheduled('soon', 'later') },
    ])
      expect(dueDisablings([{ ...due, ...changes }], deployment, now)).toEqual([]);
  });

  test('removes what is due, disabled or not; a time that cannot be read never comes', () => {
    expect(dueRemovals([due, { ...due, state: 'disabled' }], deployment, now)).toHaveLength(2);
    expect(dueRemovals([{ ...due, state: 'vanished' }], deployment, now)).toEqual([]);
    expect(dueRemovals([{ ...due, tags: scheduled('soon', 'later') }], deployment, now)).toEqual([]);
  });

  test('says why an image was disabled, in what a tag can hold', () => {
    expect(reasonOfDisabling({ [tagKeys.deprecationReason]: 'too old' })).toBe('disabled as scheduled: too old');
    expect(reasonOfDisabling({})).toBe('disabled as scheduled');
    expect(reasonOfDisabling({ [tagKeys.deprecationReason]: 'x'.repeat(256) })).toHaveLength(256);
  });
});
