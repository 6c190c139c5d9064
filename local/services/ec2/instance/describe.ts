import { AwsError } from '../../../kernel/types';
import { authorizeAll } from '../state/authorize';
import { has } from '../../../kernel/facts';
import { filtered, type FilterTable } from '../state/filters';
import { imageAllowed, isPublic, stateShown } from '../state/image-visibility';
import { describedInstance, stateCodes, stateOf } from './view';
import type { Instance } from '../state/model';
import { pageOf } from '../state/pages';
import { isVisible, requireAll, tagList, type Handler, type Request } from '../state/simulation';

/** How long EC2 still shows a terminated instance: about an hour. */
const shownAfterTermination = 3_600_000;

const filters: FilterTable<Instance> = {
  'instance-id': ({ id }) => id,
  'instance-state-name': ({ state }) => state,
  'instance-state-code': ({ state }) => stateCodes[state],
  'instance-type': ({ type }) => type,
  'image-id': ({ imageId }) => imageId,
  architecture: ({ architecture }) => architecture,
  'availability-zone': ({ availabilityZone }) => availabilityZone,
  'client-token': ({ clientToken }) => clientToken,
  'subnet-id': ({ subnetId }) => subnetId,
  'vpc-id': ({ vpcId }) => vpcId,
  'instance.group-id': ({ securityGroupIds }) => securityGroupIds,
  'private-ip-address': ({ privateIp }) => privateIp,
  'ip-address': ({ publicIp }) => publicIp,
  'reservation-id': ({ reservationId }) => reservationId,
  'key-name': ({ keyName }) => keyName,
  'root-device-name': ({ rootDeviceName }) => rootDeviceName,
  'instance-lifecycle': ({ spot }) => (spot ? 'spot' : undefined),
  'iam-instance-profile.arn': ({ profileArn }) => profileArn,
  'block-device-mapping.volume-id': ({ volumes }) => volumes.map(({ volumeId }) => volumeId),
  'metadata-options.http-tokens': ({ metadata }) => metadata.httpTokens,
};

/** Instances by id or all, a reservation for each launch; terminated ones for an hour. */
export const describeInstances: Handler = (request) => {
  authorizeAll(request);
  const { items, NextToken } = pageOf(selected(request), request.input);
  return () => {
    const reservations = new Map<string, Instance[]>();
    for (const instance of items)
      reservations.set(instance.reservationId, [...(reservations.get(instance.reservationId) ?? []), instance]);
    return {
      Reservations: [...reservations].map(([ReservationId, instances]) => ({
        ReservationId,
        OwnerId: request.simulation.world.accountId,
        Groups: [],
        Instances: instances.map((instance) => describedInstance(request, instance)),
      })),
      NextToken,
    };
  };
};

/** State and status checks; only running instances unless all are asked for. */
export const describeInstanceStatus: Handler = (request) => {
  authorizeAll(request);
  const shown = selected(request).filter(({ state }) => request.input.IncludeAllInstances || state === 'running');
  const { items, NextToken } = pageOf(shown, request.input);
  return () => ({ InstanceStatuses: items.map((instance) => statusOf(request, instance)), NextToken });
};

/** What image each instance was launched from, and whether it meets the criteria of Allowed AMIs. */
export const describeInstanceImageMetadata: Handler = (request) => {
  authorizeAll(request);
  const { simulation, region } = request;
  const allowed = ({ imageId }: Instance): boolean | undefined => {
    const image = region.images.get(imageId);
    return image && imageAllowed(simulation, region, image);
  };
  const { items, NextToken } = pageOf(selected(request, { 'image-allowed': allowed }), request.input);
  return () => ({
    InstanceImageMetadata: items.map((instance) => ({
      InstanceId: instance.id,
      InstanceType: instance.type,
      LaunchTime: new Date(instance.launchedAt),
      AvailabilityZone: instance.availabilityZone,
      State: stateOf(instance.state),
      OwnerId: simulation.world.accountId,
      Tags: tagList(region, instance.id),
      ImageMetadata: imageMetadata(request, instance.imageId),
    })),
    NextToken,
  });
};

function imageMetadata({ simulation, region }: Request, id: string): Record<string, any> {
  const image = region.images.get(id);
  if (!image) return { ImageId: id };
  return {
    ImageId: id,
    Name: image.name,
    OwnerId: image.ownerId,
    State: stateShown(simulation, image),
    ImageOwnerAlias: image.ownerAlias,
    CreationDate: image.creationDate,
    DeprecationTime: image.deprecateAt === undefined ? undefined : new Date(image.deprecateAt).toISOString(),
    ImageAllowed: imageAllowed(simulation, region, image),
    IsPublic: isPublic(image),
  };
}

function statusOf({ simulation }: Request, instance: Instance): Record<string, any> {
  const { world, latencies } = simulation;
  const passed =
    instance.runningSince !== undefined && world.clock.now() - instance.runningSince >= latencies.statusChecks[0];
  const Status = instance.state !== 'running' ? 'not-applicable' : passed ? 'ok' : 'initializing';
  const summary = { Status, Details: [{ Name: 'reachability', Status: passed ? 'passed' : 'initializing' }] };
  return {
    InstanceId: instance.id,
    AvailabilityZone: instance.availabilityZone,
    InstanceState: stateOf(instance.state),
    InstanceStatus: summary,
    SystemStatus: summary,
  };
}

function selected({ simulation, region, input }: Request, more: FilterTable<Instance> = {}): Instance[] {
  const now = simulation.world.clock.now();
  const ids: string[] = input.InstanceIds ?? [];
  if (ids.length > 0 && input.MaxResults !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'The parameter instancesSet cannot be used with the parameter maxResults',
    );
  }
  const shown = has(simulation.world, 'terminated-instance-is-shown') ? shownAfterTermination : 0;
  const known = new Map([...region.instances].filter(([, { terminatedAt = Infinity }]) => now < terminatedAt + shown));
  const chosen =
    ids.length > 0
      ? requireAll(simulation, known, 'i-', ids)
      : [...known.values()].filter((instance) => isVisible(simulation, instance));
  return filtered(region, chosen, input.Filters, { ...filters, ...more });
}
