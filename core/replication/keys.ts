import { SpawnError } from '../errors';
import { accountOfArn, nameOfLocation, locationOf } from '../model/location';

/** What KMS tells of a key. */
export interface KeyFacts {
  /** Who manages it, AWS itself or a customer; `unknown` when KMS does not say. */
  manager: 'AWS' | 'CUSTOMER' | 'unknown';
  enabled: boolean;
  /** Whether it is symmetric and for encryption: EBS takes no other (EBS user guide). */
  encrypts: boolean;
}

/**
 * How long a copy that a key refuses is tried again, in seconds: a grant usually counts within five minutes (KMS
 * developer guide, eventual consistency of grants), and this is twice as long.
 */
export const keyRetrySeconds = 600;

/** Whether EC2's reason names a key: "Given key ID is not accessible", "The KMS key …", `Client.InvalidKmsKey`. */
export function namesKey(reason: string): boolean {
  return /\bkms\b|\bgiven key id\b|invalidkmskey/i.test(reason);
}

/** Throws KeyNotReady with EC2's reason once the key had its time since the first try. */
export function checkKeyMayBecomeReady(reason: string, firstTriedAt: Date, now: Date): void {
  if (now.getTime() - firstTriedAt.getTime() < keyRetrySeconds * 1000) return;
  const tried = `It was tried again for ${keyRetrySeconds / 60} minutes, and new grants usually count after five.`;
  const mend = 'Let this deployment use the key (docs/security.md says what the key must allow), then replicate again.';
  throw new SpawnError('KeyNotReady', `${reason} ${tried} ${mend}`);
}

/** The region of a key by its ARN. */
export function regionOfKey(arn: string): string {
  return arn.split(':')[3] ?? '';
}

/**
 * The key of each region: those that were named before those of the stack's policy. Throws InvalidRequest for one that
 * no copy is for.
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
      `a key is named for ${stray}, where nothing is copied to: copy there too, or leave the key out.`,
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
 * "A copy is encrypted with the key of its region, or there is none." EC2 looks at a key only after CopyImage has
 * succeeded, and the copy fails minutes later, so it is looked at before. `facts` are absent when KMS did not tell.
 * Throws KeyNotUsable for a key of another region (or, for a copy in a member account, of another account), one that
 * cannot be described, is disabled, or does not encrypt.
 */
export function checkCopyKey(region: string, arn: string, facts: KeyFacts | undefined, account?: string): void {
  const refuse = (reason: string): never => {
    throw new SpawnError(
      'KeyNotUsable',
      `nothing is copied to ${nameOfLocation(locationOf({ region, account }))}: the key ${arn} ${reason}`,
      { region, key: arn },
    );
  };
  if (regionOfKey(arn) !== region)
    refuse(`is in ${regionOfKey(arn)}, and a key encrypts in its own region only. Name one of ${region}.`);
  if (account !== undefined && accountOfArn(arn) !== account)
    refuse(
      `is of account ${accountOfArn(arn)}, and a copy is encrypted with a key of the account that owns it. Name one of ${account}.`,
    );
  if (!facts)
    refuse(
      'cannot be described: it does not exist, or its policy does not let this deployment use it (docs/security.md says what it must allow).',
    );
  if (facts && !facts.enabled) refuse('is not enabled. Enable it, or name another.');
  if (facts && !facts.encrypts) refuse('is not a symmetric key for encryption. Name one that is.');
}
