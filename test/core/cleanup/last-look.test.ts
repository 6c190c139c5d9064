import { afterMark, canGiveBack, disablingOf, isDisabledEarly, isOpen } from '../../../core/cleanup/last-look';
import type { Disabling } from '../../../core/cleanup/run';
import { now } from '../kit/images';

const disabling = (changes: Partial<Disabling> = {}): Disabling => ({
  at: new Date(now.getTime() - 20_000).toISOString(),
  by_cleanup: true,
  launch_permissions: [],
  tries: 0,
  ...changes,
});
const ago = (seconds: number): string => new Date(now.getTime() - seconds * 1000).toISOString();

test('a marked image is disabled, waited for, and looked at when EC2 does not show it as available any more', () => {
  expect(afterMark({}, 'available', now)).toBe('disable');
  expect(afterMark({ disabled: disabling() }, 'available', now)).toBe('wait');
  for (const state of ['disabled', 'failed', undefined] as const)
    expect(afterMark({ disabled: disabling() }, state, now)).toBe('look');
});

test('an image that EC2 shows as available is disabled again after a minute, and given back after ten', () => {
  expect(afterMark({ disabled: disabling({ at: ago(60) }) }, 'available', now)).toBe('wait');
  expect(afterMark({ disabled: disabling({ at: ago(61) }) }, 'available', now)).toBe('disable');
  expect(afterMark({ disabled: disabling({ at: ago(600) }) }, 'available', now)).toBe('disable');
  expect(afterMark({ disabled: disabling({ at: ago(601) }) }, 'available', now)).toBe('give-back');
  expect(afterMark({ disabled: disabling({ at: ago(601) }) }, 'disabled', now)).toBe('look');
});

test('what was being given back when something broke is given back, whatever its state', () => {
  for (const state of ['available', 'disabled'] as const)
    expect(afterMark({ disabled: disabling({ given_back: ['it is used'] }) }, state, now)).toBe('give-back');
});

test('how an image was is written once, and what somebody else disabled is nothing to give back', () => {
  const first = disablingOf(undefined, 'available', [{ user_id: '210987654321' }], now);
  expect(first).toMatchObject({ by_cleanup: true, launch_permissions: [{ user_id: '210987654321' }] });
  expect(disablingOf(first, 'available', [], now)).toBe(first);
  expect(isOpen({ status: 'marked', disabled: first })).toBe(true);
  expect(isOpen({ status: 'marked', disabled: disablingOf(undefined, 'disabled', [], now) })).toBe(false);
  expect(isOpen({ status: 'removed', disabled: first })).toBe(false);
});

test('open is what was disabled, or lost its protection, and is neither removed nor given back', () => {
  const changed = [{ disabled: disabling() }, { protection: 'with-cooldown' as const }];
  for (const one of changed)
    expect(
      (['marked', 'failed', 'removed', 'taken-back'] as const).map((status) => isOpen({ status, ...one })),
    ).toEqual([true, true, false, false]);
  expect(isOpen({ status: 'marked' })).toBe(false);
});

test('only a marked image whose policy says so is disabled when its grace period begins, and once', () => {
  const early = { kind: 'image', status: 'marked', disable_during_grace: true } as const;
  expect(isDisabledEarly(early)).toBe(true);
  expect(isDisabledEarly({ ...early, disable_during_grace: undefined })).toBe(false);
  expect(isDisabledEarly({ ...early, kind: 'snapshot' })).toBe(false);
  expect(isDisabledEarly({ ...early, status: 'taken-back' })).toBe(false);
  expect(isDisabledEarly({ ...early, disabled: disabling() })).toBe(false);
});

test('a marked image is given back on request until a minute before its grace period ends', () => {
  const ends = (seconds: number) => ({ status: 'waiting' as const, grace_ends_at: ago(-seconds) });
  expect(canGiveBack(ends(61), now)).toBe(true);
  expect(canGiveBack(ends(60), now)).toBe(false);
  expect(canGiveBack(ends(-1), now)).toBe(false);
  expect(canGiveBack({ ...ends(61), status: 'removing' }, now)).toBe(false);
  expect(canGiveBack({ status: 'waiting' }, now)).toBe(false);
});
