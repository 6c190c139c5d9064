import { AwsError } from '../../../kernel/types';
import { arnOf, requestTags } from '../state/authorize';
import type { Instance } from '../state/model';
import { emit, type Region, type Request, type Simulation } from '../state/simulation';

const noticeMs = 120_000;

/** Returns whether a launch requests spot instances. */
export const asksForSpot = ({ input }: Request): boolean => input.InstanceMarketOptions?.MarketType === 'spot';

/** The refusal of a launch of spot instances for which no zone has room. */
export const noSpotCapacity = (): AwsError =>
  new AwsError('InsufficientInstanceCapacity', 'There is no Spot capacity available that matches your request.', 500);

/** Throws in an account without the service-linked role of spot. */
export function requireSpotRole({ simulation }: Request): void {
  if (simulation.options.spotRole !== false) return;
  throw new AwsError(
    'AuthFailure.ServiceLinkedRoleCreationNotPermitted',
    'The provided credentials do not have permission to create the service-linked role for EC2 Spot Instances.',
    403,
  );
}

/** Authorizes the spot request that a launch makes. */
export function authorizeSpotRequest(request: Request, tags: ReadonlyMap<string, string> = new Map()): void {
  request.call.authorize('ec2:RunInstances', arnOf(request, 'spot-instances-request'), {
    'ec2:Region': request.region.name,
    ...requestTags(tags),
  });
}

/** Plans when EC2 takes a spot instance back: a notice on the bus, and its end two minutes later. */
export function planInterruption(
  simulation: Simulation,
  region: Region,
  instance: Instance,
  end: (reason: { Code: string; Message: string }) => void,
): void {
  const { id, type, availabilityZone: zone } = instance;
  const after = instance.spot ? simulation.options.spotInterruption?.({ id, type, zone }) : undefined;
  if (after === undefined) return;
  const { clock } = simulation.world;
  clock.after(Math.max(0, after - noticeMs), () => {
    if (instance.state !== 'running') return;
    emit(simulation, {
      source: 'aws.ec2',
      'detail-type': 'EC2 Spot Instance Interruption Warning',
      region: region.name,
      resources: [`arn:aws:ec2:${zone}:instance/${id}`],
      detail: { 'instance-id': id, 'instance-action': 'terminate' },
    });
  });
  clock.after(after, () =>
    end({
      Code: 'Server.SpotInstanceTermination',
      Message: 'Server.SpotInstanceTermination: Spot instance termination',
    }),
  );
}
