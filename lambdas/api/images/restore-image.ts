import { getImage } from '../../../aws/catalog/images';
import { allImages } from '../../../aws/catalog/releases';
import { addLaunchPermissions, enableUnlessEnabled } from '../../../aws/image/availability';
import { untagResources } from '../../../aws/client/resource-tags';
import { descendantsOf } from '../../../core/image/descendants';
import type { Image } from '../../../core/model/image';
import { locationOf } from '../../../core/model/location';
import { isRevoked, restored, restoredKeys } from '../../../core/image/revocation';
import { isScheduled } from '../../../core/image/schedule';
import { descendantAnswer, restoreImageQuery } from '../../../core/api/contract/revocation';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import {
  answerOfChange,
  changeImages,
  copiesInMembers,
  inRegion,
  releaseInAllAccounts,
  type ImageChange,
} from '../../../usecases/image/change';
import { tagKeys } from '../../../core/tags';
import { takeBackMarked, type TakenBack } from '../../../usecases/cleanup/take-back-marked';
import { changeableOf, namesOf } from '../../../usecases/image/descendants';
import { requireChangeable } from '../../../usecases/image/require-changeable';
import { tellOfRevocation } from '../../../usecases/image/tell-of-revocation';

/**
 * Returns the change that restores one image. The launch permissions are removed from the record last, so that a retry
 * can set what is missing.
 */
function restoration(image: Image, reason: string | undefined, { now }: HttpRequest): ImageChange {
  const { ami_id } = image;
  const location = locationOf(image);
  const act = async () => {
    if (isRevoked(image)) {
      await enableUnlessEnabled(location, ami_id);
      // A cleanup that gave the image back has just added the permissions that it had kept.
      const { revocation } = (await getImage(location, ami_id)) ?? image;
      await addLaunchPermissions(location, ami_id, revocation?.launch_permissions ?? []);
    }
    await untagResources(location, [ami_id], restoredKeys);
  };
  const detail = reason ?? (isRevoked(image) ? undefined : 'its schedule was cancelled');
  return { image, act, record: (record) => restored(record, now), detail };
}

function selectedAgain({ cleanup_id, images }: TakenBack): string {
  return `${namesOf(images)} had been marked by the cleanup ${cleanup_id}: a later cleanup may select it again. To keep it, use spawn tag-ami and ${tagKeys.keep}=true`;
}

/**
 * Ends the revocation of an image and its copies: they can be launched again by those who could launch them before.
 * Cancels what is scheduled for them, which would end them again. On request, also restores images that were built on
 * it and revoked with it, but never images that were revoked separately. Takes back images that a cleanup has marked,
 * until their grace period ends.
 */
export async function restoreImage(request: HttpRequest): Promise<HttpAnswer> {
  const { region, reason, descendants: isForAll } = parse(restoreImageQuery, request.query);
  const image = await requireChangeable(request.path.id ?? '', 'restored');
  const release = await releaseInAllAccounts(image);
  const asked = inRegion(release, image, region);
  const marked = await takeBackMarked(asked, reason ?? 'it was restored on request', request);
  const descendants = descendantsOf(asked, await allImages('all'));
  const revokedWithIt = descendants.filter(
    (each) => isRevoked(each) && release.some(({ ami_id }) => ami_id === each.revocation?.because_of),
  );
  const { ours, warnings } = isForAll ? changeableOf(revokedWithIt, 'restored') : { ours: [], warnings: [] };
  const wanted = [...asked, ...ours, ...(await copiesInMembers(ours))];
  const result = await changeImages(
    wanted.filter((each) => isRevoked(each) || isScheduled(each)).map((each) => restoration(each, reason, request)),
    'restored',
    request,
  );
  const channels = await tellOfRevocation(request, image, result, 'Image Restored', { reason });
  const after = descendants.map((each) => result.changed.find(({ ami_id }) => ami_id === each.ami_id) ?? each);
  if (marked) warnings.push(selectedAgain(marked));
  const left = after.filter(isRevoked);
  if (left.length > 0)
    warnings.push(
      `built on ${image.name} and still revoked: ${namesOf(left)}; ${isForAll ? 'restore each one separately' : 'use --descendants to restore those that were revoked with it'}`,
    );
  const answer = await answerOfChange(image.ami_id, wanted, result);
  return {
    status: 200,
    body: {
      ...answer,
      changed: answer.changed || marked !== undefined,
      channels: channels.moved,
      descendants: after.map(descendantAnswer),
      warnings,
    },
  };
}
