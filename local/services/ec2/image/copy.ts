import { AwsError } from '../../../kernel/types';
import { arnOf, requestTags } from '../state/authorize';
import { earlierAnswer, rememberAnswer } from '../state/client-tokens';
import { defaultKey, encryptionKey, keyRefusal, reading } from '../state/encryption';
import { has } from '../../../kernel/facts';
import { invalidValue, missingParameter } from '../state/faults';
import { finishImage, makeImage } from './lifecycle';
import { requireFreeName } from './names';
import { imageIsHiddenFrom, isDisallowed, stateShown } from '../state/image-visibility';
import type { Image } from '../state/model';
import { requireRegistered } from '../state/own-image';
import { listRegions, requireEnabled } from '../state/regions';
import { regionOf, requireOne, type Handler, type Region, type Request } from '../state/simulation';
import { authorizeTagOnCreate, requireTagRoom, tagSpecifications } from '../state/tags';

const taggable = ['image', 'snapshot'] as const;

/** Copies an image into the region of the call. Permissions and deprecation are not copied; tags only if asked for. */
export const copyImage: Handler = (given) => {
  const request = has(given.simulation.world, 'copy-is-called-in-the-destination') ? given : inSourceRegion(given);
  const { call, input, simulation, region } = request;
  for (const name of ['SourceImageId', 'SourceRegion', 'Name'])
    if (input[name] === undefined) throw missingParameter(name);
  const tags = tagSpecifications(request, taggable);
  for (const type of taggable) {
    const given = tags[type] ?? new Map<string, string>();
    call.authorize('ec2:CopyImage', arnOf(request, type), {
      ...requestTags(given),
      'ec2:Region': region.name,
      'ec2:Owner': simulation.world.accountId,
    });
    authorizeTagOnCreate(request, type, given);
  }
  const earlier = earlierAnswer(request);
  if (earlier) return earlier;
  const source = requireSource(request);
  requireFreeName(request);
  if (input.Encrypted === false && source.image.volumes.some(({ encrypted }) => encrypted)) {
    throw new AwsError('InvalidParameterValue', `Image ${source.image.id} is encrypted: a copy cannot be unencrypted.`);
  }
  // Packer sends an empty one when it names no key.
  if (input.KmsKeyId && input.Encrypted !== true)
    throw new AwsError(
      'InvalidParameterDependency',
      'The parameter [KmsKeyId] requires the parameter Encrypted to be set.',
    );
  const minutes: number | undefined = input.SnapshotCopyCompletionDurationMinutes;
  if (
    minutes !== undefined &&
    (minutes < 15 || minutes > 2880 || minutes % 15 !== 0) &&
    has(simulation.world, 'time-based-copy-minutes')
  ) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${minutes}) for parameter SnapshotCopyCompletionDurationMinutes is invalid. It must be a multiple of 15 from 15 to 2880.`,
    );
  }
  const keyRegion = has(simulation.world, 'copy-key-of-its-region') ? region : source.region;
  const key = encryptionKey(simulation, keyRegion.name, input.KmsKeyId || defaultKey);
  const imageTags = copiedTags(request, source, tags.image ?? new Map());
  const underWay = (): number => region.copiesUnderWay.get(simulation.world.accountId) ?? 0;
  if (underWay() + source.image.volumes.length > simulation.limits.concurrentCopies) {
    throw new AwsError(
      'ResourceLimitExceeded',
      `Too many snapshot copies in progress. The limit is ${simulation.limits.concurrentCopies} for this destination region.`,
    );
  }
  return () => {
    const { image: from } = source;
    const image = makeImage(
      request,
      {
        architecture: from.architecture,
        rootDeviceName: from.rootDeviceName,
        disk: from.disk,
        platformDetails: from.platformDetails,
        sourceImageId: from.id,
        sourceImageRegion: source.region.name,
      },
      // EC2 gives copied snapshots this volume id, which belongs to no volume.
      from.volumes.map((volume) => ({
        ...volume,
        encrypted: input.Encrypted ?? volume.encrypted,
        keyArn: key?.arn,
        volumeId: 'vol-ffffffff',
      })),
      { ...tags, image: imageTags },
    );
    if (!has(simulation.world, 'copy-carries-nothing')) image.permissions = [...from.permissions];
    if (!has(simulation.world, 'copy-in-member-account')) image.ownerId = from.ownerId;
    // The key is looked at after the call has succeeded.
    const refusal = key
      ? image.volumes.some(({ encrypted }) => encrypted) && keyRefusal(request, key)
      : `The KMS key ${input.KmsKeyId} does not exist in ${region.name}.`;
    if (refusal && !has(simulation.world, 'copy-key-is-checked-later')) throw invalidValue(refusal);
    const failure =
      refusal ||
      sourceKeyRefusal(request, source) ||
      simulation.options.imageFailure?.({ region: region.name, name: image.name, action: 'CopyImage' });
    const { accountId } = simulation.world;
    region.copiesUnderWay.set(accountId, underWay() + image.volumes.length);
    void finishImage(request, image, simulation.latencies.copy, simulation.latencies.copyPerGib, {
      failure,
      most: minutes === undefined ? undefined : minutes * 60_000,
    }).then(() => {
      region.copiesUnderWay.set(accountId, underWay() - image.volumes.length);
    });
    const answer = (): Record<string, any> => ({ ImageId: image.id });
    if (has(simulation.world, 'copy-client-token')) rememberAnswer(request, answer);
    return answer();
  };
};

const inSourceRegion = (request: Request): Request => ({
  ...request,
  region: regionOf(request.simulation, request.input.SourceRegion),
});

interface Source {
  region: Region;
  image: Image;
}

function requireSource({ simulation, input }: Request): Source {
  if (!listRegions(simulation.options).some(({ name }) => name === input.SourceRegion)) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${input.SourceRegion}) for parameter SourceRegion is invalid. It is not a region.`,
    );
  }
  requireEnabled(input.SourceRegion, simulation.options);
  const region = regionOf(simulation, input.SourceRegion);
  requireRegistered(simulation, region, input.SourceImageId);
  const image = requireOne(simulation, region.images, 'ami-', input.SourceImageId);
  if (imageIsHiddenFrom(simulation, image) || isDisallowed(simulation, region, image))
    throw new AwsError('InvalidAMIID.NotFound', `The image id '[${image.id}]' does not exist`);
  const { accountId } = simulation.world;
  const isReadable = ({ snapshotId = '' }: Image['volumes'][number]): boolean => {
    const snapshot = region.snapshots.get(snapshotId);
    return (
      snapshot?.ownerId === accountId ||
      snapshot?.permissions.some((to) => 'Group' in to || to.UserId === accountId) === true
    );
  };
  if (!image.volumes.every(isReadable) && has(simulation.world, 'copy-needs-readable-snapshots'))
    throw new AwsError('InvalidRequest', 'You do not have permission to access the storage of this ami');
  const state = stateShown(simulation, image);
  if (state !== 'available') {
    throw new AwsError(
      'InvalidRequest',
      `Image ${image.id} cannot be copied: its state is '${state}', not 'available'.`,
    );
  }
  return { region, image };
}

/** Why the caller's account may not read what it copies: the key of another account must let it. */
function sourceKeyRefusal(request: Request, { region, image }: Source): string | undefined {
  const { simulation } = request;
  if (image.ownerId === simulation.world.accountId) return undefined;
  const keys = image.volumes.flatMap(({ snapshotId = '' }) => region.snapshots.get(snapshotId)?.keyArn ?? []);
  return keys
    .map((arn) => {
      const key = encryptionKey(simulation, region.name, arn);
      return key
        ? keyRefusal({ ...request, region }, key, reading)
        : `The KMS key ${arn} does not exist in ${region.name}.`;
    })
    .find(Boolean);
}

/** CopyImageTags carries the owner's own tags except `aws:`; a tag of the request wins over one of the same key. */
function copiedTags(
  { simulation, input }: Request,
  { region, image }: Source,
  given: ReadonlyMap<string, string>,
): Map<string, string> {
  if (!input.CopyImageTags || image.ownerId !== simulation.world.accountId) return new Map(given);
  const carried = [...(region.tags.get(image.id) ?? [])].filter(([key]) => !key.startsWith('aws:'));
  const tags = new Map([...carried, ...given]);
  requireTagRoom(simulation, tags);
  return tags;
}
