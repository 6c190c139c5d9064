import { planCleanup, type CleanupQuestion } from '../../../core/cleanup/plan';
import type { CleanupImage, CleanupRequest } from '../../../core/cleanup/request';
import { referencesOf, type ImageReference } from '../../../core/model/reference';
import { policyOf, type CleanupPolicy } from '../../../core/stack/policy';
import { tagKeys } from '../../../core/tags';
import { daysAgo, image as published, now } from '../kit/images';

const deployment = 'dev@us-east-1';
const request: CleanupRequest = { kind: 'request' };
const nightly: CleanupRequest = { kind: 'policy' };
const named: CleanupRequest = { ...request, images: [{ ami_id: 'ami-old' }] };
const policy = (changes: Partial<CleanupPolicy> = {}) =>
  new Map([['pytorch', { ...policyOf(undefined).cleanup, ...changes }]]);
/** 200 days old; two newer ones of its stack stand beside it. */
const old = (changes: Partial<CleanupImage> = {}): CleanupImage =>
  published({ ami_id: 'ami-old', version: '1.0', creation_date: daysAgo(200), ...changes });
const newer = [published({ ami_id: 'ami-2', version: '2.0' }), published({ ami_id: 'ami-3', version: '3.0' })];
const entry = (images: readonly CleanupImage[], changes: Partial<CleanupQuestion> = {}) =>
  planCleanup({
    images,
    references: referencesOf([], []),
    policies: policy(),
    request,
    deployment,
    now,
    ...changes,
  })[0];
const saidOf = (image: CleanupImage, changes: Partial<CleanupQuestion> = {}) => {
  const { decision, reasons } = entry([image, ...newer], changes)!;
  return [decision, ...reasons];
};
const removeAt = (days: number) => ({ [tagKeys.removeAt]: daysAgo(days) });

test.each<[string, Partial<CleanupImage>, Partial<CleanupQuestion>]>([
  ['it was named in the request', {}, { request: named }],
  [`its removal was scheduled for ${daysAgo(3)}`, { tags: removeAt(3) }, { request: nightly }],
  ['it is failed', { state: 'failed' }, {}],
  ['it is error', { state: 'error' }, {}],
  ['it is invalid', { state: 'invalid' }, {}],
  ['it is deprecated and 200 days old', { deprecated: true, last_launched: daysAgo(5) }, {}],
  ['it is 200 days old and was never launched', {}, {}],
  ['it was last launched 190 days ago', { last_launched: daysAgo(190.5) }, {}],
  ['it is 200 days old, more than 90', {}, { request: { ...request, age_days: 90 } }],
  [
    'it is not among the newest 2 of its stack and variant',
    { creation_date: daysAgo(20) },
    { request: { ...request, keep_latest: 2 } },
  ],
  [
    'it was named in the request; its deregistration protection is turned off',
    { deregistration_protected: true, turns_off: 'without-cooldown' },
    { request: named },
  ],
])('an image goes because %s', (reason, changes, asked) => {
  expect(saidOf(old(changes), asked)).toEqual(['remove', reason]);
});

test('of two reasons the first says what becomes of its protection, and the entry says it to those who remove it', () => {
  const going = old({ deprecated: true, deregistration_protected: true, turns_off: 'with-cooldown' });
  expect(entry([going, ...newer])).toMatchObject({
    reasons: [
      'it is deprecated and 200 days old; its deregistration protection is turned off, and it goes when the cooldown of 24 hours has passed',
      'it is 200 days old and was never launched',
    ],
    protection: 'with-cooldown',
  });
  expect(entry([old(), ...newer])).not.toHaveProperty('protection');
});

test.each<[string, Partial<CleanupImage>]>([
  ['it belongs to the deployment prod@eu-west-1', { deployment: 'prod@eu-west-1' }],
  [
    'it has no deployment tag: bring it under management with spawn tag-ami, or include it with --unmanaged',
    { deployment: undefined },
  ],
  ['it is a candidate of a build; the reaper removes candidates', { lifecycle: 'candidate' }],
  ['its tag spawn:keep=until May protects it', { tags: { [tagKeys.keep]: 'until May' } }],
  ['it is still being created', { state: 'pending' }],
  ['it is still being created', { state: 'transient' }],
  [`its creation date ${daysAgo(-2)} is in the future or cannot be read`, { creation_date: daysAgo(-2) }],
  ['its creation date (none) is in the future or cannot be read', { creation_date: '' }],
  [
    'EC2 deregistration protection is on: turn it off, and clean up after its cooldown',
    { deregistration_protected: true },
  ],
])('an image stays, even if it is named, because %s', (reason, changes) => {
  expect(saidOf(old(changes), { request: named })).toEqual(['keep', reason]);
});

