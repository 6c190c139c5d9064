import { updateRun } from '../../aws/catalog/runs';
import { getText } from '../../aws/objects';
import { imageRequestOf } from '../../core/image-request';
import { judgeSearch } from '../../core/instance-search';
import { judgeSearchInput } from '../../core/steps';
import { objectKeys } from '../object-keys';
import { openRun } from '../open-run';
import { step } from '../step';

/** Refuses an instance that holds secrets, and keeps what an image of it carries besides as warnings of the run. */
export const handler = step(judgeSearchInput, async ({ build_id, builder }) => {
  const { waivers = [] } = imageRequestOf(await openRun(build_id));
  const report = await getText(objectKeys.residue(build_id));
  const warnings = judgeSearch(report, builder.instance_id, waivers);
  await updateRun(build_id, { warnings });
});
