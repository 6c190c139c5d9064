import { SpawnError } from '../errors';
import { accountOfArn, nameOfLocation, locationOf } from '../model/location';

/** The description of a key by KMS. */
export interface KeyFacts {
  /** ARN of the key itself, also where an alias names it. */
  arn: string;
  /** The manager of the key; `unknown` when KMS does not say. */
  manager: 'AWS' | 'CUSTOMER' | 'unknown';
  enabled: boolean;
  /** Whether it is symmetric and for encryption: EBS takes no other (EBS user guide). */
  encrypts: boolean;
}

/**
 * Seconds for which a copy that a key refuses is retried: a grant usually takes effect within five minutes (KMS
 * developer guide, eventual consistency of grants), and this is twice as long.
 */
export const keyRetrySeconds = 600;

/**
 * Returns whether EC2's reason names a key: "Given key ID is not accessible", "The KMS key …", `Client.InvalidKmsKey`.
 */
export function namesKey(reason: string): boolean {
  return /\bkms\b|\bgiven key id\b|invalidkmskey/i.test(reason);
}

/** Throws KeyNotReady with EC2's reason when the time for retries since the first attempt is over. */
export function checkKeyMayBecomeReady(reason: string, firstTriedAt: Date, now: Date): void {
  if (now.getTime() - firstTriedAt.getTime() < keyRetrySeconds * 1000) return;
  const tried = `It was retried for ${keyRetrySeconds / 60} minutes; new grants usually take effect within five.`;
  const mend =
    'Allow this deployment to use the key (docs/security.md lists what the key must allow), then replicate again.';
  throw new SpawnError('KeyNotReady', `${reason} ${tried} ${mend}`);
}

/** Returns the region of a key by its ARN. */
export function regionOfKey(arn: string): string {
  return arn.split(':')[3] ?? '';
}

/**
 * Returns the key of each region: the named one, otherwise that of the stack's policy. Throws InvalidRequest for a key
 * without a copy.
 */
export function keysOfCopies(
  regions: readonly string[],
  named: Record<string, string>,
  policy: Record<string, string> = {},
): Record<string, string> {
  const stray = Object.keys(named).find((region) => !regions.includes(region));
  if (stray !== undefined)
    throw new SpawnError(
      'InvalidRequest',
      `a key is given for ${stray}, but nothing is copied there: add the region, or leave the key out.`,
      { region: stray },
    );
  const keys: Record<string, string> = {};
  for (const region of regions) {
    const key = named[region] ?? policy[region];
    if (key !== undefined) keys[region] = key;
  }
  return keys;
}

/**
 * Throws KeyNotUsable for a key of another region (or, in a member account, of another account), and for a key that
 * cannot be described, is disabled, or does not encrypt: "A copy is encrypted with the key of its region, or there is
 * none." EC2 checks a key only after CopyImage has succeeded, and the copy fails minutes later. `facts` are absent
 * when KMS did not describe the key.
 */
export function checkCopyKey(region: string, arn: string, facts: KeyFacts | undefined, account?: string): void {
  checkKey(`the copy to ${nameOfLocation(locationOf({ region, account }))}`, { region, arn, facts, account });
}

/**
 * Throws KeyNotUsable for a key that cannot encrypt the volumes of a builder: "The builder is encrypted with the key of
 * its region, or there is none." EC2 checks a key only after RunInstances has succeeded, and the instance ends before
 * it runs. `facts` are absent when KMS did not describe the key.
 */
export function checkBuildKey(region: string, arn: string, facts: KeyFacts | undefined): void {
  checkKey('the build', { region, arn, facts });
}

function checkKey(
  what: string,
  { region, arn, facts, account }: { region: string; arn: string; facts: KeyFacts | undefined; account?: string },
): void {
  const refuse = (reason: string): never => {
    throw new SpawnError('KeyNotUsable', `${what} was not started: the key ${arn} ${reason}`, { region, key: arn });
  };
  if (regionOfKey(arn) !== region)
    refuse(`is in ${regionOfKey(arn)}, and a key encrypts in its own region only. Name a key in ${region}.`);
  if (account !== undefined && accountOfArn(arn) !== account)
    refuse(
      `is of account ${accountOfArn(arn)}, and a copy is encrypted with a key of the account that owns it. Name a key of ${account}.`,
    );
  if (!facts)
    refuse(
      'cannot be described: it does not exist, or its policy does not allow this deployment to use it (docs/security.md lists what it must allow).',
    );
  if (facts && !facts.enabled) refuse('is disabled. Enable it, or name another key.');
  if (facts && !facts.encrypts) refuse('is not a symmetric encryption key. Name one that is.');
}
