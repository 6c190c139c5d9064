import { listResources, markRemoved } from '../../aws/catalog/resources';
import { checkKeyMayBecomeReady } from '../../core/replication/keys';
import { SpawnError } from '../../core/errors';
import { failureOf } from '../../core/run/outcome';
import { locationOf } from '../../core/model/location';
import type { RunResource } from '../../core/model/run';
import { replicaFailureInput } from '../../core/run/step-inputs';
import { openRun } from '../../usecases/run/require-open';
import { leftBehind } from '../../usecases/leftover/owe';
import { removeIn } from '../../usecases/leftover/remove';
import { step } from '../../usecases/runtime/step';

/**
 * Removes a copy that failed because its key was not ready, and returns the number of the next try. Throws KeyNotReady
 * with EC2's reason after the last try, or when the copy cannot be removed, because it would keep the name.
 */
export const handler = step(replicaFailureInput, async ({ build_id, copy, retry, error }, now) => {
  const run = await openRun(build_id);
  const failure = failureOf(error);
  const isHere = ({ region, account }: RunResource): boolean => region === copy.region && account === copy.account;
  const made = (await listResources(build_id)).filter((resource) => resource.type === 'image' && isHere(resource));
  const firstTriedAt = new Date(Math.min(...made.map(({ created_at }) => Date.parse(created_at)), now.getTime()));
  checkKeyMayBecomeReady(failure.message, firstTriedAt, now);
  const debts = await removeIn(locationOf(copy), { ...run, failure }, { made, kept: [] }, now);
  const left = debts.length === 0 ? undefined : leftBehind(debts).message;
  if (left) throw new SpawnError('KeyNotReady', `${failure.message} It was not retried: ${left}`);
  for (const resource of made) if (!resource.removed_at) await markRemoved(resource, now);
  return { attempt: (retry?.attempt ?? 1) + 1 };
});
