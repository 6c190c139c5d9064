import { addWarnings } from '../../aws/catalog/runs';
import { cancelRefresh, instancesOfVersion, readRefresh, startRefresh } from '../../aws/rollout/refreshes';
import { createTemplateVersion, readTemplate, setDefaultVersion } from '../../aws/rollout/templates';
import { SpawnError } from '../../core/errors';
import type { TemplateRollout } from '../../core/model/rollout';
import type { Run } from '../../core/model/run';
import { groupOfTemplate } from '../../core/rollout/request';
import { activeRefreshes } from '../../core/wait/refresh';
import { oneByOne, type Failed } from '../runtime/one-by-one';
import { isCurrent, recordGroup, recordTemplate, recordTemplateChange } from './progress';

/**
 * Makes the version before a rollout the default of a template again. A group that follows $Latest needs a version that
 * is the newest, so a copy of it is made for it. A template whose default somebody has changed since is left, and so is
 * every template once the channel has changed again. Returns whether the template was rolled back.
 */
export async function rollBackTemplate(run: Run, template: TemplateRollout, now: Date): Promise<boolean> {
  const { region, template_id, name, version, from_version, from_image, status } = template;
  if (status === 'rolled-back') return true;
  if (version === undefined || status !== 'moved') return false;
  const found = await readTemplate(region, template_id);
  const changed = found?.default_version !== version && found?.default_version !== from_version;
  if (changed || !(await isCurrent(run))) {
    await recordTemplate(run.build_id, { region, template_id, status: 'left' }, now);
    await addWarnings(run.build_id, [
      `the launch template ${name} of ${region} was left as it is: ${changed ? 'its default version has changed since' : 'a newer rollout of the channel decides'}`,
    ]);
    return false;
  }
  const followsLatest = template.groups.some(({ follows }) => follows === '$Latest');
  const rollback_version = followsLatest
    ? await createTemplateVersion(region, {
        template_id,
        from_version,
        ami_id: from_image,
        description: `version ${from_version} again (${run.build_id})`,
        token: `${run.build_id}-back`,
      })
    : from_version;
  await setDefaultVersion(region, template_id, rollback_version);
  await recordTemplate(run.build_id, { region, template_id, status: 'rolled-back', rollback_version }, now);
  await recordTemplateChange(run, template, [version, rollback_version], 'rolled back', now);
  return true;
}

/**
 * Brings the instances of a group back to the version before a rollout, if some were launched from its version: cancels
 * the refresh that goes on and starts another. Auto Scaling does not roll back a refresh of a group that follows
 * $Default or $Latest (API reference, RollbackInstanceRefresh). Returns the id of the refresh, if one is needed. Throws
 * GroupBusy until the cancelled one has ended.
 */
export async function rollBackGroup(
  run: Run,
  template: TemplateRollout,
  name: string,
  now: Date,
): Promise<string | undefined> {
  const { region, template_id, version } = template;
  const { refresh_id, rollback_refresh_id, minimum_healthy_percentage } = groupOfTemplate(template, name);
  if (rollback_refresh_id !== undefined || refresh_id === undefined || version === undefined)
    return rollback_refresh_id;
  const refresh = await readRefresh(region, name, refresh_id);
  if (!refresh) return undefined;
  if (activeRefreshes.includes(refresh.status)) {
    if (refresh.status !== 'Cancelling') await cancelRefresh(region, name);
    const message = `the instance refresh ${refresh_id} of ${name} in ${region} is being cancelled`;
    throw new SpawnError('GroupBusy', `${message}: the step is retried until it has ended.`);
  }
  const replaced = await instancesOfVersion(region, name, { template_id, version });
  if (replaced.length === 0) return undefined;
  const id = await startRefresh(region, name, minimum_healthy_percentage);
  await recordGroup(run.build_id, template, { name, rollback_refresh_id: id }, now);
  return id;
}

/**
 * Rolls back what a stopped rollout has changed. Nobody waits for the refreshes that it starts; a group that another
 * refresh keeps busy is named in the error. Does nothing for other runs.
 */
export async function rollBackRollout(run: Run, now: Date): Promise<void> {
  if (run.kind !== 'rollout') return;
  const failed: Failed<{ name: string }>[] = [];
  for (const template of run.templates ?? []) {
    const found = await oneByOne([template], async () => {
      if (!(await rollBackTemplate(run, template, now))) return;
      failed.push(...(await oneByOne(template.groups, ({ name }) => rollBackGroup(run, template, name, now))));
    });
    failed.push(...found);
  }
  if (failed.length === 0) return;
  throw new SpawnError('LeftBehind', failed.map(({ item, error }) => `${item.name}: ${error.message}`).join('; '));
}
