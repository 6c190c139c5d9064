import { groupBy } from '../lib/group';
import type { Image } from '../model/image';
import { tagKeys } from '../tags';
import { isAsWritten } from '../lib/text-boolean';
import { isUsable } from '../image/usability';
import { compareVersions } from '../lib/version';

/**
 * Returns which images of a stack must get or lose `spawn:latest`: in each region and variant only the newest version
 * that is published, available and not deprecated has the tag, in the form that spawn writes; among equal versions the
 * image created last.
 */
export function latestMoves(images: readonly Image[], variant?: string): { image: Image; latest: boolean }[] {
  const asked = images.filter((image) => variant === undefined || image.variant === variant);
  const groups = groupBy(asked, (image) => `${image.region}\n${image.variant ?? ''}`);
  return [...groups.values()].flatMap((group) => {
    const best = group.filter(isUsable).sort(newestFirst)[0];
    return group
      .filter((image) =>
        image === best ? !isAsWritten(image.tags[tagKeys.latest]) : image.tags[tagKeys.latest] !== undefined,
      )
      .map((image) => ({ image, latest: image === best }));
  });
}

function newestFirst(a: Image, b: Image): number {
  return compareVersions(b.version ?? '', a.version ?? '') || b.creation_date.localeCompare(a.creation_date);
}
