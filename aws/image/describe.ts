import {
  DescribeImagesCommand,
  type Image,
  type InstanceTypeSpecification,
  type StateReason,
} from '@aws-sdk/client-ec2';
import type { Ec2Image } from '../../core/model/ec2';
import { partsOfLocation, type Location } from '../../core/model/location';
import type { Tags } from '../../core/tags';
import { ec2 } from '../client/clients';
import { exactly, inCalls, tagged, tagsOf, type Ec2Filter } from '../client/ec2-filters';
import { everyPage } from '../client/pages';

/** A query for images. All given conditions must match. */
export interface ImageQuery {
  imageIds?: readonly string[];
  names?: readonly string[];
  /** A name with EC2's wildcards `*` and `?`. */
  namePattern?: string;
  tags?: Tags;
  /** Images with a volume of one of these snapshots. */
  snapshotIds?: readonly string[];
  states?: readonly Ec2Image['state'][];
  /** Account ids, `self` or `amazon`; by default this account. */
  owners?: readonly string[];
  /** Leaves out deprecated images of other owners, as EC2 does by default. */
  withoutDeprecated?: boolean;
  /** EC2 hides disabled images by default, even from their owner. Name checks and cleanups must include them. */
  includeDisabled?: boolean;
}

/**
 * Returns the images of a region that match the query, including deprecated ones. Ids are sent as a filter, because EC2
 * fails without pages or results when one of several ids is unknown.
 */
export async function describeImages(location: Location, query: ImageQuery = {}): Promise<Ec2Image[]> {
  const found = new Map<string, Ec2Image>();
  for (const filters of filtersOf(query)) {
    const images = await everyPage('DescribeImages', async (token) => {
      const answer = await ec2(location).send(
        new DescribeImagesCommand({
          Owners: [...(query.owners ?? ['self'])],
          MaxResults: 1000,
          // EC2 hides deprecated images of other owners, even when they are filtered by id.
          IncludeDeprecated: !query.withoutDeprecated,
          ...(filters.length > 0 && { Filters: filters }),
          ...(query.includeDisabled && { IncludeDisabled: true }),
          ...(token && { NextToken: token }),
        }),
      );
      return { items: answer.Images, next: answer.NextToken };
    });
    // An image with several snapshots may be in the answers of two calls.
    for (const image of images) found.set(image.ImageId ?? '', factsOf(partsOfLocation(location).region, image));
  }
  return [...found.values()];
}

/**
 * Returns one image by id, including a disabled one, of this account or of the given owners; undefined when EC2 does
 * not have it (yet).
 */
export async function describeImage(
  location: Location,
  imageId: string,
  owners?: readonly string[],
): Promise<Ec2Image | undefined> {
  const found = await describeImages(location, { imageIds: [imageId], owners, includeDisabled: true });
  return found.find((image) => image.image_id === imageId);
}

/**
 * Returns the account's image with exactly that name in a region, including a disabled one; undefined when the name is
 * free.
 */
export async function findImageByName(region: string, name: string): Promise<Ec2Image | undefined> {
  const found = await describeImages(region, { names: [name], includeDisabled: true });
  return found.find((image) => image.name === name && image.state !== 'deregistered');
}

function filtersOf({ imageIds, names, namePattern, tags, snapshotIds, states }: ImageQuery): Ec2Filter[][] {
  const pattern = namePattern === undefined ? [] : [{ Name: 'name', Values: [namePattern] }];
  const common = [...tagged(tags ?? {}), ...pattern, ...(states ? [exactly('state', states)] : [])];
  return inCalls({ 'image-id': imageIds, name: names, 'block-device-mapping.snapshot-id': snapshotIds }, common);
}

/** Returns code and message, `Client.InvalidKmsKey: …`: either may give the reason. */
function reasonOf({ Code = '', Message = '' }: StateReason = {}): string {
  return Message.startsWith(Code) ? Message : [Code, Message].filter(Boolean).join(': ');
}

function factsOf(region: string, image: Image): Ec2Image {
  return {
    image_id: image.ImageId ?? '',
    region,
    name: image.Name ?? '',
    description: image.Description ?? '',
    // An image without a state must not look usable.
    state: image.State ?? 'pending',
    ...(reasonOf(image.StateReason) && { state_reason: reasonOf(image.StateReason) }),
    architecture: image.Architecture ?? '',
    owner_id: image.OwnerId ?? '',
    ...(image.ImageOwnerAlias && { owner_alias: image.ImageOwnerAlias }),
    creation_date: image.CreationDate ?? '',
    ...(image.DeprecationTime && { deprecation_time: image.DeprecationTime }),
    ...(image.LastLaunchedTime && { last_launched: image.LastLaunchedTime }),
    ...(image.ImageAllowed !== undefined && { allowed: image.ImageAllowed }),
    // `disabled`, `enabled-with-cooldown` or `enabled-without-cooldown`; `disabled-…` during the cooldown.
    ...(image.DeregistrationProtection &&
      image.DeregistrationProtection !== 'disabled' && { deregistration_protected: true }),
    ...(image.ImdsSupport && { imds_support: image.ImdsSupport }),
    ...launchTypesIn(image.InstanceTypeSpecification),
    ...(image.Platform && { platform: image.Platform.toLowerCase() }),
    root_device: image.RootDeviceName ?? '',
    block_devices: (image.BlockDeviceMappings ?? []).flatMap(({ DeviceName, Ebs }) =>
      Ebs
        ? [
            {
              device: DeviceName ?? '',
              ...(Ebs.SnapshotId && { snapshot_id: Ebs.SnapshotId }),
              size_gb: Ebs.VolumeSize ?? 0,
              encrypted: Ebs.Encrypted ?? false,
              ...(Ebs.DeleteOnTermination === false && { kept: true as const }),
            },
          ]
        : [],
    ),
    public: image.Public ?? false,
    tags: tagsOf(image.Tags),
    ...(image.SourceInstanceId && { source_instance_id: image.SourceInstanceId }),
    ...(image.SourceImageId && { source_image_id: image.SourceImageId }),
    ...(image.SourceImageRegion && { source_image_region: image.SourceImageRegion }),
  };
}

function launchTypesIn(specification: InstanceTypeSpecification | undefined): { launch_types?: string[] } {
  const types = (specification?.SupportedInstanceTypes ?? []).flatMap(({ InstanceType }) => InstanceType ?? []);
  return types.length > 0 ? { launch_types: types } : {};
}
