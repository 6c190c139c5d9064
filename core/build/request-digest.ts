import { canonicalJson, sha256 } from '../lib/digest';
import type { Image, TestResult } from '../model/image';
import type { Run } from '../model/run';

/**
 * Returns the digest by which two build requests are the same: recipe and files (by recipeDigest), base image and
 * account. The regions are left out, because they do not change the image. A discarded build differs from one that is
 * kept, and one key of encryption from another.
 */
export function requestDigest(request: {
  recipe_digest: string;
  base_ami: string;
  account: string;
  region: string;
  discard?: true;
  encryption_key?: string;
}): string {
  return sha256(canonicalJson(request));
}

export type RepeatVerdict =
  | { answer: 'start'; reason: string }
  | { answer: 'running'; build_id: string }
  | { answer: 'published'; image: Image }
  | { answer: 'replicate'; image: Image; regions: string[] };

/**
 * Decides how a build request with a known digest is answered. "While a build of that digest runs, the same request is
 * answered with it. The same recipe on the same base already published, healthy (available, tests passed, not
 * deprecated) in all regions asked for is answered with that image unless forced; fewer regions than asked ⇒ only
 * replicate." `images` are the images of the digest's last build: the original and its replicas.
 */
export function judgeRepeat(
  request: { force: boolean; region: string; regions: readonly string[] },
  last: Run | undefined,
  images: readonly Image[],
): RepeatVerdict {
  if (last?.status === 'running' && !last.cancel_requested) return { answer: 'running', build_id: last.build_id };
  if (request.force) return { answer: 'start', reason: 'the request forces a new build' };
  const healthy = images.filter(isHealthy);
  const original = healthy.find(
    ({ region, ami_id }) => region === request.region && (last?.ami_id === undefined || last.ami_id === ami_id),
  );
  if (!original)
    return {
      answer: 'start',
      reason: images.length === 0 ? 'it has not been built' : 'its image is no longer available, tested or current',
    };
  const regions = [...new Set(request.regions)].filter(
    (region) => region !== request.region && !healthy.some((image) => image.region === region),
  );
  return regions.length > 0
    ? { answer: 'replicate', image: original, regions }
    : { answer: 'published', image: original };
}

/** Returns whether an image is available, published, not deprecated, and passed its last test on each instance type. */
export function isHealthy(image: Image): boolean {
  const last = new Map<string, TestResult>();
  for (const test of image.tests ?? []) {
    const known = last.get(test.instance_type);
    if (!known || known.tested_at <= test.tested_at) last.set(test.instance_type, test);
  }
  return (
    image.state === 'available' &&
    image.lifecycle === 'published' &&
    !image.deprecated &&
    [...last.values()].every(({ verdict }) => verdict === 'passed')
  );
}
