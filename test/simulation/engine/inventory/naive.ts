import type { CleanupQuestion } from '../../../../core/cleanup/plan';
import type { CleanupImage } from '../../../../core/cleanup/request';
import { policyOf, type CleanupPolicy } from '../../../../core/stack/policy';
import { tagKeys } from '../../../../core/tags';

export type Inventory = CleanupQuestion;

const day = 86_400_000;
const broken = ['failed', 'error', 'invalid'];

/** Ids of the images that may go, sorted: each image is compared with all others, rule by rule, as the policy is written. */
export function removable(given: Inventory): string[] {
  return given.images
    .filter((image) => isAsked(image, given) && !isProtected(image, given) && isDue(image, given))
    .map(({ ami_id }) => ami_id)
    .sort();
}

const policyFor = (image: CleanupImage, { policies }: Inventory): CleanupPolicy =>
  policies.get(image.stack ?? '') ?? policyOf(undefined).cleanup;
/** A date of the calendar: there is no 30 February, which Date.parse reads as 2 March. */
const timeOf = (date: string): number => {
  const time = Date.parse(date);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date.slice(0, 10) ? NaN : time;
};
const ageOf = (date: string, now: Date): number => (now.getTime() - timeOf(date)) / day;
const isTimeToRemove = ({ tags }: CleanupImage, now: Date): boolean =>
  timeOf(tags[tagKeys.removeAt] ?? '') <= now.getTime();
const isScheduled = (image: CleanupImage, { request, now }: Inventory): boolean =>
  request.kind === 'policy' && isTimeToRemove(image, now);

function isAsked(image: CleanupImage, given: Inventory): boolean {
  const { request, policies } = given;
  if (image.state === 'deregistered') return false;
  if (request.images) return request.images.some(({ ami_id }) => ami_id === image.ami_id);
  if (request.region !== undefined && request.region !== image.region) return false;
  if (request.stack !== undefined && request.stack !== image.stack) return false;
  if (request.kind === 'request') return true;
  return isScheduled(image, given) || policies.get(image.stack ?? '')?.enabled === true;
}

function isProtected(image: CleanupImage, given: Inventory): boolean {
  const { references, deployment, now } = given;
  const keep = image.tags[tagKeys.keep];
  return (
    image.deployment !== deployment ||
    image.lifecycle === 'candidate' ||
    // Whatever does not clearly say no protects.
    (keep !== undefined && !['false', 'no'].includes(keep)) ||
    image.state === 'pending' ||
    image.deregistration_protected === true ||
    !(timeOf(image.creation_date) <= now.getTime()) ||
    [...references.found.values()].flat().some((one) => one.region === image.region && one.ami_id === image.ami_id) ||
    references.unread.some(
      ({ region, ami_ids }) => region === image.region && (ami_ids?.includes(image.ami_id) ?? true),
    ) ||
    isAmongNewest(image, given)
  );
}

const isGood = (image: CleanupImage): boolean => image.state === 'available' && !image.deprecated;
const isAlike = (one: CleanupImage, other: CleanupImage): boolean =>
  one.region === other.region && one.stack === other.stack && one.variant === other.variant;

/** Numbers of a version `major.minor+build`. */
function numbersOf({ version = '0.0' }: CleanupImage): [major: number, minor: number, build: number] {
  const [release = '', build = '-1'] = version.split('+');
  const [major, minor] = release.split('.').map(Number);
  return [major ?? 0, minor ?? 0, Number(build)];
}

function isBetter(one: CleanupImage, other: CleanupImage): boolean {
  if (isGood(one) !== isGood(other)) return isGood(one);
  const [a, b] = [numbersOf(one), numbersOf(other)];
  const position = [0, 1, 2].find((index) => a[index] !== b[index]);
  if (position !== undefined) return (a[position] as number) > (b[position] as number);
  const [mine, theirs] = [Date.parse(one.creation_date) || 0, Date.parse(other.creation_date) || 0];
  return mine === theirs ? one.ami_id < other.ami_id : mine > theirs;
}

function isAmongNewest(image: CleanupImage, given: Inventory): boolean {
  const { images, request, deployment } = given;
  const counts = (one: CleanupImage): boolean =>
    one.deployment === deployment &&
    one.stack !== undefined &&
    one.lifecycle === 'published' &&
    !broken.includes(one.state);
  if (!counts(image)) return false;
  const group = images.filter((one) => counts(one) && isAlike(one, image));
  const named = request.images?.map(({ ami_id }) => ami_id);
  if (named) {
    const good = group.filter(isGood);
    return (
      isGood(image) && good.every((one) => named.includes(one.ami_id)) && !good.some((one) => isBetter(one, image))
    );
  }
  const keep = isScheduled(image, given) ? 1 : (request.keep_latest ?? policyFor(image, given).keep_latest);
  const releaseOf = (one: CleanupImage): string => numbersOf(one).slice(0, 2).join('.');
  const isFirstOfRelease = (one: CleanupImage): boolean =>
    !group.some((other) => releaseOf(other) === releaseOf(one) && isBetter(other, one));
  const firsts = group.filter(isFirstOfRelease);
  const better = (list: CleanupImage[]): number => list.filter((other) => isBetter(other, image)).length;
  if (isFirstOfRelease(image)) return better(firsts) < keep;
  // Where there are fewer releases than are to be kept, the best other builds fill up.
  return better(group.filter((one) => !isFirstOfRelease(one))) < keep - firsts.length;
}

function isDue(image: CleanupImage, given: Inventory): boolean {
  const { request, now } = given;
  const policy = policyFor(image, given);
  const age = ageOf(image.creation_date, now);
  if (request.images || isScheduled(image, given)) return true;
  if (broken.includes(image.state)) return age > 1;
  if (!(age > policy.minimum_age_days) || (request.deprecated_only === true && !image.deprecated)) return false;
  if (request.age_days !== undefined) return age > request.age_days;
  if (request.keep_latest !== undefined) return true;
  if (image.deprecated && age > policy.deprecated_days) return true;
  const launched = image.last_launched === undefined ? age : ageOf(image.last_launched, now);
  return age > policy.unused_days && launched > policy.unused_days + 1;
}
