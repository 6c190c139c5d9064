import { getChannel } from '../../aws/catalog/channels';
import { addWarnings, getRun } from '../../aws/catalog/runs';
import { SpawnError } from '../../core/errors';
import { isReleaseUsable } from '../../core/release/group';
import { channelOfRollout } from '../../core/rollout/request';
import { returnChannelInput } from '../../core/run/step-inputs';
import { releasesOfStack } from '../../usecases/channel/move';
import { pointChannel } from '../../usecases/channel/point';
import { step } from '../../usecases/runtime/step';

/**
 * Points the channel of a failed rollout back to the release before, in the name of the caller. Leaves a channel that
 * has changed since, was new, or whose earlier release is not usable, with a warning.
 */
export const handler = step(returnChannelInput, async ({ build_id }, now) => {
  const run = await getRun(build_id);
  if (!run) throw new SpawnError('BuildNotFound', `there is no record of ${build_id}.`);
  const { revision, ...name } = channelOfRollout(run);
  const channel = await getChannel(name);
  if (!channel || channel.revision !== revision) return { returned: false };
  const releases = await releasesOfStack(name.stack);
  const target = releases.find(({ release }) => release === channel.from?.release);
  if (!isReleaseUsable(target)) {
    await addWarnings(build_id, [
      `the channel ${name.channel} of ${name.stack} ${name.variant} stays at ${channel.image_name}: it has no earlier release that is usable`,
    ]);
    return { returned: false };
  }
  const reason = `the rollout ${build_id} failed${run.failure ? `: ${run.failure.name}` : ''}`;
  await pointChannel(
    name,
    channel,
    target,
    releases,
    { action: 'rolled-back', reason },
    { caller: run.requested_by, now },
  );
  return { returned: true };
});
