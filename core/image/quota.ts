import { SpawnError } from '../errors';
import { nameOfLocation, partsOfLocation, type Location } from '../model/location';
import { quotaAdvice, quotaLevel, watchedQuotas, type QuotaUse } from '../model/quota';

/** The quotas that images count against. */
export type ImageQuota = 'images' | 'publicImages';

/** The use of a quota of images at a location, or why it could not be read. */
export type QuotaReading = { quota: ImageQuota; location: Location } & (QuotaUse | { unread: string });

/**
 * Returns a warning for a quota that is used to 80 % or more, or that could not be read. Throws QuotaExceeded at 100 %:
 * EC2 would refuse the next image only after the work is done.
 */
export function judgeRoom(reading: QuotaReading): string | undefined {
  const { quota, location } = reading;
  const [where, { title }] = [nameOfLocation(location), watchedQuotas[quota]];
  if ('unread' in reading) return `the quota of ${title} in ${where} could not be checked: ${reading.unread}`;
  const { used, limit } = reading;
  const { region, account } = partsOfLocation(location);
  const level = quotaLevel({ used, limit });
  const seen = `${used} of ${limit} ${title} are used in ${where}`;
  const advice = quotaAdvice(quota, region);
  if (level === 'failed') {
    const details = { region, account, quota: watchedQuotas[quota].code, used, limit };
    throw new SpawnError(
      'QuotaExceeded',
      `no other image can be ${quota === 'publicImages' ? 'public' : 'created'}: ${seen}. You can ${advice}`,
      details,
    );
  }
  return level === 'warning' ? `${seen}: ${advice}` : undefined;
}

/** Returns the warnings of all readings. Throws QuotaExceeded for the first quota that is used up. */
export function judgeRooms(readings: readonly QuotaReading[]): string[] {
  return readings.map(judgeRoom).filter((warning) => warning !== undefined);
}
