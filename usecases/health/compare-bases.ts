import { getImage } from '../../aws/catalog/images';
import { basesOf, basesToCheck, judgeBaseOf } from '../../core/health/bases';
import { isOutdated, withBaseJudged } from '../../core/image/health';
import type { Image } from '../../core/model/image';
import { logger } from '../runtime/step';
import { askSources, datesOf } from './read-bases';

// For each page of a list. One source serves all images that were built from it in a region.
const mostRegions = 4;
const mostSources = 8;
/** Images created from instances of images that were created so too. */
const mostParents = 3;

/**
 * Returns images with their bases compared now where the recorded health is older than a day. An image whose base
 * cannot be compared keeps the recorded health. Writes nothing.
 */
export async function withComparedBases(images: readonly Image[], now: Date): Promise<Image[]> {
  const withOldHealth = images.filter((image) => isOutdated(image, now));
  const parents = await parentsOf(withOldHealth);
  const find = (id: string): Image | undefined => parents.get(id);
  const outdated = basesToCheck(withOldHealth, find);
  const regions = [...new Set(outdated.questions.map(({ region }) => region))].slice(0, mostRegions);
  const questions = outdated.questions.filter(({ region }) => regions.includes(region)).slice(0, mostSources);
  const current = await askSources(questions);
  const compared = outdated.images.filter(({ question }) => question !== undefined && current.get(question));
  const created = await datesIfReadable(
    compared.filter(({ holder, question }) => current.get(question!) !== holder.base_ami).map(({ holder }) => holder),
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

/** Returns the images of the catalog that others, which name no base themselves, were created from, by id. */
async function parentsOf(images: readonly Image[]): Promise<Map<string, Image>> {
  const parents = new Map<string, Image>();
  let next = images;
  for (let level = 0; level < mostParents && next.length > 0; level += 1) {
    const asked = next.filter(({ base_source, base_ami }) => base_source === undefined && base_ami !== undefined);
    const bases = new Map(asked.map((image) => [image.base_ami!, image.source_region ?? image.region]));
    const unknown = [...bases].filter(([id]) => !parents.has(id));
    const found = await Promise.all(unknown.map(([id, region]) => getImage(region, id)));
    next = found.flatMap((image) => image ?? []);
    for (const parent of next) parents.set(parent.ami_id, parent);
  }
  return parents;
}

async function datesIfReadable(holders: readonly Image[]): Promise<Map<string, string> | undefined> {
  try {
    return await datesOf(basesOf(holders));
  } catch (error) {
    logger.warn('the dates of bases could not be read', { error_name: (error as Error).name });
    return undefined;
  }
}
