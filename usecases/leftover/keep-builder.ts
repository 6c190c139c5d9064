import { listResources } from '../../aws/catalog/resources';
import { updateRun } from '../../aws/catalog/runs';
import { tagResources } from '../../aws/client/resource-tags';
import { describeInstance } from '../../aws/instance/describe';
import { tagTime } from '../../core/image/tags';
import type { Run } from '../../core/model/run';
import { keptBuilder } from '../../core/run/kept-builder';
import { tagKeys } from '../../core/tags';

const over: readonly string[] = ['shutting-down', 'terminated'];

/**
 * Keeps the builder of a failed build if its request said so: records it with its deadline, then sets the deadline as
 * its tag, by which the reaper terminates it.
 */
export async function keepBuilder(run: Run, now: Date): Promise<void> {
  if (run.keep_failed_seconds === undefined) return;
  const builder = (await listResources(run.build_id)).find(
    ({ type, purpose, id, removed_at }) =>
      type === 'instance' && purpose === 'builder' && id !== undefined && removed_at === undefined,
  );
  const kept = keptBuilder(run, builder, now);
  if (!kept) return;
  const instance = await describeInstance(kept.region, kept.instance_id);
  if (!instance || over.includes(instance.state)) return;
  await updateRun(run.build_id, { kept_builder: kept }, now);
  await tagResources(kept.region, [kept.instance_id], { [tagKeys.ttlDeadline]: tagTime(new Date(kept.until)) });
}
