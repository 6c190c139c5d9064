import { pluralize } from '../lib/pluralize';
import type { CleanupImage, CleanupReason, CleanupRequest } from './request';
import { isBroken } from './ranking';
import { isRemovalDue } from '../image/schedule';
import { tagKeys } from '../tags';
import type { CleanupPolicy } from '../stack/policy';
import { readTime } from '../lib/duration';

const day = 86_400_000;
// Leaves time to find out why an image could not be created.
const brokenDays = 1;
// EC2 reports a launch up to a day later (DescribeImages, LastLaunchedTime).
const launchesToldAfterDays = 1;

/**
 * Returns why an image is due for removal, or why it is not due yet. Without an age in the request, an image is due
 * when it is deprecated and older than the policy's days, or when it has not been launched for the policy's days and
 * is at least that old. `keep_latest` alone makes every image due that is not among the newest. Named images, and those
 * whose scheduled removal has come, are due at any age; broken ones after a day.
 */
export function dueReasons(
  image: CleanupImage,
  request: CleanupRequest,
  policy: CleanupPolicy,
  now: Date,
): { due: CleanupReason[]; waits: CleanupReason[] } {
  const age = daysSince(image.creation_date, now);
  if (request.images) return { due: [{ code: 'named', text: 'it was named in the request' }], waits: [] };
  if (request.kind === 'policy' && isRemovalDue(image.tags, now))
    return {
      due: [{ code: 'scheduled', text: `its removal was scheduled for ${image.tags[tagKeys.removeAt]}` }],
      waits: [],
    };
  if (isBroken(image)) {
    return age > brokenDays
      ? { due: [{ code: 'failed', text: `it is ${image.state}` }], waits: [] }
      : wait('too-young', `it became ${image.state} less than a day ago`);
  }
  const waits: CleanupReason[] = [];
  if (!(age > policy.minimum_age_days))
    waits.push({
      code: 'too-young',
      text: `it is ${old(age)}; the minimum age for removal is ${pluralize(policy.minimum_age_days, 'day')}`,
    });
  if (request.deprecated_only && !image.deprecated)
    waits.push({ code: 'not-deprecated', text: 'it is not deprecated' });
  const due = rulesOf(image, request, policy, age, now);
  if (due.length === 0) waits.push({ code: 'not-due', text: notDue(image, request, policy, age) });
  return { due, waits };
}

function rulesOf(
  image: CleanupImage,
  request: CleanupRequest,
  policy: CleanupPolicy,
  age: number,
  now: Date,
): CleanupReason[] {
  if (request.age_days !== undefined)
    return age > request.age_days ? [{ code: 'age', text: `it is ${old(age)}, more than ${request.age_days}` }] : [];
  if (request.keep_latest !== undefined)
    return [{ code: 'superseded', text: `it is not among the newest ${request.keep_latest} of its stack and variant` }];
  const due: CleanupReason[] = [];
  if (image.deprecated && age > policy.deprecated_days)
    due.push({ code: 'deprecated', text: `it is deprecated and ${old(age)}` });
  const idle = image.last_launched === undefined ? age : daysSince(image.last_launched, now);
  const isUnused = age > policy.unused_days && idle > policy.unused_days + launchesToldAfterDays;
  if (isUnused)
    due.push({
      code: 'unused',
      text:
        image.last_launched === undefined
          ? `it is ${old(age)} and was never launched`
          : `it was last launched ${pluralize(Math.floor(idle), 'day')} ago`,
    });
  return due;
}

function notDue(image: CleanupImage, request: CleanupRequest, policy: CleanupPolicy, age: number): string {
  if (request.age_days !== undefined) return `it is ${old(age)}, not more than ${request.age_days}`;
  if (image.deprecated) return `it is deprecated but ${old(age)}, not more than ${policy.deprecated_days}`;
  return `it is not deprecated, and was created or launched in the last ${pluralize(policy.unused_days, 'day')}`;
}

function wait(code: CleanupReason['code'], text: string): { due: CleanupReason[]; waits: CleanupReason[] } {
  return { due: [], waits: [{ code, text }] };
}

/** Returns the days since a date; NaN when the date cannot be read, so that no comparison with it is true. */
function daysSince(date: string, now: Date): number {
  return (now.getTime() - readTime(date)) / day;
}

/** Returns an age in days for people, as `3 days old`. An age below zero, or that is no number, is unknown. */
export function old(age: number): string {
  return age >= 0 ? `${pluralize(Math.floor(age), 'day')} old` : 'of unknown age';
}
