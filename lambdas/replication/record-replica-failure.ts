import { listResources, markRemoved } from '../../aws/catalog/resources';
import { getRun, recordReplica } from '../../aws/catalog/runs';
import type { Debt } from '../../core/model/debt';
import { SpawnError } from '../../core/errors';
import { failureOf } from '../../core/run/outcome';
import { locationOf } from '../../core/model/location';
import { replicaFailureInput } from '../../core/run/step-inputs';
import { isKnownPublished, isOwed, removeIn } from '../../usecases/leftover/remove';
import { leftBehind } from '../../usecases/leftover/owe';
import { step } from '../../usecases/runtime/step';

/**
 * Returns a message that mentions what could not be removed, which the reaper retries. The record and the other regions
 * continue.
 */
function messageWith(message: string, debts: readonly Debt[]): string {
  return debts.length === 0
    ? message
    : `${message} (and not everything could be removed yet: ${leftBehind(debts).message})`;
}

/** Records why a region failed, and removes its copy and the copy's test instance. The other regions continue. */
export const handler = step(replicaFailureInput, async ({ build_id, copy, error }, now) => {
  const run = await getRun(build_id);
  if (!run)
    throw new SpawnError('BuildNotFound', `there is no record of ${build_id}: nothing that it created is removed`);
  const failure = failureOf(error);
  const made = (await listResources(build_id)).filter(
    ({ type, region, account }) =>
      region === copy.region && account === copy.account && (type === 'image' || type === 'instance'),
  );
  const debts = await removeIn(locationOf(copy), { ...run, failure }, { made, kept: [] }, now);
  let published: string | undefined;
  for (const resource of made) {
    if (await isKnownPublished(resource)) published = resource.id;
    else if (!resource.removed_at && !isOwed(resource, debts)) await markRemoved(resource, now);
  }
  const base = { region: copy.region, account: copy.account, name: copy.name, ended_at: now.toISOString() };
  // The publishing step failed after it had published the copy.
  if (published !== undefined) await recordReplica(build_id, { ...base, status: 'available', ami_id: published });
  else
    await recordReplica(build_id, {
      ...base,
      status: 'failed',
      error: failure.name,
      message: messageWith(failure.message, debts),
    });
});
