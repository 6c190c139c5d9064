import { allImages } from '../../../aws/catalog/releases';
import { getRun } from '../../../aws/catalog/runs';
import { getText } from '../../../aws/storage/objects';
import { regionQuery } from '../../../core/api/contract/requests';
import { SpawnError } from '../../../core/errors';
import { imageIdPattern } from '../../../core/lib/identifier';
import type { Image } from '../../../core/model/image';
import type { Run } from '../../../core/model/run';
import { recipeText, type KeptRecipe } from '../../../core/recipe/kept';
import { requireImage } from '../../../usecases/image/find';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';

/** Returns an image by its id, or the newest one in the catalog with that name. */
async function namedImage(name: string, region: string | undefined): Promise<Image> {
  if (imageIdPattern.test(name)) return requireImage(name, region);
  const [found] = (await allImages(region ?? 'all'))
    .filter((image) => image.name === name)
    .sort((left, right) => right.creation_date.localeCompare(left.creation_date));
  return found ?? requireImage(name, region);
}

/** Returns the build of an image, or of the original of a copy; undefined for an image that no recipe made. */
async function buildOf(image: Image): Promise<Run | undefined> {
  if (image.replicated_from !== undefined) return buildOf(await requireImage(image.replicated_from));
  const run = image.build_id === undefined ? undefined : await getRun(image.build_id);
  return run?.plan?.recipe ? run : undefined;
}

/** Returns the recipe that an image was built from, with its files. Throws NoRecipe for an image without one. */
export async function readRecipe({ path, query }: HttpRequest): Promise<HttpAnswer> {
  const { region } = parse(regionQuery, query);
  const image = await namedImage(path.id ?? '', region);
  const run = await buildOf(image);
  const key = run?.plan?.recipe?.key;
  const text = key === undefined ? undefined : await getText(key);
  if (run === undefined || text === undefined) {
    const why = run === undefined ? 'only images that a build made have one' : 'it is no longer in the bucket';
    throw new SpawnError('NoRecipe', `${image.ami_id} has no recipe: ${why}.`, { ami_id: image.ami_id });
  }
  const kept = JSON.parse(text) as KeptRecipe;
  const { ami_id, name } = image;
  return {
    status: 200,
    body: {
      ami_id,
      region: image.region,
      name,
      build_id: run.build_id,
      ...recipeText(kept),
      files: kept.files,
      ...(run.source && { source: run.source }),
    },
  };
}
