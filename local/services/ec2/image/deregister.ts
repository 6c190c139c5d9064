import { has } from '../../../kernel/facts';
import { AwsError } from '../../../kernel/types';
import { arnOf, ownedContext } from '../state/authorize';
import { requireUnprotected } from './deregistration-protection';
import { announce } from './lifecycle';
import { retainImage, retainSnapshot } from './recycle-bin';
import { draw } from '../state/latencies';
import { imageUsing, requireOwnImage } from '../state/own-image';
import type { Handler, Request } from '../state/simulation';

const twoDays = 2 * 86_400_000;

/**
 * Ends an image in any state; lists still show it for some seconds. With DeleteAssociatedSnapshots each snapshot has
 * its own outcome.
 */
export const deregisterImage: Handler = (request) => {
  const { call, input, simulation, region } = request;
  const image = requireOwnImage(request);
  call.authorize('ec2:DeregisterImage', arnOf(request, 'image', image.id), ownedContext(request, image));
  requireUnprotected(simulation.world, image);
  if (image.state === 'pending' && !has(simulation.world, 'deregister-pending-read-disabled'))
    throw new AwsError('IncorrectState', `The image '${image.id}' is pending.`);
  return () => {
    region.images.delete(image.id);
    retainImage(request, image, image.state);
    image.state = 'deregistered';
    const now = simulation.world.clock.now();
    region.deregistered.set(image.id, now + (simulation.options.remembersImages ?? twoDays));
    const until = now + draw(simulation.world.random, simulation.latencies.lingering);
    region.lingering = [...region.lingering.filter((other) => other.until > now), { image, until }];
    const results = input.DeleteAssociatedSnapshots
      ? image.volumes.map(({ snapshotId = '' }) => deleteBehind(request, snapshotId))
      : undefined;
    announce(request, image);
    return { Return: true, DeleteSnapshotResults: results };
  };
};

function deleteBehind(request: Request, snapshotId: string): { SnapshotId: string; ReturnCode: string } {
  const { call, region } = request;
  const snapshot = region.snapshots.get(snapshotId);
  const outcome = (ReturnCode: string): { SnapshotId: string; ReturnCode: string } => ({
    SnapshotId: snapshotId,
    ReturnCode,
  });
  if (!snapshot) return outcome('client-error');
  if (imageUsing(request, snapshotId) && has(request.simulation.world, 'shared-snapshot-is-skipped'))
    return outcome('skipped');
  try {
    call.authorize('ec2:DeleteSnapshot', arnOf(request, 'snapshot', snapshotId), ownedContext(request, snapshot));
  } catch (error) {
    if (error instanceof AwsError && has(request.simulation.world, 'deregister-reports-each-snapshot'))
      return outcome('missing-permissions');
    throw error;
  }
  region.snapshots.delete(snapshotId);
  if (!retainSnapshot(request, snapshot)) region.tags.delete(snapshotId);
  return outcome('success');
}
