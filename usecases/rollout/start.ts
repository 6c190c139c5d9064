import { runOfPart } from '../../aws/catalog/run-ends';
import { environment } from '../../aws/client/environment';
import type { Channel } from '../../core/channel/record';
import { SpawnError } from '../../core/errors';
import { operationIdOf } from '../../core/lib/identifier';
import type { Run } from '../../core/model/run';
import { backstopSeconds, refreshSeconds } from '../../core/run/time-limits';
import type { TemplatePlan } from '../../core/rollout/plan';
import { rolloutIdPart } from '../../core/rollout/request';
import { newRun, resumeRun, startRun } from '../run/start';

function rollsBackChannel(plans: readonly TemplatePlan[]): boolean {
  return plans.some(({ change, follower }) => change !== undefined && follower.roll_back_channel === true);
}

/** Returns the input of the state machine of a rollout. */
function inputOf(run: Pick<Run, 'build_id' | 'templates'>, plans: readonly TemplatePlan[]): object {
  return {
    build_id: run.build_id,
    templates: (run.templates ?? []).map(({ region, template_id, groups }) => ({
      region,
      template_id,
      groups: groups.map(({ name }) => ({ name })),
    })),
    roll_back_channel: rollsBackChannel(plans),
    timeouts: { refresh_seconds: refreshSeconds + backstopSeconds },
  };
}

/**
 * Starts the rollout of a channel to the templates that follow it, and returns its id; undefined when no template
 * changes. A rollout of the same change of the channel that still runs is returned instead. After one that has ended,
 * another is started only if `again` says so.
 */
export async function startRollout(
  channel: Channel,
  plans: readonly TemplatePlan[],
  { caller, now }: { caller: string; now: Date },
  { again }: { again: boolean },
): Promise<string | undefined> {
  for (let attempt = 0; ; attempt += 1) {
    const idPart = rolloutIdPart(channel, attempt);
    const earlier = await runOfPart(idPart);
    if (earlier?.status === 'running') {
      await resumeRun(idPart);
      return earlier.build_id;
    }
    if (earlier && !again) return undefined;
    if (earlier) continue;
    const obstacles = plans.flatMap((plan) => plan.obstacles);
    const templates = plans.flatMap(({ change }) => change ?? []);
    if (templates.length === 0) return undefined;
    const { stack, variant, version, revision } = channel;
    const run = newRun(
      { caller, now, idPart },
      {
        build_id: operationIdOf(idPart),
        kind: 'rollout',
        region: environment().homeRegion,
        stack,
        variant,
        version,
        templates,
        ...(obstacles.length > 0 && { warnings: obstacles.map((obstacle) => `not changed: ${obstacle}`) }),
        request: {
          channel: { stack, variant, channel: channel.channel, revision },
          roll_back_channel: rollsBackChannel(plans),
        },
      },
    );
    try {
      return (await startRun(run, { input: inputOf(run, plans) })).build_id;
    } catch (error) {
      // Another request has started it at the same time: the next look finds it.
      if (!(error instanceof SpawnError) || error.name !== 'CatalogConflict') throw error;
      attempt -= 1;
    }
  }
}
