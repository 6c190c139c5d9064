import { updateImage } from '../../../aws/catalog/images';
import { allImages } from '../../../aws/catalog/releases';
import { disableImage, launchPermissions } from '../../../aws/image/availability';
import { describeImage } from '../../../aws/image/describe';
import { tagResources } from '../../../aws/client/resource-tags';
import { descendantsOf } from '../../../core/image/descendants';
import type { Image } from '../../../core/model/image';
import { withoutGrantees } from '../../../core/replication/copy-grants';
import { strandedWarnings } from '../../../core/channel/moves';
import { locationOf } from '../../../core/model/location';
import { isRevoked, isRevokedWith, revocationOf, revocationTags, revoked } from '../../../core/image/revocation';
import { descendantAnswer, revokeImageRequest } from '../../../core/api/contract/revocation';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import {
  answerOfChange,
  changeImages,
  copiesInMembers,
  releaseInAllAccounts,
  type ImageChange,
} from '../../../usecases/image/change';
import { changeableOf, namesOf } from '../../../usecases/image/descendants';
import { requireChangeable } from '../../../usecases/image/require-changeable';
import { tellOfRevocation } from '../../../usecases/image/tell-of-revocation';

/**
 * Returns the change that revokes one image. The record has the launch permissions before EC2 removes them, and the
 * tags are set before the image is disabled. After an interruption the image counts as revoked, and the same request
 * completes the revocation.
 */
function revocation(
  image: Image,
  { reason, because_of }: { reason: string; because_of?: string },
  { caller, now }: HttpRequest,
): ImageChange {
  const wanted = { reason, by: caller, because_of, now };
  const { ami_id } = image;
  const location = locationOf(image);
  const act = async () => {
    // After an earlier try, EC2 may already have removed the permissions that the record has.
    const permissions = image.revocation ? [] : withoutGrantees(await launchPermissions(location, ami_id), image);
    const written = await updateImage(location, ami_id, (record) => ({
      revocation: revocationOf(record, wanted, permissions),
    }));
    await tagResources(location, [ami_id], revocationTags({ at: written.revocation?.at ?? now.toISOString(), reason }));
    if ((await describeImage(location, ami_id))?.state !== 'disabled') await disableImage(location, ami_id);
  };
  return { image, act, record: (record) => revoked(record, revocationOf(record, wanted, []), now), detail: reason };
}

/** Revokes an image and its copies and, on request, the images built on them, so that nobody can launch them. */
export async function revokeImage(request: HttpRequest): Promise<HttpAnswer> {
  const body = parse(revokeImageRequest, request.body);
  const image = await requireChangeable(request.path.id ?? '', 'revoked');
  const asked = await releaseInAllAccounts(image, body.region);
  const descendants = descendantsOf(asked, await allImages('all'));
  const { ours, warnings } = body.descendants ? changeableOf(descendants, 'revoked') : { ours: [], warnings: [] };
  const wanted = [...asked, ...ours, ...(await copiesInMembers(ours))];
  const changes = wanted
    .filter((each) => !isRevokedWith(each, body.reason))
    .map((each) =>
      revocation(each, { reason: body.reason, ...(!asked.includes(each) && { because_of: image.ami_id }) }, request),
    );
  const result = await changeImages(changes, 'revoked', request);
  const channels = await tellOfRevocation(request, image, result, 'Image Revoked', { reason: body.reason });
  const after = descendants.map((each) => result.changed.find(({ ami_id }) => ami_id === each.ami_id) ?? each);
  const open = after.filter((each) => !isRevoked(each));
  if (open.length > 0 && !body.descendants)
    warnings.push(`built on ${image.name} and not revoked: ${namesOf(open)}; revoke them too with --descendants`);
  return {
    status: 200,
    body: {
      ...(await answerOfChange(image.ami_id, wanted, result)),
      channels: channels.moved,
      descendants: after.map(descendantAnswer),
      warnings: [...warnings, ...strandedWarnings(channels)],
    },
  };
}
