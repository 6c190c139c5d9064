import type { AnswerOf } from '../../../client/types';

type Details = AnswerOf<'showImage'>;

/** Where an image is or should be. */
export interface Place {
  region: string;
  account?: string;
  ami_id?: string;
  role: 'original' | 'copy' | 'this image';
  /** `missing`: it is wanted there and there is none; others: what is wrong with it. */
  drift?: string;
}

/**
 * Returns the places of an image: itself, what it was copied from, its copies, and where the policy of its stack or a
 * run wants a copy and there is none. A copy that cannot be launched is a drift.
 */
export function placesOf(image: Details): Place[] {
  const present = image.replicas.filter(
    ({ state, account }) => state !== 'vanished' && state !== 'deregistered' && account === undefined,
  );
  const there = new Set([image.region, ...present.map(({ region }) => region)]);
  // Copies are made of the original, so only there one can be missing.
  const wanted = image.replicated_from === undefined ? image.expected_in : [];
  return [
    { region: image.region, account: image.account, ami_id: image.ami_id, role: 'this image' },
    ...(image.replicated_from === undefined
      ? []
      : [{ region: image.source_region ?? image.region, ami_id: image.replicated_from, role: 'original' as const }]),
    ...image.replicas
      .filter(({ ami_id }) => ami_id !== image.replicated_from)
      .map(({ ami_id, region, account, state, lifecycle }) => ({
        region,
        account,
        ami_id,
        role: 'copy' as const,
        drift: driftOf(state, lifecycle),
      })),
    ...wanted
      .filter((region) => !there.has(region))
      .map((region) => ({ region, role: 'copy' as const, drift: 'missing' })),
  ];
}

/** Returns the regions of the home account where a copy is missing. */
export function missingRegions(places: readonly Place[]): string[] {
  return places
    .filter(({ drift, account }) => drift === 'missing' && account === undefined)
    .map(({ region }) => region);
}

function driftOf(state: string, lifecycle: string): string | undefined {
  if (state === 'pending') return 'is being copied';
  if (state !== 'available') return `is ${state}`;
  return lifecycle === 'candidate' ? 'is not published yet' : undefined;
}
