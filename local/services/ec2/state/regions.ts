import { AwsError } from '../../../kernel/types';

const alwaysOn: readonly string[] = (
  'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-north-1 ' +
  'ap-south-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 ap-northeast-2 ap-northeast-3'
).split(' ');
const optIn: readonly string[] = (
  'af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 ' +
  'eu-central-2 eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 mx-central-1'
).split(' ');

export type OptInStatus = 'opt-in-not-required' | 'opted-in' | 'not-opted-in';

export interface RegionSettings {
  enabledRegions?: readonly string[];
  disabledRegions?: readonly string[];
}

/** Returns every commercial region with what the account has to do with it; sorted by name. */
export function listRegions(settings: RegionSettings): { name: string; optInStatus: OptInStatus }[] {
  const status = (name: string): OptInStatus => {
    if (settings.disabledRegions?.includes(name)) return 'not-opted-in';
    if (alwaysOn.includes(name)) return 'opt-in-not-required';
    return settings.enabledRegions?.includes(name) ? 'opted-in' : 'not-opted-in';
  };
  return [...alwaysOn, ...optIn].sort().map((name) => ({ name, optInStatus: status(name) }));
}

/**
 * Throws AwsError `AuthFailure` (401) for a region that the account has not enabled, as EC2 does, and `UnknownEndpoint`
 * for one that is none.
 */
export function requireEnabled(region: string, settings: RegionSettings): void {
  const found = listRegions(settings).find(({ name }) => name === region);
  if (!found)
    throw new AwsError('UnknownEndpoint', `The region '${region}' does not exist. Use one of DescribeRegions.`, 400);
  if (found.optInStatus === 'not-opted-in') {
    throw new AwsError('AuthFailure', 'AWS was not able to validate the provided access credentials', 401, { region });
  }
}

const otherZones: Record<string, string> = { 'us-east-1': 'abcdef', 'us-west-1': 'ac' };

/** Returns the zones of a region: three, where it is not known for others. An account sees two of us-west-1. */
export function zonesOf(region: string): { name: string; id: string }[] {
  const letters = otherZones[region] ?? 'abc';
  const [continent = '', direction = '', number = ''] = region.split('-');
  const short = direction.replace(
    /(north|south|central)?(east|west)?/,
    (_, first = '', second = '') => `${String(first).slice(0, 1)}${String(second).slice(0, 1)}`,
  );
  return [...letters].map((letter, index) => ({
    name: region + letter,
    id: `${continent}${short}${number}-az${index + 1}`,
  }));
}
