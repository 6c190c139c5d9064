import { enterStage } from '../../aws/catalog/runs';
import { activeRefresh, startRefresh } from '../../aws/rollout/refreshes';
import { SpawnError } from '../../core/errors';
import { groupOfTemplate, templateOfRollout } from '../../core/rollout/request';
import { rolloutGroupInput } from '../../core/run/step-inputs';
import { recordGroup, requireCurrent } from '../../usecases/rollout/progress';
import { openRun } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';

/**
 * Starts an instance refresh of a group, whose new instances get the new version of the template. There is no client
 * token: a refresh that began after the version became the default does the same and is used instead.
 */
export const handler = step(rolloutGroupInput, async ({ build_id, template: which, group: { name } }, now) => {
  const run = await openRun(build_id);
  await requireCurrent(run);
  const template = templateOfRollout(run, which);
  const { region, moved_at = '' } = template;
  const group = groupOfTemplate(template, name);
  await enterStage(build_id, 'refresh', now, `${name} in ${region}`);
  if (group.refresh_id !== undefined) return { refresh_id: group.refresh_id };
  const refresh_id = await startRefresh(region, name, group.minimum_healthy_percentage).catch(
    async (error: unknown) => {
      if (!(error instanceof SpawnError) || error.name !== 'GroupBusy') throw error;
      const active = await activeRefresh(region, name);
      if (active?.started_at === undefined || active.status === 'Cancelling' || active.started_at < moved_at)
        throw error;
      return active.refresh_id;
    },
  );
  await recordGroup(build_id, which, { name, refresh_id }, now);
  return { refresh_id };
});
