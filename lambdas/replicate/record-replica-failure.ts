import { listResources, markRemoved } from '../../aws/catalog/resources';
import { getRun, recordReplica } from '../../aws/catalog/runs';
import { SpawnError } from '../../core/errors';
import { failureOf } from '../../core/outcome';
import { placeOf } from '../../core/place';
import { replicaFailureInput } from '../../core/steps';
import { removeIn } from '../remove-leftovers';
import { step } from '../step';

/** Records why a region failed and removes its copy, and what tested it; the other regions go on. */
export const handler = step(replicaFailureInput, async ({ build_id, copy, error }, now) => {
  const run = await getRun(build_id);
  if (!run) throw new SpawnError('BuildNotFound', `there is no record of ${build_id}; what it made is kept`);
  const failure = failureOf(error);
  const made = (await listResources(build_id)).filter(({ type, region, account }) => region === copy.region && account === copy.account && (type === 'image' || type === 'instance'));
  await removeIn(placeOf(copy), { ...run, failure }, { made, kept: [] }, now);
  for (const resource of made) if (!resource.removed_at) await markRemoved(resource, now);
  await recordReplica(build_id, { region: copy.region, account: copy.account, status: 'failed', name: copy.name, error: failure.name, message: failure.message, ended_at: now.toISOString() });
});
