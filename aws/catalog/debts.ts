import { debtKey, type Debt } from '../../core/model/debt';
import { readItem, removeItem, writeItem, type Key } from './store/items';
import { findAll } from './store/queries';

const partition = 'DEBTS';

/** Writes a debt, over an earlier record of it. */
export async function putDebt(debt: Debt): Promise<void> {
  await writeItem(keyOf(debt), debt);
}

/** Returns the record of a debt; undefined when there is none. */
export function readDebt(debt: Pick<Debt, 'kind' | 'id' | 'region' | 'account'>): Promise<Debt | undefined> {
  return readItem<Debt>(keyOf(debt));
}

/** Returns all debts, read consistently, ordered by location. */
export function listDebts(): Promise<Debt[]> {
  return findAll<Debt>({ partition });
}

/** Removes a debt that is paid, unless a later try has failed since it was read. Returns whether it was removed. */
export function removeDebt(debt: Debt): Promise<boolean> {
  return removeItem(keyOf(debt), { expression: 'attempts = :attempts', values: { ':attempts': debt.attempts } });
}

function keyOf(debt: Pick<Debt, 'kind' | 'id' | 'region' | 'account'>): Key {
  return { pk: partition, sk: debtKey(debt) };
}
