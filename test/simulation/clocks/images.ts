import { planCleanup } from '../../../core/cleanup/plan';
import type { CleanupImage, CleanupRequest } from '../../../core/cleanup/request';
import { referencesOf } from '../../../core/model/reference';
import type { Image } from '../../../core/model/image';
import { policyOf } from '../../../core/stack/policy';
import { day, type Draw } from './moments';

export const deployment = 'next@us-east-1';

/** A published image of the deployment, with nothing that protects it. */
export function imageOf(id: string, created: string, more: Partial<CleanupImage> = {}): CleanupImage {
  return {
    ami_id: `ami-${id}`,
    region: 'us-east-1',
    name: `image-${id}`,
    owner_id: '123456789012',
    state: 'available',
    lifecycle: 'published',
    deployment,
    stack: 'tool',
    version: '1.0.0',
    variant: 'x86_64',
    architecture: 'x86_64',
    gpu: false,
    creation_date: created,
    deprecated: false,
    size_gb: 8,
    snapshots: [],
    tags: {},
    ...more,
  } as unknown as CleanupImage;
}

/** Every way to ask for a cleanup that removes all that it may. */
export const requests = (images: readonly Pick<Image, 'ami_id'>[]): CleanupRequest[] => [
  { kind: 'request' },
  { kind: 'policy' },
  { kind: 'request', age_days: 1 },
  { kind: 'request', keep_latest: 1 },
  { kind: 'request', images: images.map(({ ami_id }) => ({ ami_id })) },
];

/** Ids of the images that a cleanup removes, where the policy lets it remove all but the newest. */
export function removedBy(images: readonly CleanupImage[], request: CleanupRequest, now: Date): string[] {
  const cleanup = {
    ...policyOf(undefined).cleanup,
    enabled: true,
    keep_latest: 1,
    deprecated_days: 1,
    unused_days: 1,
    minimum_age_days: 0,
  };
  return planCleanup({
    images,
    references: referencesOf([], []),
    policies: new Map([['tool', cleanup]]),
    request,
    deployment,
    now,
  })
    .filter(({ decision }) => decision === 'remove')
    .map(({ id }) => id)
    .sort();
}

/** Images of one stack, some of equal age and version. */
export function someImages(draw: Draw, now: Date): CleanupImage[] {
  const dates = [0, 1, 2, 3].map(() => new Date(now.getTime() - draw.below(40 * day)).toISOString());
  return Array.from({ length: 2 + draw.below(6) }, (_, index) =>
    imageOf(`${index}`, draw.pick(dates), {
      version: draw.pick(['1.0.0', '1.0.0', '1.1.0']),
      deprecated: draw.chance(0.3),
    }),
  );
}
