import { parseBase } from './base';
import type { Architecture } from './image';
import { compareVersions } from '../lib/version';

/** When a recipe's image is built anew by itself. */
export type RebuildRule = 'on-new-base' | 'monthly' | { cron: string; time_zone: string };

/**
 * The recipe of the newest version of a stack's variant that was published, and how building it went since. Dates are
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
  /** Account that the build was asked for from. */
  account: string;
  /** Where recipe and files lie in the bucket. */
  recipe_key: string;
  rebuild?: RebuildRule;
  /** Last day on which the vendor maintains the base, such as `2029-06-30`. */
  base_end_of_life?: string;
  /** Rebuilds that failed one after the other since the last that was published. */
  failures: number;
  last_failure?: string;
  failed_build_id?: string;
}

/** What is kept once a build was published: its recipe, unless that of a newer version is kept; failures are over. */
export function recipeAfterBuild(known: StackRecipe | undefined, built: StackRecipe): StackRecipe | undefined {
  return known && compareVersions(built.version, known.version) < 0 ? undefined : built;
}

/** What is kept once a rebuild failed: one more failure, and why. One build fails once, however often that is told. */
export function recipeAfterFailure(known: StackRecipe, why: string, buildId?: string): StackRecipe {
  if (buildId !== undefined && known.failed_build_id === buildId) return known;
  return { ...known, failures: known.failures + 1, last_failure: why.slice(0, 500), failed_build_id: buildId };
}

/** The stack that a recipe is built on; undefined for a vendor's base. */
export function parentOf({ base_source }: Pick<StackRecipe, 'base_source'>): string | undefined {
  const base = parseBase(base_source);
  return base.kind === 'stack' ? base.stack : undefined;
}

/** `pytorch (cpu-x86_64)`, as reports name a recipe. */
export function nameOfRecipe({ stack, variant }: Pick<StackRecipe, 'stack' | 'variant'>): string {
  return `${stack} (${variant})`;
}
