import type { AnswerOf } from '../../client/types';
import type { Status } from '../../shared/status-of';

export type Debt = AnswerOf<'listDebts'>['debts'][number];

/** The words of the command that lists the same debts. */
export const debtsCommand: readonly string[] = ['debts'];

/** Returns how a debt is shown: what is kept on purpose, or in doubt, is not a failure. */
export function statusOfDebt({ kind, error }: Pick<Debt, 'kind' | 'error'>): Status {
  if (error === 'LeftoverStays') return { type: 'warning', text: 'Kept' };
  return { type: 'error', text: kind === 'look' ? 'Not listed' : 'Not removed' };
}

/** Returns where a debt is: its region, and its account unless it is the home account. */
export function placeOfDebt({ region, account }: Pick<Debt, 'region' | 'account'>): string {
  return account === undefined ? region : `${region} of ${account}`;
}

/** Returns what a debt is about: a resource, or a list that could not be read. */
export function subjectOfDebt({ kind, id }: Pick<Debt, 'kind' | 'id'>): string {
  return kind === 'look' ? `The list of ${id}` : id;
}
