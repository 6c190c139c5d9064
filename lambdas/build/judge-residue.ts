import { getText } from '../../aws/storage/objects';
import { requireFrozen } from '../../core/image/consistency';
import { judgeResidue } from '../../core/residue/report';
import { judgeResidueInput } from '../../core/run/step-inputs';
import { objectKeys } from '../../usecases/runtime/object-keys';
import { openRun, planOf } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';

/**
 * Fails a builder whose report lists anything that the recipe does not waive, or that could not be searched, and a
 * spot builder that is not at rest.
 */
export const handler = step(judgeResidueInput, async ({ build_id, builder }) => {
  const plan = planOf(await openRun(build_id));
  const report = await getText(objectKeys.residue(build_id));
  const judged = judgeResidue(report, plan.waivers);
  if (builder.spot) requireFrozen(builder.instance_id, await getText(objectKeys.frozen(build_id)));
  return judged;
});
