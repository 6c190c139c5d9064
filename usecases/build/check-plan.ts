import { SpawnError } from '../../core/errors';
import type { Recipe } from '../../core/recipe/schema';
import type { BuildPlan } from '../../core/model/run';

/** Throws LimitExceeded for an instance type that the settings do not allow. */
export function checkAllowedTypes(types: readonly string[], allowed: readonly string[] | null): void {
  const other = allowed && types.find((type) => !allowed.includes(type));
  if (other)
    throw new SpawnError(
      'LimitExceeded',
      `the instance type ${other} is not allowed: use one of those in the settings, ${allowed.join(', ')}.`,
      { instance_type: other },
    );
}

/** Throws InvalidRecipe for a secret of another stage: the functions can read only secrets of their own stage. */
export function checkSecrets(recipe: Recipe, stage: string): void {
  for (const [name, reference] of Object.entries(recipe.secrets)) {
    if (!reference.includes(`:/spawn/${stage}/`)) {
      throw new SpawnError(
        'InvalidRecipe',
        `the secret ${name} is ${reference}: use a secret under /spawn/${stage}/, the only ones that this deployment reads.`,
        { secret: name },
      );
    }
  }
}

/** Throws InvalidRecipe for a recipe without a test when the policy of its stack requires one. */
export function checkTested({ stack, test }: Recipe, requireTests: boolean): void {
  if (test !== undefined || !requireTests) return;
  const advice = 'add test: with a script, or set the policy with spawn stack set';
  throw new SpawnError(
    'InvalidRecipe',
    `the recipe has no test, and the policy of ${stack} requires one: ${advice} ${stack} --require-tests off`,
    { stack },
  );
}

/** Returns the size of the root volume in GiB. Throws InvalidRecipe when the base needs more than the recipe allows. */
export function volumeSize(recipe: Recipe, base: BuildPlan['base']): number {
  const size = recipe.volume.size_gb ?? base.root_size_gb;
  if (size >= base.root_size_gb) return size;
  throw new SpawnError(
    'InvalidRecipe',
    `volume.size_gb is ${size}, but the base ${base.ami_id} requires ${base.root_size_gb}: use at least that size.`,
    { size_gb: size },
  );
}

/**
 * Checks the data volumes of a recipe against those of its base. Throws InvalidRecipe for a device that is taken, or
 * named twice.
 */
export function checkVolumes({ volumes }: Recipe, { ami_id, root_device, data_devices = [] }: BuildPlan['base']): void {
  const taken = [root_device, ...data_devices];
  for (const { device } of volumes) {
    if (taken.includes(device)) {
      throw new SpawnError(
        'InvalidRecipe',
        `volumes names the device ${device}, which the base ${ami_id} or another volume has: name another device.`,
        { device },
      );
    }
    taken.push(device);
  }
}
