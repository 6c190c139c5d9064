import { AwsError } from '../../../kernel/types';
import { authorizeAll } from '../state/authorize';
import { shownInstanceTypes } from './instance-types';
import { protectionOf } from './deregistration-protection';
import { has } from '../../../kernel/facts';
import { notFound, notSimulated } from '../state/faults';
import { filtered, type FilterTable } from '../state/filters';
import { isRememberedAsGone } from '../state/own-image';
import {
  imageAllowed,
  imageIsHiddenFrom,
  isDeprecated,
  isDisallowed,
  isPublic,
  stateShown,
} from '../state/image-visibility';
import type { Image } from '../state/model';
import { pageOf } from '../state/pages';
import { isVisible, requireAll, tagList, type Handler, type Request } from '../state/simulation';

const day = 86_400_000;
const locationOf = ({ ownerAlias, ownerId, name }: Image): string => `${ownerAlias ?? ownerId}/${name}`;

const filters: FilterTable<Image> = {
  'image-id': ({ id }) => id,
  name: ({ name }) => name,
  description: ({ description }) => description,
  architecture: ({ architecture }) => architecture,
  'owner-id': ({ ownerId }) => ownerId,
  'owner-alias': ({ ownerAlias }) => ownerAlias,
  'is-public': (image) => isPublic(image),
  'creation-date': ({ creationDate }) => creationDate,
  'root-device-name': ({ rootDeviceName }) => rootDeviceName,
  'root-device-type': () => 'ebs',
  'virtualization-type': () => 'hvm',
  hypervisor: () => 'xen',
  'ena-support': () => true,
  'sriov-net-support': () => 'simple',
  'manifest-location': locationOf,
  'state-reason-code': ({ stateReason }) => stateReason?.Code,
  'state-reason-message': ({ stateReason }) => stateReason?.Message,
  // No image here is of Windows, of a product, or paravirtual.
  platform: () => undefined,
  'product-code': () => undefined,
  'product-code.type': () => undefined,
  'kernel-id': () => undefined,
  'ramdisk-id': () => undefined,
  'free-tier-eligible': () => {
    throw notSimulated("DescribeImages.Filters 'free-tier-eligible'");
  },
  'image-type': () => 'machine',
  'source-instance-id': ({ sourceInstanceId }) => sourceInstanceId,
  'source-image-id': ({ sourceImageId }) => sourceImageId,
  'source-image-region': ({ sourceImageRegion }) => sourceImageRegion,
  'block-device-mapping.snapshot-id': ({ volumes }) => volumes.map(({ snapshotId }) => snapshotId),
  'block-device-mapping.device-name': ({ volumes }) => volumes.map(({ deviceName }) => deviceName),
  'block-device-mapping.volume-size': ({ volumes }) => volumes.map(({ sizeGib }) => sizeGib),
  'block-device-mapping.volume-type': ({ volumes }) => volumes.map(({ volumeType }) => volumeType),
  'block-device-mapping.delete-on-termination': ({ volumes }) =>
    volumes.map(({ deleteOnTermination }) => deleteOnTermination),
  'block-device-mapping.encrypted': ({ volumes }) => volumes.map(({ encrypted }) => encrypted),
};

/**
 * The images that the account may see: disabled ones only on request (not even their owner), deprecated ones of others
 * only by id or on request.
 */
export const describeImages: Handler = (request) => {
  const { simulation, region, input } = request;
  authorizeAll(request);
  const ids: string[] = input.ImageIds ?? [];
  const lingering = region.lingering
    .filter(({ until }) => until > simulation.world.clock.now())
    .map(({ image }) => image);
  const pool =
    ids.length > 0
      ? byId(request, ids, lingering)
      : [...region.images.values(), ...lingering].filter(
          (image) =>
            isVisible(simulation, image) &&
            !imageIsHiddenFrom(simulation, image) &&
            !isDisallowed(simulation, region, image),
        );
  const chosen = pool
    .filter(
      (image) =>
        stateShown(simulation, image) !== 'disabled' ||
        input.IncludeDisabled ||
        !has(simulation.world, 'disabled-is-hidden-from-owner'),
    )
    .filter(
      (image) =>
        input.IncludeDeprecated ||
        ids.length > 0 ||
        (image.ownerId === simulation.world.accountId && has(simulation.world, 'owner-sees-deprecated')) ||
        (!has(simulation.world, 'image-id-filter-hides-deprecated') && namesIds(input)) ||
        !isDeprecated(simulation, image),
    )
    .filter((image) => isOwnedBy(request, image) && isExecutableBy(request, image));
  // EC2 promises no order; by id no caller can come to rely on one.
  const ordered = filtered(region, chosen, input.Filters, {
    ...filters,
    state: (image) => stateShown(simulation, image),
    // EC2 tells it only where the account limits the images that may be used.
    'image-allowed': (image) => imageAllowed(simulation, region, image),
  }).sort((one, other) => (one.id < other.id ? -1 : 1));
  const { items, NextToken } = pageOf(ordered, input, { least: 1 });
  return () => ({ Images: items.map((image) => describedImage(request, image)), NextToken });
};

