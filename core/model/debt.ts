import * as z from 'zod';
import { nameOfLocation, locationOf } from './location';

export const debtKinds = ['instance', 'image', 'snapshot', 'look'] as const;

/** A resource that could not be removed, one that is kept in doubt, or a location that could not be listed. */
export const debt = z.object({
  kind: z.enum(debtKinds).describe('look: the location could not be listed; id says for what'),
  id: z.string(),
  region: z.string(),
  account: z.string().optional().describe('The member account of the resource; absent in the home account'),
  build_id: z.string().optional(),
  reason: z.string().describe('Why it must be removed or read'),
  since: z.iso.datetime().describe('When its removal first failed'),
  tried_at: z.iso.datetime(),
  attempts: z.number().int().min(1),
  error: z.string(),
  message: z.string().describe('The error, or why it is kept'),
  told: z.boolean().optional().describe('Whether the alarm topic was notified'),
});

export type Debt = z.output<typeof debt>;

/** A resource to remove, before any attempt has failed. */
export type Owed = Pick<Debt, 'kind' | 'id' | 'region' | 'account' | 'build_id' | 'reason'>;

/** Answer of `GET /v1/debts`. */
export const debtsAnswer = z.object({ debts: z.array(debt) });

export type DebtsAnswer = z.output<typeof debtsAnswer>;

/** Returns the record of a debt after another attempt has failed; `known` is the record before it. */
export function debtAfter(owed: Owed, known: Debt | undefined, error: Error, now: Date): Debt {
  const tried_at = now.toISOString();
  const told = known?.told && isDoubt(known) === isDoubt({ error: error.name });
  const build_id = owed.build_id ?? known?.build_id;
  return {
    ...owed,
    ...(build_id !== undefined && { build_id }),
    since: known?.since ?? tried_at,
    tried_at,
    attempts: (known?.attempts ?? 0) + 1,
    error: error.name,
    message: error.message,
    ...(told && { told }),
  };
}

/** Returns whether a debt is kept on purpose, rather than something that could not be removed. */
export function isDoubt({ error }: Pick<Debt, 'error'>): boolean {
  return error === 'LeftoverStays';
}

/**
 * Returns whether a debt is a reason to list a location that is no longer in the settings: a resource, or a listing
 * that a build could not make and that may show what the build left.
 */
export function isOwing({ kind, build_id }: Pick<Debt, 'kind' | 'build_id'>): boolean {
  return kind !== 'look' || build_id !== undefined;
}

const mostDays = 30;

/**
 * Returns the debts that are given up. A location that is no longer in the settings is listed only while something is
 * owed there, and what cannot be removed or listed there within 30 days is given up.
 */
export function unpayableDebts(
  debts: readonly Debt[],
  { served, now }: { served: ReadonlySet<string>; now: Date },
): Debt[] {
  const unserved = debts.filter((debt) => !served.has(nameOfLocation(locationOf(debt))));
  const isOld = ({ since }: Debt): boolean => now.getTime() - Date.parse(since) > mostDays * 86_400_000;
  const owing = new Set(
    unserved.filter((debt) => isOwing(debt) && !isOld(debt)).map((debt) => nameOfLocation(locationOf(debt))),
  );
  return unserved.filter((debt) => !owing.has(nameOfLocation(locationOf(debt))) || (isOwing(debt) && isOld(debt)));
}

/** Returns the alarm text of a debt, or of one that is given up. */
export function debtAlarm(debt: Debt, end?: 'given up'): string {
  const unserved = `${nameOfLocation(locationOf(debt))} is not in the settings of this deployment`;
  if (end && debt.kind === 'look')
    return `the listing of ${debt.id} was given up: ${unserved}. Look there for ${debt.id} of the build ${debt.build_id} and remove them by hand.`;
  if (end) return `its removal was given up: ${unserved}. Look for it there and remove it by hand.`;
  return isDoubt(debt) ? debt.message : `it could not be removed: ${debt.error}: ${debt.message}`;
}

/**
 * Returns the debts that are paid: resources that the listed locations no longer show, or show as nothing to remove. A
 * location that could not be listed pays nothing, and attempts after the listing began are left to the next one. `owed`
 * also holds what is kept until its build has cleaned up.
 */
export function paidDebts(
  debts: readonly Debt[],
  seen: { looked: ReadonlySet<string>; owed: ReadonlySet<string>; began: Date },
): Debt[] {
  return debts.filter(
    (each) =>
      seen.looked.has(lookOf(each)) &&
      !seen.owed.has(debtKey(each)) &&
      Date.parse(each.tried_at) < seen.began.getTime(),
  );
}

/** Returns the name of the listing that shows a debt: a location and what is listed there. */
export function lookOf({ kind, id, region, account }: Pick<Debt, 'kind' | 'id' | 'region' | 'account'>): string {
  const subject = kind === 'look' ? id : kind === 'instance' ? 'instances' : 'images';
  return `${account ?? ''}/${region}/${subject}`;
}

/** Returns the key of a debt. */
export function debtKey({ kind, id, region, account }: Pick<Debt, 'kind' | 'id' | 'region' | 'account'>): string {
  return `${account ?? ''}/${region}/${kind}/${id}`;
}

/** Returns one debt as a line of text. */
export function debtLine({ kind, id, region, account, error, message }: Debt): string {
  return `${kind === 'look' ? `listing ${id}` : `${kind} ${id}`} in ${nameOfLocation(locationOf({ region, account }))} (${error}: ${message})`;
}
