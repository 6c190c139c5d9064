import * as z from 'zod';
import { nameOfLocation, locationOf } from './location';

export const debtKinds = ['instance', 'image', 'snapshot', 'look'] as const;

/**
 * Something that is to go and could not be removed, that stays in doubt, or a place that could not be looked at for
 * such things.
 */
export const debt = z.object({
  kind: z.enum(debtKinds).describe('look: the place could not be looked at; id says for what'),
  id: z.string(),
  region: z.string(),
  account: z.string().optional().describe('The member account that it is in, if it is not in the home account'),
  build_id: z.string().optional(),
  reason: z.string().describe('Why it is to go'),
  since: z.iso.datetime().describe('When it could not be removed for the first time'),
  tried_at: z.iso.datetime(),
  attempts: z.number().int().min(1),
  error: z.string(),
  message: z.string().describe('What refused it, or why it stays'),
  told: z.boolean().optional().describe('Whether the topic of alarms was told'),
});

export type Debt = z.output<typeof debt>;

/** What is owed, before anybody has failed to pay it. */
export type Owed = Pick<Debt, 'kind' | 'id' | 'region' | 'account' | 'build_id' | 'reason'>;

/** What `GET /v1/debts` answers. */
export const debtsAnswer = z.object({ debts: z.array(debt) });

export type DebtsAnswer = z.output<typeof debtsAnswer>;

/** The record of a debt after one more try has failed; `known` is what was recorded of it before. */
export function debtAfter(owed: Owed, known: Debt | undefined, error: Error, now: Date): Debt {
  const tried_at = now.toISOString();
  const told = known?.told && isDoubt(known) === isDoubt({ error: error.name });
  return {
    ...owed,
    since: known?.since ?? tried_at,
    tried_at,
    attempts: (known?.attempts ?? 0) + 1,
    error: error.name,
    message: error.message,
    ...(told && { told }),
  };
}

/** Whether a debt is something that is kept on purpose, and not what could not be removed. */
export function isDoubt({ error }: Pick<Debt, 'error'>): boolean {
  return error === 'LeftoverStays';
}

const mostDays = 30;

/**
 * Debts that end unpaid. A place that is not served any more is looked at only as long as something is owed there, and
 * what cannot be removed there within 30 days is given up.
 */
export function unpayableDebts(
  debts: readonly Debt[],
  { served, now }: { served: ReadonlySet<string>; now: Date },
): Debt[] {
  const unserved = debts.filter((debt) => !served.has(nameOfLocation(locationOf(debt))));
  const isOld = ({ since }: Debt): boolean => now.getTime() - Date.parse(since) > mostDays * 86_400_000;
  const owing = new Set(
    unserved.filter((debt) => debt.kind !== 'look' && !isOld(debt)).map((debt) => nameOfLocation(locationOf(debt))),
  );
  return unserved.filter(
    (debt) => !owing.has(nameOfLocation(locationOf(debt))) || (debt.kind !== 'look' && isOld(debt)),
  );
}

/** What the topic of alarms is told of a debt, or of one that is given up. */
export function debtAlarm(debt: Debt, end?: 'given up'): string {
  if (end)
    return `nothing is tried any more: ${nameOfLocation(locationOf(debt))} is not in the settings of this deployment. Look for it there and remove it by hand.`;
  return isDoubt(debt) ? debt.message : `it could not be removed: ${debt.error}: ${debt.message}`;
}

/**
 * Debts that are paid: what the places that were looked at do not show any more, or show as nothing that is to go. A
 * place that could not be looked at pays nothing, and what was tried after the look began is left to the next one.
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

/** The name of the look that shows a debt: a place, and what was asked for there. */
export function lookOf({ kind, id, region, account }: Pick<Debt, 'kind' | 'id' | 'region' | 'account'>): string {
  const subject = kind === 'look' ? id : kind === 'instance' ? 'instances' : 'images';
  return `${account ?? ''}/${region}/${subject}`;
}

/** What tells one debt from another. */
export function debtKey({ kind, id, region, account }: Pick<Debt, 'kind' | 'id' | 'region' | 'account'>): string {
  return `${account ?? ''}/${region}/${kind}/${id}`;
}

/** One debt as people read it. */
export function debtLine({ kind, id, region, account, error, message }: Debt): string {
  return `${kind === 'look' ? `the look for ${id}` : `${kind} ${id}`} in ${nameOfLocation(locationOf({ region, account }))} (${error}: ${message})`;
}
