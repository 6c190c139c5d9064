import { environment } from '../../../aws/environment';
import { addLaunchPermissions, enableImage } from '../../../aws/image-availability';
import { describeImage } from '../../../aws/images';
import { untagResources } from '../../../aws/resource-tags';
import type { Image } from '../../../core/image';
import { checkChangeable } from '../../../core/image-check';
import { isRevoked, restored, revocationKeys } from '../../../core/revocation';
import { restoreImageQuery } from '../../../core/revocation-contract';
import { parse, type HttpAnswer, type HttpRequest } from '../http';
import { answerOfChange, changeImages, releaseOf, type ImageChange } from '../../change-images';
import { requireImage } from './find-image';
import { tellOfRevocation } from './tell-of-revocation';

/** EC2 refuses to enable what is enabled, and so a second attempt of which the first one's answer was lost. */
async function enableUnlessEnabled({ region, ami_id }: Image): Promise<void> {
  const isEnabled = async () => (await describeImage(region, ami_id))?.state === 'available';
  if (await isEnabled()) return;
  try {
    await enableImage(region, ami_id);
  } catch (error) {
    if (!(await isEnabled())) throw error;
  }
}

/** Restores one image. The record forgets the launch permissions last, so that the same again after a break gives what is still missing. */
function restoration(image: Image, reason: string | undefined, { now }: HttpRequest): ImageChange {
  const { region, ami_id } = image;
  const act = async () => {
    await enableUnlessEnabled(image);
    await addLaunchPermissions(region, ami_id, image.revocation?.launch_permissions ?? []);
    await untagResources(region, [ami_id], revocationKeys);
  };
  return { image, act, record: (record) => restored(record, now), detail: reason };
}

/** Takes a revocation of an image and its copies back: they can be launched again by whom they could be before. */
export async function restoreImage(request: HttpRequest): Promise<HttpAnswer> {
  const { region, reason } = parse(restoreImageQuery, request.query);
  const image = await requireImage(request.path.id ?? '');
  checkChangeable(image, environment().deployment, 'restored');
  const release = await releaseOf(image, region);
  const result = await changeImages(release.filter(isRevoked).map((each) => restoration(each, reason, request)), 'restored', request);
  await tellOfRevocation(request, image, result, 'Image Restored', { reason });
  return { status: 200, body: await answerOfChange(image.ami_id, release, result) };
}
