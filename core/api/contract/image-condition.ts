import type { ImageDetails } from './image-details';
import { lastTests } from '../../image/health';

/** Conditions that a client can wait for; `replicated` in the given regions. */
export const imageConditions = ['available', 'published', 'tested', 'replicated'] as const;
export type ImageCondition = (typeof imageConditions)[number];

/**
 * Whether an image meets a condition. `never` means that it can no longer meet it, which is a failure unless the image
 * was removed.
 */
export type ConditionVerdict = { state: 'met' | 'pending' } | { state: 'never'; failed: boolean; because: string };

const met: ConditionVerdict = { state: 'met' };
const pending: ConditionVerdict = { state: 'pending' };

/**
 * Returns whether an image meets a condition. `tested` requires that the last test on each tested instance type passed;
 * an image of a member account never meets it. An unmanaged image never meets `published`, an image without copies in
 * progress never meets `replicated`, and an image that is gone or failed meets nothing.
 */
export function judgeCondition(
  image: ImageDetails,
  condition: ImageCondition,
  regions: readonly string[] = [],
): ConditionVerdict {
  const { ami_id, state } = image;
  if (state === 'pending' || state === 'transient') return pending;
  if (state !== 'available')
    return {
      state: 'never',
      failed: state === 'failed',
      because: `${ami_id} is ${state} and will not become available`,
    };
  return further[condition](image, regions);
}

const further: Record<ImageCondition, (image: ImageDetails, regions: readonly string[]) => ConditionVerdict> = {
  available: () => met,
  published: ({ ami_id, lifecycle }) => {
    if (lifecycle === 'unmanaged')
      return {
        state: 'never',
        failed: false,
        because: `${ami_id} is not under management, so it will not be published: bring it under management with spawn tag-ami ${ami_id} --stack STACK --version VERSION`,
      };
    return lifecycle === 'published' ? met : pending;
  },
  tested: ({ ami_id, account, tests, replicated_from }) => {
    if (account !== undefined)
      return {
        state: 'never',
        failed: false,
        because: `${ami_id} is in the account ${account}, where nothing is tested${replicated_from === undefined ? '' : `: wait for ${replicated_from}, which it was copied from`}`,
      };
    const last = lastTests(tests);
    const bad = last.find(({ verdict }) => verdict !== 'passed');
    if (bad)
      return {
        state: 'never',
        failed: true,
        because: `the last test of ${ami_id} on ${bad.instance_type} ${bad.verdict === 'failed' ? 'failed' : 'ended with an error'} (${bad.build_id})`,
      };
    return last.length > 0 ? met : pending;
  },
  replicated: ({ ami_id, region: own, replicas, replicated_from, expected_in }, regions) => {
    if (replicated_from !== undefined)
      return {
        state: 'never',
        failed: false,
        because: `${ami_id} is a copy: wait for ${replicated_from}, which it was copied from`,
      };
    const there = replicas
      .filter(({ state, lifecycle }) => state === 'available' && lifecycle === 'published')
      .map(({ region }) => region);
    const missing = regions.filter((region) => region !== own && !there.includes(region));
    const unexpected = missing.filter((region) => !expected_in.includes(region));
    if (unexpected.length === 0) return missing.length === 0 ? met : pending;
    const copy = `spawn replicate-ami ${ami_id} ${unexpected.map((region) => `--to-region ${region}`).join(' ')}`;
    return {
      state: 'never',
      failed: false,
      because: `nothing copies ${ami_id} to ${unexpected.join(', ')}, and the policy of its stack does not want it there: ${copy}`,
    };
  },
};
