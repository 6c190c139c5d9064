import { recordFailure } from '../../aws/catalog/run-ends';
import { addWarnings, enterStage } from '../../aws/catalog/runs';
import { channelOfRollout, templateOfRollout } from '../../core/rollout/request';
import { rollBackTemplateInput } from '../../core/run/step-inputs';
import { rollBackTemplate } from '../../usecases/rollout/roll-back';
import { step } from '../../usecases/runtime/step';

/** Makes the version before a failed rollout the default of a template again, and records the failure. */
export const handler = step(rollBackTemplateInput, async ({ build_id, template: which, error }, now) => {
  const run = await recordFailure(build_id, error, now);
  const template = templateOfRollout(run, which);
  if (template.version === undefined) return { rolled_back: false };
  if (run.request?.roll_back_channel !== true) {
    const { channel, stack, variant } = channelOfRollout(run);
    const version = run.version ?? 'the new release';
    await addWarnings(build_id, [
      `the channel ${channel} of ${stack} ${variant} stays at ${version}: point it back with spawn ami rollback ${channel} --stack ${stack} --variant ${variant}`,
    ]);
  }
  await enterStage(build_id, 'rollback', now, `${template.name} in ${template.region}`);
  return { rolled_back: await rollBackTemplate(run, template, now) };
});
