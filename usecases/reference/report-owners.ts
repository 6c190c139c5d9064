import { allImages } from '../../aws/catalog/releases';
import { environment } from '../../aws/client/environment';
import { truncateLines } from '../../core/lib/truncate';
import { atHome } from '../../core/model/location';
import { isRevoked } from '../../core/image/revocation';
import { isGone } from '../../core/image/usability';
import { hasNewFindings, ownerLine, usesByOwner } from '../../core/reference/owners';
import type { Image } from '../../core/model/image';
import { readUses } from './read-uses';

function wrongWith(image: Image): string | undefined {
  if (isRevoked(image)) return 'revoked';
  if (image.deprecated) return 'deprecated';
  return hasNewFindings(undefined, image.findings) || hasNewFindings(undefined, image.package_scan?.findings)
    ? 'with findings'
    : undefined;
}

/** What the report of the night says about the owners of what uses images. */
export interface OwnersReport {
  owners: number;
  resources: number;
  unknown: number;
  lines: string[];
}

/**
 * Returns by owner what still uses images that are deprecated, revoked or have critical or high findings. Without the
 * setting owner_tag it reads nothing and returns undefined.
 */
export async function reportOwners(): Promise<OwnersReport | undefined> {
  const { owner_tag: ownerTag } = environment().settings;
  if (ownerTag === undefined) return undefined;
  const wrong = new Map(
    atHome(await allImages('all')).flatMap((image) => {
      const what = isGone(image) ? undefined : wrongWith(image);
      return what === undefined ? [] : [[image.ami_id, { image, what }] as const];
    }),
  );
  const { uses, unread } = await readUses(
    [...wrong.values()].map(({ image }) => image),
    ownerTag,
  );
  const owners = usesByOwner(uses);
  const why = ({ ami_id }: { ami_id: string }): string => {
    const found = wrong.get(ami_id);
    return found ? `${found.image.name}, ${found.what}` : ami_id;
  };
  return {
    owners: owners.filter(({ owner }) => owner !== undefined).length,
    resources: owners.reduce((sum, { uses: own }) => sum + own.length, 0),
    unknown: unread.length,
    lines: truncateLines([
      ...owners.map((owner) => ownerLine(owner, why)),
      ...unread.map(({ region, kind, reason }) => `${region}: each ${kind} could not be read: ${reason}`),
    ]),
  };
}
