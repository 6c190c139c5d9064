import { parameterImageId } from '../../aws/image/base';
import { describeImages } from '../../aws/image/describe';
import { describeSnapshots, ownSnapshots } from '../../aws/image/snapshots';
import { environment } from '../../aws/client/environment';
import { knownOwners } from '../../core/model/base';
import type { BaseQuestion, BaseSource } from '../../core/health/bases';
import type { Image } from '../../core/model/image';
import { newestImageId } from '../build/newest-image';
import { logger } from '../runtime/step';

// EC2 takes 200 snapshot ids in a call. For more snapshots than this, listing all of them takes fewer calls.
const mostById = 400;

/**
 * Returns the image that each source names, read once. A source that cannot be read is undefined, so the health of its
 * images is unknown.
 */
export async function askSources(questions: readonly BaseQuestion[]): Promise<Map<string, string | undefined>> {
  const current = new Map<string, string | undefined>();
  for (const { key, region, source } of questions) {
    try {
      current.set(key, await currentOf(region, source));
    } catch (error) {
      logger.warn('a base could not be read', { region, error_name: (error as Error).name });
      current.set(key, undefined);
    }
  }
  return current;
}

function currentOf(region: string, source: BaseSource): Promise<string> {
  if ('parameter' in source) return parameterImageId(region, source.parameter);
  return newestImageId(source.pattern, region, source.architecture);
}

/** Returns the creation dates of the bases in use, without bases that EC2 no longer lists. */
export async function datesOf(bases: ReadonlyMap<string, readonly string[]>): Promise<Map<string, string>> {
  const dates = new Map<string, string>();
  for (const [region, ids] of bases) {
    const owners = knownOwners(environment().settings.base_owners);
    for (const image of await describeImages(region, { imageIds: ids, owners, includeDisabled: true }))
      dates.set(`${region}/${image.image_id}`, image.creation_date);
  }
  return dates;
}

/**
 * Returns the states of the snapshots of images in one region; undefined when EC2 did not answer. A snapshot that is
 * missing is gone.
 */
export async function snapshotStates(
  region: string,
  images: readonly Image[],
): Promise<Map<string, string> | undefined> {
  const ids = images.flatMap(({ snapshots }) => snapshots.map(({ snapshot_id }) => snapshot_id));
  try {
    const found = ids.length <= mostById ? await describeSnapshots(region, ids) : await ownSnapshots(region);
    return new Map(found.map(({ snapshot_id, state }) => [snapshot_id, state]));
  } catch (error) {
    logger.warn('snapshots could not be read', { region, error_name: (error as Error).name });
    return undefined;
  }
}
