import { listAccountCopies } from '../../aws/catalog/account-images';
import { listReplicas } from '../../aws/catalog/releases';
import { enterStage, recordReplica } from '../../aws/catalog/runs';
import { getImage } from '../../aws/catalog/images';
import { getStackPolicy } from '../../aws/catalog/stack-policies';
import { keysOfCopies } from '../../core/replication/keys';
import { SpawnError } from '../../core/errors';
import { nameOfLocation } from '../../core/model/location';
import { planReplication } from '../../core/replication/plan';
import { planReplicationInput } from '../../core/run/step-inputs';
import { openRun } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';
import { testOfReplicas } from '../../usecases/replication/test-of-replicas';

/** Returns the locations that still lack the image, without those whose copy exists or is in progress. */
export const handler = step(
  planReplicationInput,
  async ({ build_id, image, regions, members, kms_keys, complete_within_minutes, timeouts }, now) => {
    await openRun(build_id);
    await enterStage(build_id, 'replicate', now, [...regions, ...members.map(nameOfLocation)].join(', '));
    const source = await getImage(image.region, image.ami_id);
    if (!source) throw new SpawnError('ImageNotFound', `${image.ami_id} is not in the catalog of ${image.region}`);
    const policy = source.stack === undefined ? undefined : await getStackPolicy(source.stack);
    const inMembers = members.length === 0 ? [] : await listAccountCopies(source);
    const replicas = [...(await listReplicas(source)), ...inMembers];
    const keys = keysOfCopies([...regions, ...members.map(({ region }) => region)], kms_keys, policy?.encryption_keys);
    const plan = planReplication({
      source,
      replicas,
      regions,
      members,
      keys,
      completeWithinMinutes: complete_within_minutes ?? policy?.complete_within_minutes ?? undefined,
      usualSeconds: timeouts.copy_seconds,
      test: policy?.test_replicas ? await testOfReplicas(source) : undefined,
    });
    for (const outcome of plan.outcomes) await recordReplica(build_id, outcome);
    return plan.copies;
  },
);
