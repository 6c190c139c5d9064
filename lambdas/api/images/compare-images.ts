import { listImagesOfStack } from '../../../aws/catalog/releases';
import { environment } from '../../../aws/client/environment';
import { getText } from '../../../aws/storage/objects';
import { regionQuery } from '../../../core/api/contract/requests';
import { SpawnError } from '../../../core/errors';
import type { Image } from '../../../core/model/image';
import { diffQuery } from '../../../core/api/contract/image-contents';
import { diffImages } from '../../../core/provenance/diff';
import { parsePackages, type InstalledPackage } from '../../../core/provenance/packages';
import { selectImage } from '../../../core/release/selection';
import { objectKeys } from '../../../usecases/runtime/object-keys';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { requireImage } from '../../../usecases/image/find';

/** Returns the package list from the build of an image or of its original; undefined without one. */
async function packagesOf(image: Image): Promise<InstalledPackage[] | undefined> {
  const key = image.packages_key ?? (image.build_id && objectKeys.packages(image.build_id));
  const text = key ? await getText(key) : undefined;
  if (text !== undefined) return parsePackages(text);
  return image.replicated_from === undefined ? undefined : packagesOf(await requireImage(image.replicated_from));
}

/** Returns an image by its id, or the newest usable image of `stack@version`. */
async function namedImage(name: string, region: string | undefined): Promise<Image> {
  const [stack, version] = name.split('@');
  if (version === undefined || stack === undefined || stack === '') return requireImage(name);
  return selectImage(await listImagesOfStack(stack), { stack, version, region: region ?? environment().homeRegion })
    .image;
}

const facts = ({ ami_id, region, name }: Image) => ({ ami_id, region, name });

/** Returns the packages of an image. Throws NoPackageList for an image whose packages were not recorded. */
export async function listPackages({ path, query }: HttpRequest): Promise<HttpAnswer> {
  const { region } = parse(regionQuery, query);
  const image = await requireImage(path.id ?? '', region);
  const packages = await packagesOf(image);
  if (!packages)
    throw new SpawnError(
      'NoPackageList',
      `${image.ami_id} has no package list: only images created by a build have one.`,
      { ami_id: image.ami_id },
    );
  return { status: 200, body: { ...facts(image), build_id: image.build_id, packages } };
}

/** Returns the differences between two images. */
export async function diffTwoImages({ query }: HttpRequest): Promise<HttpAnswer> {
  const asked = parse(diffQuery, query);
  const [from, to] = await Promise.all(
    [asked.from, asked.to].map(async (name) => {
      const image = await namedImage(name, asked.region);
      return { image, packages: await packagesOf(image) };
    }),
  );
  return { status: 200, body: { from: facts(from!.image), to: facts(to!.image), ...diffImages(from!, to!) } };
}
