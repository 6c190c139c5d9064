import { getText } from '../../aws/storage/objects';
import { judgeResidue } from '../../core/residue/report';
import { judgeResidueInput } from '../../core/run/step-inputs';
import { objectKeys } from '../../usecases/runtime/object-keys';
import { openRun, planOf } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';

/** Fails a builder whose report lists anything that the recipe does not waive, or that could not be searched. */
export const handler = step(judgeResidueInput, async ({ build_id }) => {
  const plan = planOf(await openRun(build_id));
  const report = await getText(objectKeys.residue(build_id));
  return judgeResidue(report, plan.waivers);
});
