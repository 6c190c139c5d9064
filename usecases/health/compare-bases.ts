import { basesToCheck, judgeBaseOf } from '../../core/health/bases';
import { isOutdated, withBaseJudged } from '../../core/image/health';
import type { Image } from '../../core/model/image';
import { logger } from '../runtime/step';
import { askSources, datesOf } from './read-bases';

// For each page of a list. One source serves all images that were built from it in a region.
const mostRegions = 4;
const mostSources = 8;

/**
 * Returns images with their bases compared now where the recorded health is older than a day. An image whose base
 * cannot be compared keeps the recorded health. Writes nothing.
 */
export async function withComparedBases(images: readonly Image[], now: Date): Promise<Image[]> {
  const outdated = basesToCheck(images.filter((image) => isOutdated(image, now)));
  const regions = [...new Set(outdated.questions.map(({ region }) => region))].slice(0, mostRegions);
  const questions = outdated.questions.filter(({ region }) => regions.includes(region)).slice(0, mostSources);
  const current = await askSources(questions);
  const compared = outdated.images.filter(({ question }) => question !== undefined && current.get(question));
  const created = await datesIfReadable(
    compared.filter(({ image, question }) => current.get(question!) !== image.base_ami).map(({ image }) => image),
  );
  if (created === undefined) return [...images];
  const health = new Map(
    compared.map((each) => [
      each.image,
      withBaseJudged(each.image.health, judgeBaseOf(each, { current, created }, now)),
    ]),
  );
  return images.map((image) => (health.has(image) ? { ...image, health: health.get(image) } : image));
}

async function datesIfReadable(images: readonly Image[]): Promise<Map<string, string> | undefined> {
  try {
    return await datesOf(basesToCheck(images).bases);
  } catch (error) {
    logger.warn('the dates of bases could not be read', { error_name: (error as Error).name });
    return undefined;
  }
}
