import { addWarnings } from '../../aws/catalog/runs';
import { getText } from '../../aws/storage/objects';
import { imageRequestOf } from '../../core/image/creation';
import { judgeSearch } from '../../core/residue/instance-search';
import { judgeSearchInput } from '../../core/run/step-inputs';
import { objectKeys } from '../../usecases/runtime/object-keys';
import { openRun } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';

/** Fails for an instance that holds secrets, and records other findings as warnings of the run. */
export const handler = step(judgeSearchInput, async ({ build_id, builder }) => {
  const { waivers = [] } = imageRequestOf(await openRun(build_id));
  const report = await getText(objectKeys.residue(build_id));
  const warnings = judgeSearch(report, builder.instance_id, waivers);
  await addWarnings(build_id, warnings);
});
