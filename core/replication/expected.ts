import type { Run } from '../model/run';

/**
 * Returns the regions where a copy of an image is expected: a running run creates it, or the policy of its stack wants
 * it, which the nightly run creates. `runs` are running runs, of this image or of others.
 */
export function expectedRegions(
  amiId: string,
  runs: readonly Pick<Run, 'ami_id' | 'plan' | 'replicas' | 'request'>[],
  wanted: readonly string[] = [],
): string[] {
  const ofImage = runs.filter(({ ami_id }) => ami_id === amiId);
  const underway = ofImage.flatMap(({ plan, replicas, request }) => [
    ...(plan?.regions ?? []),
    ...((request?.regions as string[] | undefined) ?? []),
    ...replicas.filter(({ status }) => status === 'planned' || status === 'copying').map(({ region }) => region),
  ]);
  return [...new Set([...underway, ...wanted])].sort();
}
