import type { StackRecipe } from '../model/stack-recipe';

/** A variant of a stack whose last rebuilds failed. */
export interface FailedRebuild {
  variant: string;
  /** How many failed in a row. */
  failures: number;
  /** Whether the nightly run leaves it out until a person resumes or builds it. */
  paused: boolean;
  reason?: string;
}

/** Returns the variants whose last rebuilds failed; after `pauseAfter` failures in a row a variant is paused. */
export function failedRebuilds(recipes: readonly StackRecipe[], pauseAfter: number | null): FailedRebuild[] {
  return recipes
    .filter(({ failures }) => failures > 0)
    .map(({ variant, failures, last_failure }) => ({
      variant,
      failures,
      paused: pauseAfter !== null && failures >= pauseAfter,
      ...(last_failure !== undefined && { reason: last_failure }),
    }));
}
