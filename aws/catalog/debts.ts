import { debtKey, type Debt } from '../../core/model/debt';
import { readItem, removeItem, writeItem, type Key } from './store/items';
import { findAll } from './store/queries';

const partition = 'DEBTS';

/** Writes a debt, over what was recorded of it. */
export async function putDebt(debt: Debt): Promise<void> {
  await writeItem(keyOf(debt), debt);
}

/** What is recorded of a debt; undefined when nothing is. */
export function readDebt(debt: Pick<Debt, 'kind' | 'id' | 'region' | 'account'>): Promise<Debt | undefined> {
  return readItem<Debt>(keyOf(debt));
}

/** All debts as of now, place by place. */
export function listDebts(): Promise<Debt[]> {
  return findAll<Debt>({ partition });
}

/** Removes a debt that is paid, unless somebody has failed to pay it since it was read. */
export function removeDebt(debt: Debt): Promise<boolean> {
  return removeItem(keyOf(debt), { expression: 'attempts = :attempts', values: { ':attempts': debt.attempts } });
}

function keyOf(debt: Pick<Debt, 'kind' | 'id' | 'region' | 'account'>): Key {
  return { pk: partition, sk: debtKey(debt) };
}
