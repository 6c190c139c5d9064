/** The kinds of events that notifications are sent about, with what they are about. */
export const notificationKinds = [
  'build-succeeded',
  'build-failed',
  'test-failed',
  'image-stale',
  'image-findings',
  'image-deprecated',
  'image-revoked',
  'image-in-use',
  'cleanup-finished',
  'debt',
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** The kinds whose events belong to no stack. */
export const kindsWithoutStack: readonly NotificationKind[] = ['cleanup-finished', 'debt'];

/** Type of the events that `spawn notifications test` sends. */
export const testEvent = 'Notification Test';

/** A target of notifications as the functions know it: where a message goes, without a secret address. */
export interface NotificationTarget {
  name: string;
  /** ARN of a topic, the host of an address, or the name of the secret that has the address. */
  to: string;
  events: NotificationKind[];
  stacks?: string[];
}
