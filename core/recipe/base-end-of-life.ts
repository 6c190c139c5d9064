import type { Image } from '../model/image';

/**
 * Last days of the vendors' standard support as announced (there is no source that programs can query): Amazon Linux
 * 2023 until June 2029, Ubuntu LTS and Debian LTS five years after the release. A recipe's `base_end_of_life` takes
 * precedence.
 */
const lastDays: Readonly<Record<string, string>> = {
  al2023: '2029-06-30',
  'al2023-gpu': '2029-06-30',
  'ubuntu-22.04': '2027-04-30',
  'ubuntu-24.04': '2029-04-30',
  'debian-12': '2028-06-30',
};

// "Warn three months ahead" of the end of a base's life.
const warningDays = 91;
const day = 86_400_000;

/**
 * Returns the finding about the end of life of an image's base: none, a warning three months ahead, or critical once
 * it has passed.
 */
export function endOfLifeFinding(
  image: Pick<Image, 'base_os'>,
  announced: string | undefined,
  now: Date,
): { level: 'warning' | 'critical'; message: string } | undefined {
  const base = image.base_os ?? 'its base';
  const date = announced ?? lastDays[base];
  if (date === undefined) return undefined;
  const left = Math.floor((Date.parse(`${date}T23:59:59Z`) - now.getTime()) / day);
  if (left < 0)
    return {
      level: 'critical',
      message: `base ${base} has been without maintenance since ${date} - move to a newer base`,
    };
  return left <= warningDays
    ? { level: 'warning', message: `base ${base} is maintained until ${date} only (${left}d) - move to a newer base` }
    : undefined;
}
