import { debtLine, isDoubt, type Debt } from '../model/debt';
import type { Finding } from './finding';

/** What was to be removed and is still there, or is kept in doubt: a warning for each. */
export function judgeDebts(debts: readonly Debt[]): Finding[] {
  const base = { check: 'leftovers' as const };
  if (debts.length === 0)
    return [{ ...base, subject: 'what builds made', result: 'ok', seen: 'all that was to be removed is gone' }];
  return debts.map((debt) => ({
    ...base,
    subject: debt.id,
    result: 'warning',
    ...(isDoubt(debt)
      ? {
          seen: `it is kept since ${debt.since}: ${debtLine(debt)}`,
          mend: 'look at it: end it or tag it as the message says; while it stays, it costs what it costs',
        }
      : {
          seen: `it could not be removed since ${debt.since}, ${debt.attempts} times: ${debtLine(debt)}`,
          mend: 'take away what the message names, such as a protection or a missing permission; the reaper tries again every few minutes',
        }),
  }));
}
