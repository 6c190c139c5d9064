import { enterStage } from '../../aws/catalog/runs';
import { createTemplateVersion, readTemplate, setDefaultVersion } from '../../aws/rollout/templates';
import { SpawnError } from '../../core/errors';
import { channelOfRollout, templateOfRollout } from '../../core/rollout/request';
import { rolloutInput } from '../../core/run/step-inputs';
import { recordTemplate, recordTemplateChange, requireCurrent } from '../../usecases/rollout/progress';
import { openRun } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';

/**
 * Makes a version of a launch template with the image of the release, from its default version, and makes it the
 * default. A retry makes no second version.
 */
export const handler = step(rolloutInput, async ({ build_id, template: which }, now) => {
  const run = await openRun(build_id);
  await requireCurrent(run);
  const template = templateOfRollout(run, which);
  const { region, template_id, name, ami_id } = template;
  await enterStage(build_id, 'template', now, `${name} in ${region}`);
  const found = await readTemplate(region, template_id);
  if (!found)
    throw new SpawnError('WrongState', `the launch template ${name} of ${region} is gone: remove it from the policy.`);
  // What was the default when the version was made; a retry finds it changed.
  const isMade = template.version !== undefined;
  const from_version = isMade ? template.from_version : found.default_version;
  const from_image = isMade ? template.from_image : (found.image_id ?? template.from_image);
  const { channel } = channelOfRollout(run);
  const version =
    template.version ??
    (await createTemplateVersion(region, {
      template_id,
      from_version,
      ami_id,
      description: `${channel}: ${run.stack} ${run.version ?? ami_id} (${build_id})`,
      token: `${build_id}-${from_version}`,
    }));
  // Before it becomes the default, so that a rollback knows what to undo.
  await recordTemplate(build_id, { region, template_id, version, from_version, from_image, status: 'moved' }, now);
  await setDefaultVersion(region, template_id, version);
  await recordTemplate(build_id, { region, template_id, moved_at: now.toISOString() }, now);
  await recordTemplateChange(
    run,
    template,
    [from_version, version],
    `${channel} of ${run.stack} is ${run.version ?? ami_id}`,
    now,
  );
  return { version };
});
