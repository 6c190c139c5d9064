import { recordImageEvent } from '../../../aws/catalog/image-events';
import { getChannel } from '../../../aws/catalog/channels';
import { environment } from '../../../aws/client/environment';
import { promoteImageRequest } from '../../../core/api/contract/channel';
import { SpawnError } from '../../../core/errors';
import { checkChangeable, checkImage } from '../../../core/image/check';
import { eventOfPerson } from '../../../core/image/event';
import { releasesOfStack } from '../../../usecases/channel/move';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { requireImage } from '../../../usecases/image/find';
import { recordUntested, requireProven } from '../../../usecases/image/require-proven';
import { changeChannel } from '../../../usecases/rollout/change-channel';

/**
 * Points a channel of the image's stack and variant to the image's release, in all regions. Refuses an unusable image,
 * and a release without passed tests.
 */
export async function promoteImage(request: HttpRequest): Promise<HttpAnswer> {
  const { channel, reason, untested, dry_run: dryRun } = parse(promoteImageRequest, request.body);
  const image = await requireImage(request.path.id ?? '');
  const { ami_id, stack } = image;
  checkChangeable(image, environment().deployment, 'promoted');
  checkImage(image, ami_id, 'promote');
  if (stack === undefined)
    throw new SpawnError(
      'WrongState',
      `the image ${ami_id} (${image.name}) has no stack, and a channel belongs to a stack: set it with spawn tag-ami ${ami_id} --stack.`,
      { ami_id },
    );
  const releases = await releasesOfStack(stack, [image]);
  const release = releases.find(({ images }) => images.some((each) => each.ami_id === ami_id));
  if (!release)
    throw new SpawnError(
      'ImageNotFound',
      `the catalog does not list ${ami_id} among the images of ${stack} yet: retry.`,
      { ami_id },
    );
  const unproven = await requireProven(release.images, 'promoted', untested);
  const name = { stack, variant: release.variant, channel };
  const answer = await changeChannel(
    name,
    await getChannel(name),
    release,
    releases,
    { action: 'promoted', reason, dryRun },
    request,
  );
  if (dryRun) return { status: 200, body: answer };
  if (answer.changed) await recordUntested(unproven, `promoted to ${channel}`, untested, request);
  if (answer.changed)
    await recordImageEvent(
      eventOfPerson(request.caller, image, 'promoted', request.now, `to ${channel}${reason ? `: ${reason}` : ''}`),
    );
  return { status: 200, body: answer };
}
