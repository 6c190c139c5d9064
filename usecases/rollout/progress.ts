import { getChannel } from '../../aws/catalog/channels';
import { recordHistory } from '../../aws/catalog/history';
import { updateRun } from '../../aws/catalog/runs';
import { SpawnError } from '../../core/errors';
import type { GroupRollout, TemplateRollout } from '../../core/model/rollout';
import type { Run } from '../../core/model/run';
import { channelOfRollout, templateChangeText, withTemplate } from '../../core/rollout/request';

type Which = Pick<TemplateRollout, 'region' | 'template_id'>;

/** Returns whether the channel of a rollout still is what the rollout carries out. */
export async function isCurrent(run: Run): Promise<boolean> {
  const { revision, ...name } = channelOfRollout(run);
  return (await getChannel(name))?.revision === revision;
}

/** Throws RolloutSuperseded when the channel of a rollout has changed since: a newer rollout decides then. */
export async function requireCurrent(run: Run): Promise<void> {
  if (await isCurrent(run)) return;
  const { stack, variant, channel } = channelOfRollout(run);
  throw new SpawnError(
    'RolloutSuperseded',
    `the channel ${channel} of ${stack} ${variant} has changed since ${run.build_id} started: look at its newest rollout with spawn builds list --kind rollout.`,
  );
}

/** Records what has become of a template. */
export function recordTemplate(buildId: string, change: Which & Partial<TemplateRollout>, now: Date): Promise<Run> {
  return updateRun(buildId, ({ templates }) => ({ templates: withTemplate(templates, change) }), now);
}

/** Records an instance refresh of a group. */
export function recordGroup(
  buildId: string,
  which: Which,
  change: Pick<GroupRollout, 'name'> & Partial<GroupRollout>,
  now: Date,
): Promise<Run> {
  return updateRun(
    buildId,
    ({ templates = [] }) => ({
      templates: templates.map((each) =>
        each.region === which.region && each.template_id === which.template_id
          ? {
              ...each,
              groups: each.groups.map((group) => (group.name === change.name ? { ...group, ...change } : group)),
            }
          : each,
      ),
    }),
    now,
  );
}

/** Adds a change of a template's default version to the history. */
export async function recordTemplateChange(
  run: Run,
  template: TemplateRollout,
  versions: readonly [number, number],
  why: string,
  now: Date,
): Promise<void> {
  await recordHistory(`template-${run.build_id}-${template.region}-${template.template_id}-${versions[1]}`, {
    time: now.toISOString(),
    action: 'template-changed',
    by: run.requested_by,
    stack: run.stack,
    region: template.region,
    ami_id: template.ami_id,
    build_id: run.build_id,
    detail: templateChangeText(template, versions, why),
  });
}
