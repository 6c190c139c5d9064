import { allImages } from '../../../aws/catalog/releases';
import { descendantsOf } from '../../../core/image/descendants';
import { strandedWarnings } from '../../../core/channel/moves';
import { isRevoked, isRevokedWith } from '../../../core/image/revocation';
import { descendantAnswer, revokeImageRequest } from '../../../core/api/contract/revocation';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { answerOfChange, changeImages, copiesInMembers, releaseInAllAccounts } from '../../../usecases/image/change';
import { changeableOf, namesOf } from '../../../usecases/image/descendants';
import { revocation } from '../../../usecases/image/revocation';
import { requireChangeable } from '../../../usecases/image/require-changeable';
import { tellOfRevocation } from '../../../usecases/image/tell-of-revocation';

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
