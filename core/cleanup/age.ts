import { pluralize } from '../lib/pluralize';
import type { CleanupImage, CleanupReason, CleanupRequest } from './request';
import { isBroken } from './ranking';
import type { CleanupPolicy } from '../model/stack-policy';

const day = 86_400_000;
// Time for whoever wants to see why an image could not be made.
const brokenDays = 1;
// EC2 tells of a launch a day later (DescribeImages, LastLaunchedTime).
const launchesToldAfterDays = 1;

/**
 * Why an image is due, or why not yet. Without an age of the request: deprecated and older than the policy's days, or
 * not launched for as long and as old (one that never was launched tells no date). `keep_latest` alone asks for all
 * that are not among the newest. Named images are due whatever their age; broken ones after a day.
 */
export function dueReasons(
  image: CleanupImage,
  request: CleanupRequest,
  policy: CleanupPolicy,
  now: Date,
): { due: CleanupReason[]; waits: CleanupReason[] } {
  const age = daysSince(image.creation_date, now);
  if (request.images) return { due: [{ code: 'named', text: 'it was named' }], waits: [] };
  if (isBroken(image)) {
    return age > brokenDays
      ? { due: [{ code: 'failed', text: `it is ${image.state}` }], waits: [] }
      : wait('too-young', `it became ${image.state} less than a day ago`);
  }
  const waits: CleanupReason[] = [];
  if (!(age > policy.minimum_age_days))
    waits.push({
      code: 'too-young',
      text: `it is ${old(age)}, and none younger than ${pluralize(policy.minimum_age_days, 'day')} goes`,
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
  return `it is not deprecated, and was launched or made within ${pluralize(policy.unused_days, 'day')}`;
}

function wait(code: CleanupReason['code'], text: string): { due: CleanupReason[]; waits: CleanupReason[] } {
  return { due: [], waits: [{ code, text }] };
}

/** Days since a date; not a number for what is none, which is more than nothing. */
function daysSince(date: string, now: Date): number {
  return (now.getTime() - Date.parse(date)) / day;
}

function old(age: number): string {
  return `${pluralize(Math.floor(age), 'day')} old`;
}
