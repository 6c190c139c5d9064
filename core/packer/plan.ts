import { SpawnError } from '../errors';
import defaultCleanup from '../scripts/cleanup-default.sh';
import type { Recipe } from '../recipe/schema';
import { tagKeys } from '../tags';
import { architectureByName } from './source-image';
import { inlineScript, type PackerPlan, type PackerScript } from './template';

type Entry = { script?: string; run?: string };

function scriptOf({ script, run = '' }: Entry): PackerScript {
  return script === undefined ? inlineScript(run) : { script };
}

/**
 * Returns what Packer can do of a recipe: provisioning, cleaning, tags, regions. Throws InvalidRecipe for secrets,
 * which cannot be included. Leaves out tests, the residue check and publication after tests, which only spawn has.
 */
export function planOfRecipe(recipe: Recipe, region?: string): PackerPlan {
  const secrets = Object.keys(recipe.secrets);
  if (secrets.length > 0) {
    throw new SpawnError(
      'InvalidRecipe',
      `the recipe has secrets (${secrets.join(', ')}), which a Packer template would contain in plain text: remove them first.`,
      { secrets },
    );
  }
  if (recipe.volumes.length > 0) {
    throw new SpawnError(
      'InvalidRecipe',
      'the recipe has more volumes (volumes), which are not written into a Packer template: remove them first.',
      { volumes: recipe.volumes.map(({ device }) => device) },
    );
  }
  const [first = ''] = recipe.instance_types;
  const cleanup: PackerScript[] =
    recipe.cleanup === 'none'
      ? []
      : [recipe.cleanup === 'default' ? inlineScript(defaultCleanup) : scriptOf(recipe.cleanup)];
  return {
    name: [recipe.stack, recipe.version.replaceAll('+', '-'), recipe.variant].filter(Boolean).join('-'),
    description: recipe.description,
    base: recipe.base,
    instance_types: recipe.instance_types,
    architecture: recipe.architecture ?? architectureByName(first),
    region,
    regions: recipe.regions,
    volume_size_gb: recipe.volume.size_gb,
    tags: {
      [tagKeys.stack]: recipe.stack,
      [tagKeys.version]: recipe.version,
      ...(recipe.variant !== undefined && { [tagKeys.variant]: recipe.variant }),
      ...recipe.tags,
    },
    scripts: [...recipe.provision.map(scriptOf), ...cleanup],
  };
}
