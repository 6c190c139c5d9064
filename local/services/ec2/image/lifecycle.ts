import { has } from '../../../kernel/facts';
import { arnOf } from '../state/authorize';
import { defaultKey, encryptionKey } from '../state/encryption';
import { draw, type Span } from '../state/latencies';
import type { Image, Snapshot, VolumeMapping } from '../state/model';
import { born, emit, newId, type Region, type Request, type Simulation } from '../state/simulation';
import { setTags } from '../state/tags';

/**
 * Emits the event of an image that became available, failed, deregistered or disabled; a pending image has no event.
 */
export function announce({ simulation, region, call }: Request, image: Image, ErrorMessage = ''): void {
  emit(simulation, {
    source: 'aws.ec2',
    'detail-type': 'EC2 AMI State Change',
    region: region.name,
    resources: [arnOf({ simulation, region }, 'image', image.id)],
    detail: { RequestId: call.requestId, ImageId: image.id, State: image.state, ErrorMessage },
  });
}

type Fresh = Pick<
  Image,
  | 'architecture'
  | 'rootDeviceName'
  | 'disk'
  | 'platformDetails'
  | 'sourceInstanceId'
  | 'sourceImageId'
  | 'sourceImageRegion'
>;

/** Adds a pending image of the account to the region, with a snapshot for each volume. */
export function makeImage(
  request: Request,
  fresh: Fresh,
  volumes: readonly (VolumeMapping & { volumeId: string })[],
  tags: Record<string, Map<string, string>>,
): Image {
  const { simulation, region, input } = request;
  const birth = born(simulation);
  const id = newId(simulation, 'ami-');
  const image: Image = {
    ...birth,
    ...fresh,
    id,
    name: input.Name,
    description: input.Description,
    ownerId: simulation.world.accountId,
    state: 'pending',
    creationDate: new Date(birth.createdAt).toISOString(),
    volumes: volumes.map(({ volumeId, ...mapping }) => {
      const snapshot = makeSnapshot(request, id, volumeId, mapping);
      if (has(simulation.world, 'create-image-tags-at-birth')) setTags(region, snapshot.id, tags.snapshot ?? new Map());
      return { ...mapping, snapshotId: snapshot.id };
    }),
    permissions: [],
  };
  region.images.set(id, image);
  setTags(region, id, tags.image ?? new Map());
  return image;
}

function makeSnapshot(
  { simulation, region, input }: Request,
  imageId: string,
  volumeId: string,
  mapping: VolumeMapping,
): Snapshot {
  const origin = input.InstanceId
    ? `Created by CreateImage(${input.InstanceId}) for ${imageId}`
    : `Copied for DestinationAmi ${imageId} from SourceAmi ${input.SourceImageId} for SourceSnapshot ${mapping.snapshotId}`;
  const snapshot: Snapshot = {
    ...born(simulation),
    id: newId(simulation, 'snap-'),
    ownerId: simulation.world.accountId,
    volumeId,
    sizeGib: mapping.sizeGib,
    state: 'pending',
    encrypted: mapping.encrypted,
    keyArn: mapping.encrypted ? (mapping.keyArn ?? encryptionKey(simulation, region.name, defaultKey)?.arn) : undefined,
    description: has(simulation.world, 'snapshot-description-names-its-image') ? origin : '',
    permissions: [],
  };
  region.snapshots.set(snapshot.id, snapshot);
  return snapshot;
}

/**
 * Makes an image available, or failed with a reason, after the latency, which grows with the volumes up to `most`
 * milliseconds.
 */
export function finishImage(
  request: Request,
  image: Image,
  base: Span,
  perGib: Span,
  { failure, most = Infinity }: { failure?: string; most?: number } = {},
): Promise<void> {
  const { simulation, region } = request;
  const { clock, random } = simulation.world;
  const gibibytes = image.volumes.reduce((sum, { sizeGib }) => sum + sizeGib, 0);
  const took = Math.min(most, draw(random, base) + gibibytes * draw(random, perGib));
  return new Promise((done) => {
    clock.after(took, () => {
      done();
      settleSnapshots(simulation, region, image, failure);
      if (region.images.get(image.id) !== image || image.state !== 'pending') return;
      image.state = failure ? 'failed' : 'available';
      if (failure) image.stateReason = { Code: 'Client.InternalError', Message: failure };
      announce(request, image, failure);
    });
  });
}

function settleSnapshots({ world }: Simulation, region: Region, image: Image, failure?: string): void {
  for (const { snapshotId = '' } of image.volumes) {
    const snapshot = region.snapshots.get(snapshotId);
    if (!snapshot) continue;
    snapshot.state = failure ? 'error' : 'completed';
    snapshot.visibleAt = Math.min(snapshot.visibleAt, world.clock.now());
  }
}
