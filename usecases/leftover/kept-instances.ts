import { getImage } from '../../aws/catalog/images';
import type { Run } from '../../core/model/run';

/**
 * Test instances of a run that somebody asked to look at: they live until their own deadline, and the reaper ends them.
 */
export async function keptInstances(run: Run, now: Date): Promise<string[]> {
  const image = run.ami_id === undefined ? undefined : await getImage(run.region, run.ami_id);
  const kept = (image?.tests ?? []).filter(
    (test) =>
      test.build_id === run.build_id && test.kept_until !== undefined && Date.parse(test.kept_until) > now.getTime(),
  );
  return kept.flatMap(({ instance_id }) => instance_id ?? []);
}
