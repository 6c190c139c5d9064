import { getText } from '../../aws/objects';
import { judgeResidue } from '../../core/residue';
import { judgeResidueInput } from '../../core/steps';
import { objectKeys } from '../object-keys';
import { openRun, planOf } from '../open-run';
import { step } from '../step';

/** Refuses a builder whose report lists anything that the recipe does not waive, or that could not be looked at. */
export const handler = step(judgeResidueInput, async ({ build_id }) => {
  const plan = planOf(await openRun(build_id));
  const report = await getText(objectKeys.residue(build_id));
  return judgeResidue(report, plan.waivers);
});
