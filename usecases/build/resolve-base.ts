import { parameterImageId } from '../../aws/image/base';
import { listImagesOfStack } from '../../aws/catalog/releases';
import { getStackPolicy } from '../../aws/catalog/stack-policies';
import { environment } from '../../aws/client/environment';
import { describeImage } from '../../aws/image/describe';
import {
  baseParameter,
  baseSystem,
  checkBaseOwner,
  checkBaseParameter,
  knownOwners,
  parseBase,
  type Base,
} from '../../core/model/base';
import { newestImageId } from './newest-image';
import type { Ec2Image } from '../../core/model/ec2';
import { SpawnError } from '../../core/errors';
import type { Architecture } from '../../core/model/image';
import type { BuildPlan } from '../../core/model/run';
import { checkNotRevoked } from '../../core/image/revocation';
import { selectImage } from '../../core/release/selection';
import { tagKeys } from '../../core/tags';

/**
 * Returns the id of the image that a base currently resolves to in a region. Throws BaseNotFound, InvalidBase or
 * NoImageFits.
 */
export async function imageIdOf(base: Base, region: string, architecture: Architecture, gpu: boolean): Promise<string> {
  switch (base.kind) {
    case 'image':
      return base.ami_id;
    case 'family':
      return parameterImageId(region, baseParameter(base.family, architecture));
    case 'parameter':
      checkBaseParameter(base.path, environment().settings.base_parameter_prefixes);
      return parameterImageId(region, base.path);
    case 'pattern':
      return newestImageId(base, region, architecture);
    case 'stack': {
      const images = await listImagesOfStack(base.stack);
      const { require_tests } = await getStackPolicy(base.stack);
      return selectImage(images, { stack: base.stack, version: base.range, architecture, gpu, region, require_tests })
        .image.ami_id;
    }
  }
}

/**
 * Returns the image that a recipe is built on. Throws BaseNotFound, ForeignOwner, InvalidBase or ArchitectureMismatch.
 */
export async function resolveBase(
  text: string,
  want: { architecture: Architecture; gpu: boolean; account: string },
): Promise<BuildPlan['base']> {
  const { homeRegion, settings } = environment();
  const base = parseBase(text);
  const id = await imageIdOf(base, homeRegion, want.architecture, want.gpu);
  const image = await describeImage(homeRegion, id, knownOwners(settings.base_owners));
  if (!image) {
    throw new SpawnError(
      'BaseNotFound',
      `the base ${id} was not found in ${homeRegion} among the images of this account, Amazon, Canonical, Debian and the owners in the setting base_owners: check its id and region, and with spawn doctor whether Allowed AMIs of the account hides it.`,
      { base: text },
    );
  }
  checkBaseOwner(
    { ami_id: id, owner_id: image.owner_id, owner_alias: image.owner_alias },
    { account: want.account, owners: settings.base_owners },
  );
  checkNotRevoked({ ...image, ami_id: id }, 'built upon');
  checkUsable(image, want.architecture);
  const data = image.block_devices.filter(({ device }) => device !== image.root_device);
  const kept = image.block_devices.filter((device) => device.kept);
  return {
    ami_id: id,
    source: text,
    name: image.name,
    family: base.kind === 'family' ? base.family : (baseSystem(image.name) ?? image.tags[tagKeys.base] ?? 'unknown'),
    architecture: want.architecture,
    root_device: image.root_device,
    root_size_gb: image.block_devices.find(({ device }) => device === image.root_device)?.size_gb ?? 0,
    owner_id: image.owner_id,
    ...(data.length > 0 && { data_devices: data.map(({ device }) => device) }),
    ...(kept.length > 0 && { kept_devices: kept.map(({ device }) => device) }),
  };
}

function checkUsable(image: Ec2Image, architecture: Architecture): void {
  if (image.platform === 'windows')
    throw new SpawnError('InvalidBase', `the base ${image.image_id} is a Windows image: only Linux is supported.`, {
      base: image.image_id,
    });
  if (image.state !== 'available')
    throw new SpawnError('InvalidBase', `the base ${image.image_id} is ${image.state}: name an available image.`, {
      base: image.image_id,
    });
  if (image.architecture !== architecture) {
    throw new SpawnError(
      'ArchitectureMismatch',
      `the base ${image.image_id} is for ${image.architecture}, but the instance types of the recipe are ${architecture}: choose types and a base with the same architecture.`,
      { base: image.image_id },
    );
  }
}
