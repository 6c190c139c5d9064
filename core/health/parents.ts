import { revocationReason, isRevoked } from '../image/revocation';
import type { Image } from '../model/image';
import { tagKeys } from '../tags';

interface Finding {
  level: 'warning' | 'critical';
  message: string;
}

/**
 * Returns the finding about the images of the catalog that an image was built on, over any number of builds: the
 * nearest revoked one is critical, otherwise the nearest deprecated one a warning. Undefined without either. `byId` are
 * the images of the catalog by id.
 */
export function parentFinding(image: Image, byId: ReadonlyMap<string, Image>): Finding | undefined {
  const ancestors = ancestorsOf(image, byId);
  const revoked = ancestors.find(isRevoked);
  if (revoked)
    return { level: 'critical', message: sentenceOf(ancestors, revoked, 'revoked', revocationReason(revoked)) };
  const deprecated = ancestors.find((ancestor) => ancestor.deprecated);
  const reason = deprecated?.tags[tagKeys.deprecationReason];
  return deprecated && { level: 'warning', message: sentenceOf(ancestors, deprecated, 'deprecated', reason) };
}

function sentenceOf(ancestors: readonly Image[], { name, ami_id }: Image, is: string, reason: string | undefined) {
  const which = ancestors[0]?.ami_id === ami_id ? 'parent image' : 'earlier parent image';
  return `${which} ${name} (${ami_id}) is ${is}${reason ? `: ${reason}` : ''} - rebuild recommended`;
}

/** Returns the images that an image was built on, nearest first, as far as the catalog knows them. */
function ancestorsOf(image: Image, byId: ReadonlyMap<string, Image>): Image[] {
  const ancestors: Image[] = [];
  for (let next = parentOf(image, byId); next !== undefined; next = parentOf(next, byId)) {
    // A tag that was set by hand may name a descendant.
    if (next === image || ancestors.includes(next)) break;
    ancestors.push(next);
  }
  return ancestors;
}

function parentOf({ base_ami }: Image, byId: ReadonlyMap<string, Image>): Image | undefined {
  return base_ami === undefined ? undefined : byId.get(base_ami);
}
