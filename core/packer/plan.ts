import { SpawnError } from '../errors';
import defaultCleanup from '../scripts/cleanup-default.sh';
import { filesToCopy, sourceName, type CopiedFile } from '../recipe/copied-files';
import type { Recipe } from '../recipe/schema';
import { tagKeys } from '../tags';
import { architectureByName } from './source-image';
import { inlineScript, type PackerFile, type PackerPlan, type PackerScript } from './template';

type Entry = { script?: string; run?: string };

function scriptOf({ script, run = '' }: Entry): PackerScript {
  return script === undefined ? inlineScript(run) : { script };
}

/** Returns a file as Packer copies it. Throws InvalidRecipe for an object of S3, which its builder may not read. */
function fileOf({ from, sha256 = '', ...place }: CopiedFile): PackerFile {
  const { destination, mode, owner } = place;
  if ('bucket' in from) {
    const source = sourceName({ from });
    const message = `the recipe copies ${source}, which the builder of a Packer template may not read: name an address with https:// instead.`;
    throw new SpawnError('InvalidRecipe', message, { file: source });
  }
  return { from: 'url' in from ? { ...from, sha256 } : from, destination, mode, owner };
}

/**
 * Returns what Packer can do of a recipe: files, provisioning, cleaning, tags, regions; `names` are the files that the
 * recipe names. Throws InvalidRecipe for secrets, more volumes and objects of S3, which cannot be included. Leaves out
 * tests, the residue check and publication after tests, which only spawn has.
 */
export function planOfRecipe(recipe: Recipe, names: readonly string[], region?: string): PackerPlan {
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
    spot: recipe.spot === true,
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
    files: filesToCopy(recipe.files, names).map(fileOf),
    scripts: [...recipe.provision.map(scriptOf), ...cleanup],
  };
}
