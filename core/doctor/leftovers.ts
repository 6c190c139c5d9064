import { debtLine, isDoubt, type Debt } from '../model/debt';
import type { Finding } from './finding';

/** Returns a warning for each resource that could not be removed or is kept in doubt. */
export function judgeDebts(debts: readonly Debt[]): Finding[] {
  const base = { check: 'leftovers' as const };
  if (debts.length === 0)
    return [{ ...base, subject: 'resources of builds', result: 'ok', seen: 'nothing is left to be removed' }];
  return debts.map((debt) => ({
    ...base,
    subject: debt.id,
    result: 'warning',
    ...(isDoubt(debt)
      ? {
          seen: `kept since ${debt.since}: ${debtLine(debt)}`,
          mend: 'remove it or tag it as the message says; it incurs costs while it stays',
        }
      : {
          seen: `its removal has failed ${debt.attempts} times since ${debt.since}: ${debtLine(debt)}`,
          mend: 'correct what the message names, such as a protection or a missing permission; the reaper retries every few minutes',
        }),
  }));
}
