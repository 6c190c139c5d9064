import { environment } from '../../aws/client/environment';
import type { ChannelChangeAnswer } from '../../core/api/contract/channel';
import { channelParameter, parameterValues } from '../../core/channel/parameter';
import { pointTo, type Channel } from '../../core/channel/record';
import { SpawnError } from '../../core/errors';
import type { Release } from '../../core/release/group';
import { answerOfRollout } from '../../core/rollout/answer';
import { pointChannel } from '../channel/point';
import type { HttpRequest } from '../runtime/http';
import { planRollout } from './plan';
import { startRollout } from './start';

interface Change {
  action: 'promoted' | 'rolled-back';
  reason?: string;
  dryRun?: boolean;
}

/**
 * Points a channel to a release and starts its rollout to the launch templates that follow it. A promotion is refused
 * when one of them cannot follow, before anything changes; a rollback leaves such a template and says so. With
 * `dryRun`, returns what would change.
 */
export async function changeChannel(
  name: Pick<Channel, 'stack' | 'variant' | 'channel'>,
  before: Channel | undefined,
  to: Release,
  releases: readonly Release[],
  { action, reason, dryRun = false }: Change,
  { caller, now }: Pick<HttpRequest, 'caller' | 'now'>,
): Promise<ChannelChangeAnswer> {
  const plans = await planRollout(name, to);
  const obstacles = plans.flatMap((plan) => plan.obstacles);
  if (dryRun) {
    const changed = before?.release !== to.release;
    const after = pointTo(name, before, to, { action, reason, at: now.toISOString(), by: caller });
    return {
      changed,
      dry_run: true,
      channel: before && !changed ? before : after,
      parameter: channelParameter(environment().stage, name),
      regions: [...parameterValues(to)].map(([region, ami_id]) => ({ region, ami_id, status: 'planned' })),
      rollout: answerOfRollout(plans),
    };
  }
  if (action === 'promoted' && obstacles.length > 0)
    throw new SpawnError(
      'WrongState',
      `the channel ${name.channel} of ${name.stack} ${name.variant} was not changed, because launch templates of the policy cannot follow it: ${obstacles.join('; ')}.`,
      { channel: name.channel, obstacles },
    );
  const answer = await pointChannel(name, before, to, releases, { action, reason }, { caller, now });
  const operation = await startRollout(answer.channel, plans, { caller, now }, { again: true });
  return { ...answer, rollout: answerOfRollout(plans, operation) };
}
