import { planCleanup } from '../../../../core/cleanup/plan';
import type { CleanupImage, CleanupRequest } from '../../../../core/cleanup/request';
import { referencesOf, type ImageReference } from '../../../../core/model/reference';
import { policyOf, type CleanupPolicy } from '../../../../core/stack/policy';
import { tagKeys } from '../../../../core/tags';
import { seededRandom } from '../../../../local/kernel/random';
import { removable, type Inventory } from './naive';

const day = 86_400_000;
const deployment = 'next@us-east-1';

/** Moments at which ages are judged: around a leap day, a new year, and changes of summer time. */
const moments = ['2026-01-14T10:00:00Z', '2028-02-29T23:59:59Z', '2027-01-01T00:00:00Z', '2026-03-29T01:30:00Z'];

/** Returns an inventory with references, policies and a request, drawn from a seed. */
export function inventory(seed: number): Inventory {
  const random = seededRandom(`inventory ${seed}`);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const chance = (part: number): boolean => random() < part;
  const now = new Date(pick(moments));
  const size = chance(0.002) ? 2000 : 5 + Math.floor(random() * 30);
  const dateOf = (): string => {
    if (chance(0.02)) return pick(['', 'yesterday', '2026-02-30']);
    const days = chance(0.3) ? pick([-1, 0, 1, 7, 30, 180, 181]) : random() * 400;
    return new Date(now.getTime() - days * day).toISOString();
  };
  const version = (): string => `${Math.floor(random() * 3)}.${Math.floor(random() * 12)}${chance(0.2) ? '+2' : ''}`;
  const images = Array.from({ length: size }, (_, index): CleanupImage => {
    const managed = chance(0.9);
    return {
      ami_id: `ami-${index}`,
      region: pick(['us-east-1', 'us-west-2']),
      name: `image-${index}`,
      owner_id: '123456789012',
      state: pick([
        'available',
        'available',
        'available',
        'available',
        'disabled',
        'failed',
        'pending',
        'deregistered',
      ]),
      lifecycle: pick(['published', 'published', 'published', 'published', 'candidate']),
      ...(managed && { deployment: chance(0.95) ? deployment : 'dev@us-east-1', stack: pick(['tool', 'other']) }),
      ...(managed && { version: version(), variant: pick(['x86_64', 'x86_64-cpu']) }),
      architecture: 'x86_64',
      gpu: false,
      creation_date: dateOf(),
      deprecated: chance(0.3),
      ...(chance(0.5) && { last_launched: dateOf() }),
      ...(chance(0.05) && { deregistration_protected: true }),
      size_gb: 8,
      snapshots: [],
      tags: {
        ...(chance(0.1) && { [tagKeys.keep]: pick(['true', 'yes', 'True', 'false', 'no', 'until spring']) }),
        ...(chance(0.05) && { [tagKeys.removeAt]: dateOf() }),
      },
    } as unknown as CleanupImage;
  });
  const references = images
    .filter(() => chance(0.15))
    .map(
      ({ ami_id, region }) =>
        ({ kind: pick(['instance', 'channel', 'account']), name: 'x', region, ami_id }) as ImageReference,
    );
  const unread = chance(0.1)
    ? [{ kind: 'instance', reason: 'denied', region: 'us-west-2', ...(chance(0.5) && { ami_ids: ['ami-1', 'ami-2'] }) }]
    : [];
  const cleanup = (): CleanupPolicy => ({
    ...policyOf(undefined).cleanup,
    enabled: chance(0.5),
    keep_latest: Math.floor(random() * 4),
    deprecated_days: pick([1, 30, 180]),
    unused_days: pick([30, 180]),
    minimum_age_days: pick([0, 1, 7]),
  });
  const request: CleanupRequest = pick<CleanupRequest>([
    { kind: 'request' },
    { kind: 'policy' },
    { kind: 'request', age_days: pick([1, 7, 180]) },
    { kind: 'request', keep_latest: pick([1, 2, 3]) },
    { kind: 'request', age_days: 7, keep_latest: 1, deprecated_only: true },
    { kind: 'request', stack: 'tool', region: 'us-west-2' },
    { kind: 'request', images: images.filter(() => chance(0.4)).map(({ ami_id }) => ({ ami_id })) },
  ]);
  return {
    images,
    references: referencesOf(references, unread as Parameters<typeof referencesOf>[1]),
    policies: new Map(chance(0.7) ? [['tool', cleanup()]] : []),
    request,
    deployment,
    now,
  };
}

const planned = (given: Inventory): string[] =>
  planCleanup(given)
    .filter(({ decision }) => decision === 'remove')
    .map(({ id }) => id)
    .sort();

/**
 * Returns what is wrong with the plan of a seed: it differs from a plan without any cleverness, one more protection
 * removes more, or a plan after the removal removes again.
 */
export function wrongPlan(seed: number): string | undefined {
  const given = inventory(seed);
  const goes = planned(given);
  const naive = removable(given);
  if (goes.join() !== naive.join()) return `it removes ${goes.join(' ')}, and naively ${naive.join(' ')}`;
  const random = seededRandom(`protection ${seed}`);
  const lucky = given.images[Math.floor(random() * given.images.length)];
  const images = given.images.map((one) =>
    one === lucky ? { ...one, tags: { ...one.tags, [tagKeys.keep]: 'true' } } : one,
  );
  const more = planned({ ...given, images }).filter((id) => !goes.includes(id) || id === lucky?.ami_id);
  if (more.length > 0) return `with ${lucky?.ami_id} kept it removes ${more.join(' ')}`;
  const again = planned({ ...given, images: given.images.filter(({ ami_id }) => !goes.includes(ami_id)) });
  return again.length > 0 ? `after the removal it removes ${again.join(' ')} too` : undefined;
}
