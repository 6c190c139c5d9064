import { quotaLimit } from '../../aws/account/quotas';
import { explainAwsError } from '../../aws/client/errors';
import { describeImages } from '../../aws/image/describe';
import { judgeRooms, type ImageQuota, type QuotaReading } from '../../core/image/quota';
import type { Location } from '../../core/model/location';
import { inTime } from '../account/checked';

/** Milliseconds for reading the quotas. They are a part of requests that end after 29 seconds. */
const patience = 8000;
const late = `AWS did not answer within ${patience / 1000} s`;

/** Returns the use of a quota at a location. What cannot be read in time is part of the answer, with the reason. */
export async function readRoom(
  quota: ImageQuota,
  location: Location,
  used: () => Promise<number>,
): Promise<QuotaReading> {
  const read = async (): Promise<QuotaReading> => {
    try {
      const [use, limit] = await Promise.all([used(), quotaLimit(location, quota)]);
      return { quota, location, used: use, limit };
    } catch (error) {
      return { quota, location, unread: explainAwsError(error).message };
    }
  };
  return inTime(read(), () => ({ quota, location, unread: late }), patience);
}

/**
 * Checks that an image can be added at each of the locations, and returns warnings about quotas that are nearly used up
 * or could not be read. Throws QuotaExceeded. EC2 also counts disabled images.
 */
export async function requireRoom(locations: readonly Location[]): Promise<string[]> {
  const count = async (location: Location): Promise<number> =>
    (await describeImages(location, { includeDisabled: true })).length;
  return judgeRooms(
    await Promise.all(locations.map((location) => readRoom('images', location, () => count(location)))),
  );
}
