import { explainAwsError } from '../../aws/client/errors';
import { putDebt, readDebt } from '../../aws/catalog/debts';
import { putEvent } from '../../aws/flow/events';
import { debtAfter, debtLine, type Debt, type Owed } from '../../core/model/debt';
import { SpawnError } from '../../core/errors';
import { logger } from '../runtime/step';

/**
 * Does `act`. If it fails, records a debt, which the reaper retries, and returns the debt. Does not throw, so that
 * other removals continue.
 */
export async function owe(owed: Owed, act: () => Promise<unknown>, now: Date): Promise<Debt | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    return record(owed, explainAwsError(error), now);
  }
}

/** Returns the error that lists debts. */
export function leftBehind(debts: readonly Debt[]): SpawnError {
  const some = debts.slice(0, 10).map(debtLine).join('; ');
  const more = debts.length > 10 ? `; and ${debts.length - 10} more` : '';
  return new SpawnError(
    'LeftBehind',
    `${debts.length} resources could not be removed: ${some}${more}. The reaper retries; list them with spawn debts.`,
    { left: debts.length },
  );
}

async function record(owed: Owed, error: Error, now: Date): Promise<Debt> {
  logger.warn('could not be removed', {
    id: owed.id,
    region: owed.region,
    error_name: error.name,
    error_message: error.message,
  });
  try {
    const known = await readDebt(owed);
    const debt = debtAfter(owed, known, error, now);
    await putDebt(debt);
    if (!known) await tell(debt);
    return debt;
  } catch (failure) {
    const unrecorded = debtAfter(owed, undefined, error, now);
    return {
      ...unrecorded,
      message: `${unrecorded.message} It could not be recorded either: ${explainAwsError(failure).message}`,
    };
  }
}

/** Publishes a new debt. A failure is logged only: the debt is recorded, and the other removals continue. */
async function tell({ kind, id, region, account, build_id, reason, message }: Debt): Promise<void> {
  try {
    await putEvent('Debt Recorded', { kind, id, region, account, build_id, reason, message });
  } catch (error) {
    logger.warn('a debt was not published', { id, error_name: (error as Error).name });
  }
}
