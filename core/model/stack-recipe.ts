import { parseBase } from './base';
import type { Architecture } from './image';
import { compareVersions } from '../lib/version';

/** When a recipe is rebuilt on schedule. */
export type RebuildRule = 'on-new-base' | 'monthly' | { cron: string; time_zone: string };

/**
 * The recipe of the newest published version of a stack's variant, and the failures of its rebuilds since. Dates are
 * RFC 3339.
 */
export interface StackRecipe {
  stack: string;
  variant: string;
  version: string;
  /** The build that published it last. */
  build_id: string;
  built_at: string;
  architecture: Architecture;
  gpu: boolean;
  base_source: string;
  base_ami: string;
  regions: string[];
  /** Account of the caller who requested the build. */
  account: string;
  /** The object with recipe and files in the bucket. */
  recipe_key: string;
  /** The git commit of the recipe, which its rebuilds keep. */
  source?: { commit: string; changed: boolean };
  rebuild?: RebuildRule;
  /** Last day on which the vendor maintains the base, such as `2029-06-30`. */
  base_end_of_life?: string;
  /** Rebuilds that failed in a row since the last published one. */
  failures: number;
  last_failure?: string;
  failed_build_id?: string;
}

/**
 * Returns the recipe to keep after a published build, with no failures; undefined when that of a newer version is
 * kept.
 */
export function recipeAfterBuild(known: StackRecipe | undefined, built: StackRecipe): StackRecipe | undefined {
  return known && compareVersions(built.version, known.version) < 0 ? undefined : built;
}

/** Returns the recipe after a failed rebuild: one more failure, with its reason. A build counts once. */
export function recipeAfterFailure(known: StackRecipe, why: string, buildId?: string): StackRecipe {
  if (buildId !== undefined && known.failed_build_id === buildId) return known;
  return { ...known, failures: known.failures + 1, last_failure: why.slice(0, 500), failed_build_id: buildId };
}

/** Returns the stack that a recipe is built on; undefined for a vendor's base. */
export function parentOf({ base_source }: Pick<StackRecipe, 'base_source'>): string | undefined {
  const base = parseBase(base_source);
  return base.kind === 'stack' ? base.stack : undefined;
}

/** Returns the name of a recipe in reports, `pytorch (cpu-x86_64)`. */
export function nameOfRecipe({ stack, variant }: Pick<StackRecipe, 'stack' | 'variant'>): string {
  return `${stack} (${variant})`;
}
