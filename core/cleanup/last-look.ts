import type { Disabling, Removal } from './run';
import type { Ec2Image } from '../model/ec2';

const minute = 60_000;
const againAfterMinutes = 1;
const mostMinutes = 10;
/** How often the removal of one image is tried while EC2's answers contradict each other. */
export const mostTries = 5;

/**
 * What comes next for an image that is to go: `disable` it, so that nobody can launch it any more, `wait` until EC2
 * shows that, take the last `look`, or `give-back` what EC2 does not show as disabled after ten minutes, or was being
 * given back already.
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
 * How an image is before it is disabled; what was written first stays, since EC2 may have no permissions to tell of any
 * more.
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

/** Whether a cleanup has disabled an image that is neither gone nor given back. */
export function isOpen({ status, disabled }: Pick<Removal, 'status' | 'disabled'>): boolean {
  return disabled?.by_cleanup === true && (status === 'marked' || status === 'failed');
}
