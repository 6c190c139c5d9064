import { recordImageEvent } from '../../../aws/catalog/image-events';
import { environment } from '../../../aws/client/environment';
import { undeleteImageRequest } from '../../../core/api/contract/cleanup';
import { SpawnError } from '../../../core/errors';
import { checkOwnImage } from '../../../core/image/check';
import { eventOfPerson } from '../../../core/image/event';
import { isRevoked } from '../../../core/image/revocation';
import { isGone } from '../../../core/image/usability';
import { tagKeys } from '../../../core/tags';
import { requireImage } from '../../../usecases/image/find';
import { tellOfRevocation } from '../../../usecases/image/tell-of-revocation';
import { findUndeletable, undelete } from '../../../usecases/image/undelete';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

/** Brings an image that was removed back from the Recycle Bin. An image that is not gone does not change. */
export async function undeleteImage(request: HttpRequest): Promise<HttpAnswer> {
  const { region, dry_run } = parse(undeleteImageRequest, request.body ?? {});
  const image = await requireImage(request.path.id ?? '', region);
  checkOwnImage(image, environment().deployment);
  if (image.deployment === undefined)
    throw new SpawnError(
      'NotManaged',
      `the image ${image.ami_id} (${image.name}) has no tag ${tagKeys.deployment}, and spawn restores only its own images: use aws ec2 restore-image-from-recycle-bin --region ${image.region} --image-id ${image.ami_id}.`,
      { ami_id: image.ami_id },
    );
  if (!isGone(image)) return { status: 200, body: { changed: false, images: [image], gone: [], warnings: [] } };
  if (dry_run) {
    const until = await findUndeletable(image);
    const found = until
      ? `the Recycle Bin of ${image.region} keeps ${image.name} until ${until}`
      : `EC2 has ${image.name} again, and the undeletion completes what is missing`;
    const warnings = [`nothing was changed; ${found}`];
    return { status: 200, body: { dry_run: true, changed: true, images: [image], gone: [], warnings } };
  }
  const saved = await undelete(image, request.now);
  await recordImageEvent(eventOfPerson(request.caller, saved, 'undeleted', request.now));
  await tellOfRevocation(request, saved, { changed: [saved], gone: [] }, 'Image Restored', {});
  const warnings = [
    ...(isRevoked(saved) ? [`${saved.name} is still revoked; end that with spawn ami restore ${saved.ami_id}`] : []),
    `a later cleanup may select ${saved.name} again. To keep it, use spawn tag-ami and ${tagKeys.keep}=true`,
  ];
  return { status: 200, body: { changed: true, images: [saved], gone: [], warnings } };
}