test.each<[string, Pick<ImageReference, 'kind' | 'name' | 'detail'>]>([
  ['the instance i-1 was launched from it (stopped)', { kind: 'instance', name: 'i-1', detail: 'stopped' }],
  ['the instance i-1 was launched from it', { kind: 'instance', name: 'i-1' }],
  ['the launch template web refers to it', { kind: 'launch-template', name: 'web' }],
  ['the Auto Scaling group web refers to it', { kind: 'auto-scaling-group', name: 'web' }],
  ['the launch configuration web refers to it', { kind: 'launch-configuration', name: 'web' }],
  ['the parameter /ami/web contains its id', { kind: 'ssm-parameter', name: '/ami/web' }],
  ['the Image Builder recipe web builds on it', { kind: 'image-builder-recipe', name: 'web' }],
  ['the account 210987654321 uses it', { kind: 'account', name: '210987654321' }],
  ['the wiki is registered as using it', { kind: 'registered', name: 'the wiki' }],
  ['the channel stable points to it', { kind: 'channel', name: 'stable' }],
  ['bld-1 is running and needs it (tests it)', { kind: 'build', name: 'bld-1', detail: 'tests it' }],
])('an image stays, even if it is named, because %s', (reason, use) => {
  const references = referencesOf([{ ami_id: 'ami-old', region: 'us-east-1', ...use }], []);
  expect(saidOf(old(), { request: named, references })).toEqual(['keep', reason]);
});

test('what uses it and could not be read is named once for each reason, and what does not concern it is not', () => {
  const unread = (kind: ImageReference['kind'], reason: string, ami_ids?: string[]) => ({
    region: 'us-east-1',
    kind,
    reason,
    ami_ids,
  });
  const references = referencesOf(
    [],
    [
      unread('instance', 'AccessDenied'),
      unread('instance', 'AccessDenied'),
      unread('account', 'no report', ['ami-old']),
      unread('channel', 'throttled', ['ami-other']),
    ],
  );
  expect(saidOf(old(), { references })).toEqual([
    'keep',
    'its references could not be read: instance (AccessDenied), account (no report)',
  ]);
});

test.each<[string[], Partial<CleanupImage>, Partial<CleanupQuestion>]>([
  [['it became failed less than a day ago'], { state: 'failed', creation_date: daysAgo(0.9) }, {}],
  [['it became failed less than a day ago'], { state: 'failed', creation_date: daysAgo(1) }, {}],
  [
    ['it is 1 day old; the minimum age for removal is 14 days', 'it is 1 day old, not more than 30'],
    { creation_date: daysAgo(1.5) },
    { request: { ...request, age_days: 30 } },
  ],
  [
    ['it is 5 days old; the minimum age for removal is 10 days'],
    { creation_date: daysAgo(5) },
    { request: { ...request, keep_latest: 1 }, policies: policy({ minimum_age_days: 10 }) },
  ],
  [['it is not deprecated'], {}, { request: { ...request, deprecated_only: true } }],
  [['it is deprecated but 100 days old, not more than 180'], { deprecated: true, creation_date: daysAgo(100) }, {}],
  [['it is not deprecated, and was created or launched in the last 180 days'], { last_launched: daysAgo(3) }, {}],
  [
    ['it is not deprecated, and was created or launched in the last 180 days'],
    { creation_date: daysAgo(180), last_launched: daysAgo(500) },
    {},
  ],
])('an image waits because %j', (reasons, changes, asked) => {
  expect(saidOf(old(changes), asked)).toEqual(['keep', ...reasons]);
});

test.each([daysAgo(-2), '', '2026-02-30T00:00:00Z'])(
  'an image with the creation date %j has no age',
  (creation_date) => {
    expect(saidOf(old({ creation_date }))).toEqual([
      'keep',
      `its creation date ${creation_date || '(none)'} is in the future or cannot be read`,
      'it is of unknown age; the minimum age for removal is 14 days',
      'it is not deprecated, and was created or launched in the last 180 days',
    ]);
  },
);

describe('an image stays because it is the newest', () => {
  const said = (images: readonly CleanupImage[], changes: Partial<CleanupQuestion> = {}) => {
    const found = entry(images, changes)!;
    return [found.decision, found.codes, ...found.reasons];
  };

  test('by the number of versions that stay', () => {
    expect(said([old()], { request: { ...request, keep_latest: 1, age_days: 30 } })).toEqual([
      'keep',
      ['latest'],
      'it is the newest version of its stack and variant',
    ]);
    expect(said([old()], { policies: policy({ keep_latest: 3 }) })).toEqual([
      'keep',
      ['latest'],
      'it is among the newest 3 versions of its stack and variant',
    ]);
  });

  test('among those that are named, because no other usable one would remain', () => {
    expect(said([old()], { request: named })).toEqual([
      'keep',
      ['latest'],
      'it is the last usable image of its stack and variant in its region: deprecate it first to remove it',
    ]);
  });

  test('though its removal was scheduled', () => {
    const kept = entry([old({ tags: removeAt(1) })], { request: nightly });
    expect(kept).toMatchObject({
      decision: 'keep',
      codes: ['latest'],
      reasons: ['it is the last good version of its stack and variant: publish a newer one first'],
      scheduled_for: daysAgo(1),
    });
  });
});
