import { updateImage } from '../../aws/catalog/images';
import { allImages } from '../../aws/catalog/releases';
import { putEvents } from '../../aws/flow/events';
import { findingsByImage, scansInstances } from '../../aws/image/findings';
import { piecesOf } from '../../aws/client/pages';
import { truncateLines } from '../../core/lib/truncate';
import type { Image } from '../../core/model/image';
import { findingsText, isSameCounts } from '../../core/model/findings';
import type { FindingCounts } from '../../core/model/vulnerability';
import { nightInput } from '../../core/run/step-inputs';
import { logger, step } from '../../usecases/runtime/step';

const writesAtOnce = 20;

interface Found {
  image: Image;
  counts: FindingCounts;
}

/**
 * Returns the counts of a region's images. Returns a sentence if Inspector is off or does not answer, which must not
 * count as "no findings".
 */
async function ask(region: string): Promise<Map<string, FindingCounts> | string> {
  try {
    return (await scansInstances(region))
      ? await findingsByImage(region)
      : 'Amazon Inspector does not scan instances in this region';
  } catch (error) {
    logger.warn('findings could not be read', { region, error_name: (error as Error).name });
    return `Amazon Inspector did not answer (${(error as Error).name})`;
  }
}

/**
 * Records changed findings of Amazon Inspector on the instances of each image, and publishes an event for each change.
 */
export const handler = step(nightInput, async ({ regions }, now) => {
  const lines: string[] = [];
  const changed: Found[] = [];
  for (const region of regions) {
    const answer = await ask(region);
    if (typeof answer === 'string') lines.push(`unknown in ${region}: ${answer}`);
    else if (answer.size > 0) {
      const found = (await allImages(region)).flatMap((image) => ({ image, counts: answer.get(image.ami_id) }));
      changed.push(
        ...found.filter(
          (each): each is Found => each.counts !== undefined && !isSameCounts(each.image.findings, each.counts),
        ),
      );
    }
  }
  for (const some of piecesOf(changed, writesAtOnce)) {
    await Promise.all(
      some.map(({ image, counts }) =>
        updateImage(image.region, image.ami_id, () => ({ findings: { ...counts, seen_at: now.toISOString() } })),
      ),
    );
  }
  await putEvents(
    'Image Findings Changed',
    changed.map(({ image: { ami_id, region, name, stack, version, findings }, counts }) => ({
      ami_id,
      region,
      name,
      stack,
      version,
      from: findings ?? null,
      to: counts,
    })),
  );
  lines.push(
    ...changed.map(
      ({ image, counts }) => `${image.name} (${image.ami_id} in ${image.region}) now has ${findingsText(counts)}`,
    ),
  );
  return { changed: changed.length, lines: truncateLines(lines) };
});
