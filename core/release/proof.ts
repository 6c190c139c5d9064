import { SpawnError } from '../errors';
import type { Image } from '../model/image';
import { lastTests } from '../image/health';
import { imagesById } from './group';
import { isGone } from '../image/usability';

/** The verdict of the tests of an image; `types` are the instance types whose last test failed. */
export type Proof = { verdict: 'passed' | 'untested' } | { verdict: 'failed'; types: string[]; build_id: string };

/**
 * Returns the proof of an image by its last test on each instance type. A copy without tests of its own has the proof
 * of the image that it was copied from, if `known` has that image. A test that ended with an error proves nothing.
 */
export function proofOf(image: Image, known: ReadonlyMap<string, Image>): Proof {
  const seen = new Set<string>();
  let current: Image | undefined = image;
  while (current && !seen.has(current.ami_id)) {
    seen.add(current.ami_id);
    const decided = lastTests(current.tests?.filter(({ verdict }) => verdict !== 'error'));
    const failed = decided.filter(({ verdict }) => verdict === 'failed');
    const types = failed.map(({ instance_type }) => instance_type);
    if (failed[0]) return { verdict: 'failed', types, build_id: failed[0].build_id };
    if (decided.length > 0) return { verdict: 'passed' };
    current = known.get(current.replicated_from ?? '');
  }
  return { verdict: 'untested' };
}

/**
 * Returns why an image may not be chosen by its stack, or undefined. "`resolve` and `launch` skip images whose last
 * test failed always, and untested ones under the policy `require_tests`."
 */
export function proofObstacle(proof: Proof, requireTests: boolean): string | undefined {
  if (proof.verdict === 'failed') return `failed its last test on ${proof.types.join(', ')} (${proof.build_id})`;
  if (proof.verdict === 'passed' || !requireTests) return undefined;
  return 'was never tested, and the policy of its stack requires a test';
}

/** The purpose for which images are handed out. `known` are images that they may have been copied from. */
export interface HandOut {
  /** The past participle of the action, such as promoted. */
  verb: string;
  known: readonly Image[];
  requireTests: boolean;
  /** The reason to hand out untested images. */
  untested?: string;
}

/**
 * Returns the images that were never tested. "`promote`, `share` and `replicate` refuse an image whose last test
 * failed always, and an untested one under the policy `require_tests`, unless a reason is given." Throws
 * ImageNotProven.
 */
export function checkProven(images: readonly Image[], handOut: HandOut): Image[] {
  const { verb, known, requireTests, untested } = handOut;
  const byId = imagesById([...known, ...images]);
  return images.filter((image) => {
    if (isGone(image)) return false;
    const { ami_id, name, region, stack } = image;
    const proof = proofOf(image, byId);
    const who = `the image ${ami_id} (${name}) in ${region}`;
    const test = `spawn test-ami ${ami_id} --test-script @validate.sh`;
    if (proof.verdict === 'failed') {
      const [types, flags] = [proof.types.join(', '), proof.types.map((type) => ` --instance-type ${type}`).join('')];
      throw new SpawnError(
        'ImageNotProven',
        `${who} failed its last test on ${types} (${proof.build_id}) and cannot be ${verb}. Use another image, or test it again with ${test}${flags}.`,
        { ami_id, build_id: proof.build_id },
      );
    }
    if (proof.verdict === 'untested' && requireTests && untested === undefined) {
      throw new SpawnError(
        'ImageNotProven',
        `${who} was never tested, and the policy of the stack ${stack} requires a test before it is ${verb}. Test it with ${test}, or give a reason with --untested.`,
        { ami_id },
      );
    }
    return proof.verdict === 'untested';
  });
}

/**
 * Returns the warnings of a launch by id: one when the last test of the image failed, or when it was never tested and
 * the policy of its stack requires a test. `known` as for checkProven.
 */
export function proofWarnings(image: Image, known: readonly Image[], requireTests: boolean): string[] {
  const obstacle = proofObstacle(proofOf(image, imagesById(known)), requireTests);
  return obstacle === undefined ? [] : [`the image ${image.name} ${obstacle}; use another image, or test it`];
}
