import { recordImageEvent } from '../../aws/catalog/image-events';
import { getImage } from '../../aws/catalog/images';
import { enableImageDeprecation } from '../../aws/image/deprecation';
import { deprecationOf, ec2DeprecationTime } from '../../core/image/deprecation';
import type { Image } from '../../core/model/image';
import { eventOfRun } from '../../core/image/event';
import { nameOfLocation, type Location } from '../../core/model/location';
import type { Run } from '../../core/model/run';
import { tagKeys } from '../../core/tags';

import { completePublication } from './complete-publication';
import { setDeprecation } from './set-deprecation';

/** An image of the home account. */
type Source = Pick<Image, 'region' | 'ami_id'>;

/**
 * Completes the publication of a copy: gives it the deprecation of its original, in EC2 too, and records it in both
 * histories.
 */
export async function completeCopy(
  location: Location,
  amiId: string,
  source: Source,
  run: Run,
  now: Date,
): Promise<void> {
  const date = (await getImage(location, amiId))?.tags[tagKeys.deprecatedDate];
  // CopyImage does not copy EC2's deprecation time (API reference, CopyImage).
  if (date !== undefined) await enableImageDeprecation(location, amiId, ec2DeprecationTime(new Date(date), now));
  const copy = await completePublication(location, amiId, run, now);
  await inheritDeprecation(source, copy, now);
  await recordImageEvent(eventOfRun(run, source, 'replicated', now, `to ${nameOfLocation(location)} as ${amiId}`));
}

/**
 * Gives a recorded copy the current deprecation of its original, which may have been deprecated while the copy was
 * made.
 */
async function inheritDeprecation(source: Source, copy: Image, now: Date): Promise<void> {
  const original = await getImage(source.region, source.ami_id);
  const wanted = original && deprecationOf(original.tags);
  if (wanted) await setDeprecation(copy, wanted, now);
}
