import { protectionKinds, type DeregistrationProtection } from '../stack/policy';
import { tagKeys, type Tags } from '../tags';

// EC2's cooldown, and ten minutes for the calls that turn off the protection of many images.
const cooldownMinutes = 24 * 60 + 10;

/** Returns the tag of an image that the policy of its stack protects, written before EC2 protects it. */
export function protectionTags(kind: DeregistrationProtection | null | undefined): Tags {
  return kind ? { [tagKeys.deregistrationProtection]: kind } : {};
}

/** Returns the protection that the policy of a stack gave to an image, by its tag; undefined without one. */
export function protectionOf(tags: Tags): DeregistrationProtection | undefined {
  return protectionKinds.find((kind) => kind === tags[tagKeys.deregistrationProtection]);
}

/** Returns the grace period of an image in minutes: at least the cooldown, if its protection has one. */
export function graceWith(protection: DeregistrationProtection | undefined, graceMinutes: number): number {
  return protection === 'with-cooldown' ? Math.max(graceMinutes, cooldownMinutes) : graceMinutes;
}

/** Returns what a plan says about the protection of an image that goes. */
export function protectionNote(protection: DeregistrationProtection): string {
  return protection === 'with-cooldown'
    ? 'its deregistration protection is turned off, and it goes when the cooldown of 24 hours has passed'
    : 'its deregistration protection is turned off';
}
