import { baseSystem } from '../model/base';
import type { Ec2Image } from '../model/ec2';
import { SpawnError } from '../errors';
import type { Architecture, Image } from '../model/image';
import { architectureOf, readImageTags, identityTagsOf } from '../image/from-tags';
import { present, tagTime } from '../image/tags';
import { checkReleaseNames } from '../model/release-name';
import { tagsToSet, type TagChange } from '../image/tag-change';
import { cudaVersionTag, tagKeys, type Tags } from '../tags';
import { saysNo, saysYes, written } from '../lib/text-boolean';

/**
 * Returns the architecture of an image that was made elsewhere and may be brought under management. Throws NotManaged
 * for an image of another deployment, WrongState unless it is available, and ArchitectureMismatch or InvalidRequest for
 * a system that spawn does not support.
 */
export function checkAdoptable(image: Ec2Image): Architecture {
  const who = `the image ${image.image_id} (${image.name})`;
  const owner = image.tags[tagKeys.deployment];
  if (owner !== undefined)
    throw new SpawnError('NotManaged', `${who} belongs to the deployment ${owner}: change it there.`, {
      ami_id: image.image_id,
      deployment: owner,
    });
  if (image.state !== 'available')
    throw new SpawnError('WrongState', `${who} is ${image.state}: bring it under management once it is available.`, {
      ami_id: image.image_id,
      state: image.state,
    });
  if (image.platform === 'windows')
    throw new SpawnError('InvalidRequest', `${who} is a Windows image: only Linux is supported.`, {
      ami_id: image.image_id,
    });
  const architecture = architectureOf(image.architecture);
  if (architecture) return architecture;
  throw new SpawnError(
    'ArchitectureMismatch',
    `${who} is for ${image.architecture}: only x86_64 and arm64 are supported.`,
    { ami_id: image.image_id, architecture: image.architecture },
  );
}

/**
 * Returns the tags that bring an image made by hand, by Packer or by Image Builder under management, derived from EC2's
 * facts. `source` is the catalog's image that EC2 names as its source: a copy of it becomes its replica, and an image
 * created on an instance of it is built on it. `source_name` is the name of a source outside the catalog. A stack in
 * its own tags stays. Throws InvalidName or InvalidVersion when stack, version or variant break the rules of recipes.
 */
export function adoptionTags(
  image: Ec2Image,
  change: TagChange,
  context: { deployment: string; source?: Image; source_name?: string; now: Date },
): Tags {
  const { source } = context;
  const architecture = checkAdoptable(image);
  const fromTags = readImageTags(image.tags, context.now);
  const gpu = change.gpu === undefined ? hasGpu(image) : saysYes(change.gpu);
  const isCopy = image.source_instance_id === undefined && image.source_image_id !== undefined;
  const original = isCopy ? source : undefined;
  const identity = identityTagsOf(image.tags);
  const stack = change.stack ?? identity.stack?.value;
  const named = {
    stack,
    version: change.version ?? identity.version?.value,
    variant: change.variant ?? identity.variant?.value,
  };
  const whereOf = (name: keyof typeof named) =>
    change[name] === undefined ? `the tag ${name} of ${image.image_id}` : `the ${name}`;
  checkReleaseNames(named, whereOf);
  return present({
    ...tagsToSet(
      { ...change, stack, version: named.version },
      {
        ami_id: image.image_id,
        architecture,
        gpu,
        variant: fromTags.variant,
      },
    ),
    [tagKeys.managed]: written,
    [tagKeys.created]: tagTime(new Date(image.creation_date)),
    [tagKeys.createdFrom]: image.source_instance_id,
    [tagKeys.sourceRegion]: fromTags.source_region ?? original?.region ?? image.region,
    [tagKeys.replicatedFrom]: fromTags.replicated_from ?? original?.ami_id,
    [tagKeys.arch]: architecture,
    [tagKeys.gpu]: String(gpu),
    [tagKeys.size]: `${image.block_devices.reduce((sum, { size_gb }) => sum + size_gb, 0)}GB`,
    [tagKeys.base]:
      change.base ??
      fromTags.base_os ??
      source?.base_os ??
      baseSystem(`${context.source_name ?? ''} ${image.name} ${image.description}`),
    [tagKeys.baseAmi]: fromTags.base_ami ?? original?.base_ami ?? (original ? undefined : image.source_image_id),
    [tagKeys.deployment]: context.deployment,
    [tagKeys.state]: 'published',
  });
}

/** Returns whether an image made elsewhere is for GPUs, by its tags, name or description. */
export function hasGpu(image: Pick<Ec2Image, 'name' | 'description' | 'tags'>): boolean {
  const said = image.tags[tagKeys.gpu] ?? image.tags.gpu;
  if (saysYes(said) || saysNo(said)) return saysYes(said);
  return (
    image.tags[cudaVersionTag] !== undefined ||
    /(^|[^a-z])(gpu|cuda|nvidia)([^a-z]|$)/i.test(`${image.name} ${image.description}`)
  );
}
