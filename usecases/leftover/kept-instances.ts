import { getImage } from '../../aws/catalog/images';
import type { Run } from '../../core/model/run';

/**
 * Returns the ids of a run's builder and test instances that the user wants to keep. They run until their own deadline,
 * and then the reaper terminates them.
 */
export async function keptInstances(run: Run, now: Date): Promise<string[]> {
  const image = run.ami_id === undefined ? undefined : await getImage(run.region, run.ami_id);
  const tests = (image?.tests ?? []).filter(
    (test) =>
      test.build_id === run.build_id && test.kept_until !== undefined && Date.parse(test.kept_until) > now.getTime(),
  );
  const builder = run.kept_builder;
  const isBuilderKept = builder !== undefined && Date.parse(builder.until) > now.getTime();
  return [...(isBuilderKept ? [builder.instance_id] : []), ...tests.flatMap(({ instance_id }) => instance_id ?? [])];
}