const namesIds = ({ Filters = [] }: Record<string, any>): boolean =>
  (Filters as { Name?: string }[]).some(({ Name }) => Name === 'image-id');

function byId({ simulation, region }: Request, ids: readonly string[], lingering: readonly Image[]): Image[] {
  const known = new Map([...region.images, ...lingering.map((image) => [image.id, image] as const)]);
  // Of an image that was deregistered not long ago EC2 answers nothing, and no error.
  const asked = ids.filter((id) => known.has(id) || !isRememberedAsGone(simulation, region, id));
  if (!has(simulation.world, 'unknown-id-fails-the-list'))
    return asked.flatMap((id) => known.get(id) ?? []).filter((image) => isVisible(simulation, image));
  const images = requireAll(simulation, known, 'ami-', asked);
  const hidden = images.filter(
    (image) => imageIsHiddenFrom(simulation, image) || isDisallowed(simulation, region, image),
  );
  if (hidden.length > 0)
    throw notFound(
      'ami-',
      hidden.map(({ id }) => id),
    );
  return images;
}

function isOwnedBy({ simulation, input }: Request, image: Image): boolean {
  const owners: string[] = input.Owners ?? [];
  if (owners.length === 0) return true;
  return owners.some((owner) => {
    if (owner === 'self') return image.ownerId === simulation.world.accountId;
    if (/^\d{12}$/.test(owner)) return image.ownerId === owner;
    if (!['amazon', 'aws-marketplace', 'aws-backup-vault'].includes(owner))
      throw new AwsError('InvalidUserID.Malformed', `Invalid user id: "${owner}"`);
    return image.ownerAlias === owner;
  });
}

function isExecutableBy({ simulation, input }: Request, image: Image): boolean {
  const users: string[] = input.ExecutableUsers ?? [];
  if (users.length === 0) return true;
  const account = simulation.world.accountId;
  return users.some((user) =>
    user === 'all'
      ? isPublic(image)
      : image.permissions.some((to) => 'UserId' in to && to.UserId === (user === 'self' ? account : user)),
  );
}

function describedImage({ simulation, region }: Request, image: Image): Record<string, any> {
  const now = simulation.world.clock.now();
  const { lastLaunchedAt } = image;
  return {
    ImageId: image.id,
    Name: image.name,
    Description: image.description,
    ImageLocation: locationOf(image),
    ImageOwnerAlias: image.ownerAlias,
    OwnerId: image.ownerId,
    State: stateShown(simulation, image),
    StateReason: image.stateReason,
    Public: isPublic(image),
    Architecture: image.architecture,
    CreationDate: image.creationDate,
    DeprecationTime: image.deprecateAt === undefined ? undefined : new Date(image.deprecateAt).toISOString(),
    // EC2 reports a launch a day late.
    LastLaunchedTime:
      lastLaunchedAt !== undefined &&
      lastLaunchedAt + (has(simulation.world, 'last-launch-a-day-late') ? day : 0) <= now
        ? new Date(lastLaunchedAt).toISOString()
        : undefined,
    ImageAllowed: imageAllowed(simulation, region, image),
    ImageType: 'machine',
    PlatformDetails: image.platformDetails,
    UsageOperation: 'RunInstances',
    RootDeviceName: image.rootDeviceName,
    RootDeviceType: 'ebs',
    VirtualizationType: 'hvm',
    Hypervisor: 'xen',
    EnaSupport: true,
    SriovNetSupport: 'simple',
    SourceInstanceId: image.sourceInstanceId,
    SourceImageId: image.sourceImageId,
    SourceImageRegion: image.sourceImageRegion,
    ImdsSupport: image.imdsSupport,
    InstanceTypeSpecification: shownInstanceTypes(image),
    DeregistrationProtection: protectionOf(simulation.world, image),
    BlockDeviceMappings: image.volumes.map(({ deviceName, ...volume }) => ({
      DeviceName: deviceName,
      Ebs: {
        SnapshotId: volume.snapshotId,
        VolumeSize: volume.sizeGib,
        VolumeType: volume.volumeType,
        DeleteOnTermination: volume.deleteOnTermination,
        Encrypted: volume.encrypted,
        Iops: volume.iops,
        Throughput: volume.throughput,
      },
    })),
    Tags: image.ownerId === simulation.world.accountId ? tagList(region, image.id) : [],
  };
}
