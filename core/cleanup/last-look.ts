import type { Cleanup, Disabling, Removal } from './run';
import type { Ec2Image } from '../model/ec2';

const minute = 60_000;
const againAfterMinutes = 1;
const mostMinutes = 10;
/** Attempts to remove one image while EC2's answers contradict each other. */
export const mostTries = 5;

/**
 * Returns the next step for an image that is marked for removal: `disable` it, so that nobody can launch it; `wait`
 * until EC2 reports it as disabled; take the last `look`; or `give-back` an image that EC2 does not report as disabled
 * after ten minutes, or whose giving back has begun.
 */
export function afterMark(
  { disabled }: Pick<Removal, 'disabled'>,
  state: Ec2Image['state'] | undefined,
  now: Date,
): 'disable' | 'wait' | 'look' | 'give-back' {
  if (disabled === undefined) return 'disable';
  if (disabled.given_back) return 'give-back';
  if (state !== 'available') return 'look';
  const age = now.getTime() - Date.parse(disabled.at);
  if (age > mostMinutes * minute) return 'give-back';
  return age > againAfterMinutes * minute ? 'disable' : 'wait';
}

/**
 * Returns the state of an image before it is disabled. A state that was recorded earlier wins, because EC2 no longer
 * reports launch permissions of a disabled image.
 */
export function disablingOf(
  known: Disabling | undefined,
  state: Ec2Image['state'],
  permissions: Disabling['launch_permissions'],
  now: Date,
): Disabling {
  return (
    known ?? { at: now.toISOString(), by_cleanup: state === 'available', launch_permissions: permissions, tries: 0 }
  );
}

/** Returns whether a marked image is to be disabled although its grace period has only begun. */
export function isDisabledEarly({
  kind,
  status,
  disabled,
  disable_during_grace,
}: Pick<Removal, 'kind' | 'status' | 'disabled' | 'disable_during_grace'>): boolean {
  return kind === 'image' && status === 'marked' && disable_during_grace === true && disabled === undefined;
}

/**
 * Returns whether a marked image can still be given back on request. The last look begins at the end of the grace
 * period and must not run beside that: a minute before the end it is too late.
 */
export function canGiveBack({ status, grace_ends_at }: Pick<Cleanup, 'status' | 'grace_ends_at'>, now: Date): boolean {
  return status === 'waiting' && Date.parse(grace_ends_at ?? '') - now.getTime() > minute;
}

/**
 * Returns whether a cleanup has disabled an image, or turned off its protection, and has neither removed it nor given
 * it back.
 */
export function isOpen({ status, disabled, protection }: Pick<Removal, 'status' | 'disabled' | 'protection'>): boolean {
  return (disabled?.by_cleanup === true || protection !== undefined) && (status === 'marked' || status === 'failed');
}
