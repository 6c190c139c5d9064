import { getImage } from '../../aws/catalog/images';
import type { Run } from '../../core/model/run';
import { isCandidateKept } from '../../core/run/kept-candidate';

/**
 * Returns the ids of what the user wants to keep of a run: its builder, its test instances, and its image for a retry.
 * They stay until their own deadline, and then the reaper removes them.
 */
export async function keptResources(run: Run, now: Date): Promise<string[]> {
  const image = run.ami_id === undefined ? undefined : await getImage(run.region, run.ami_id);
  const tests = (image?.tests ?? []).filter(
    (test) =>
      test.build_id === run.build_id && test.kept_until !== undefined && Date.parse(test.kept_until) > now.getTime(),
  );
  const builder = run.kept_builder;
  const isBuilderKept = builder !== undefined && Date.parse(builder.until) > now.getTime();
  return [
    ...(isBuilderKept ? [builder.instance_id] : []),
    ...(isCandidateKept(run, now) && run.kept_candidate ? [run.kept_candidate.ami_id] : []),
    ...tests.flatMap(({ instance_id }) => instance_id ?? []),
  ];
}
