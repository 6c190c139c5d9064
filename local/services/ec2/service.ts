import type { BaseImage } from '../../fixtures/base-images';
import { has } from '../../kernel/facts';
import { accountOf, worldOf } from '../../kernel/accounts';
import { AwsError, type Service } from '../../kernel/types';
import { typeOfId } from './state/authorize';
import { defineNetworkResource, type Defined } from './network/define';
import { handlers } from './handlers';
import { imageIsHiddenFrom, isDisallowed } from './state/image-visibility';
import { reboot } from './instance/lifecycle';
import { retainDisks } from './image/disks';
import { defaultLatencies, type Ec2Latencies } from './state/latencies';
import type { Instance, ForeignUse } from './state/model';
import { inAllAccounts, requireModeled } from './operations';
import { defaultLimits, type Ec2Options } from './state/options';
import { reachesInternet } from './state/reachability';
import { listRegions, requireEnabled } from './state/regions';
import { requireFewValues } from './state/filters';
import { isVisible, regionOf, type AgentChange, type ImageReference, type Simulation } from './state/simulation';
import { takeToken } from './state/throttle';
import { vendorImage } from './state/vendor-images';

export interface InstanceView {
  instance: Instance;
  tags: ReadonlyMap<string, string>;
}

/** What the account holds in a region and would be billed for, without what vendors publish. */
export interface Holdings {
  region: string;
  instances: string[];
  volumes: string[];
  images: string[];
  snapshots: string[];
}

export interface Ec2 extends Service {
  /** What EC2 takes for what it is asked from now on; a test may change it. */
  readonly latencies: Ec2Latencies;
  /**
   * Makes a network resource of a template in the home region. Throws AwsError for a type or property that is not
   * modeled.
   */
  define(type: string, logicalName: string, properties: Record<string, any>): Defined;
  /** An instance that can be seen, for SSM and tests; not a call. */
  instance(region: string, id: string): InstanceView | undefined;
  instances(region: string): InstanceView[];
  /** An instance whether requests see it yet or not: what its own agent knows of it. */
  existing(region: string, id: string): InstanceView | undefined;
  /** Tells when the agent of an instance started or stopped (or its guest went away). */
  onAgentChange(listener: (change: AgentChange) => void): void;
  /** A source of references for DescribeImageReferences. */
  addReferenceSource(source: (region: string, imageId: string) => ImageReference[]): void;
  /** Another account uses an image of ours: usage reports tell it. */
  addForeignUse(use: ForeignUse): void;
  /** The state of an image that the account may see; undefined for any other. */
  imageState(region: string, id: string): string | undefined;
  /** Who knows what `resolve:ssm:` in place of an image id means. */
  resolveImagesBy(resolve: (region: string, parameter: string) => string | undefined): void;
  /** A vendor publishes an image in a region, as happens every few weeks. */
  publishBaseImage(region: string, image: BaseImage): void;
  /** What is left in all regions; terminated instances do not count. */
  holdings(): Holdings[];
  /** Restarts an instance as a script that ends with 194 asks the agent to. */
  reboot(region: string, id: string): void;
  /** Whether an instance has a way to the internet. */
  online(region: string, id: string): boolean;
  /** Whether the account has enabled a region; every service refuses the others. */
  isEnabled(region: string): boolean;
}

/** EC2 in all regions: behavior in time on the world's clock, errors and texts as AWS gives them. */
export function createEc2(options: Ec2Options): Ec2 {
  const simulation: Simulation = {
    world: options.world,
    guests: options.guests,
    latencies: { ...defaultLatencies, ...options.latencies },
    limits: { ...defaultLimits, ...options.limits },
    options,
    regions: new Map(),
    agentListeners: [],
    foreignUses: [],
    referenceSources: [],
  };
  retainDisks(simulation);
  const view = (region: string, instance: Instance): InstanceView => ({
    instance,
    tags: regionOf(simulation, region).tags.get(instance.id) ?? new Map(),
  });
  // Images and snapshots have owners, so that all accounts share one store; what has none is the home account's.
  const simulationOf = (account: string): Simulation =>
    account === options.world.accountId ? simulation : { ...simulation, world: worldOf(options.world, account) };
  return {
    inAllAccounts: true,
    latencies: simulation.latencies,
    async call(call) {
      requireEnabled(call.region, options);
      const handler = Object.hasOwn(handlers, call.action) ? handlers[call.action] : undefined;
      if (!handler) throw new AwsError('UnsupportedOperation', `${call.action} is not simulated`);
      const account = accountOf(call.principal);
      if (account !== options.world.accountId && !inAllAccounts.includes(call.action))
        throw new AwsError(
          'UnsupportedAccount',
          `${call.action} is simulated in the home account only, not in ${account}.`,
        );
      const mine = simulationOf(account);
      const region = regionOf(mine, call.region);
      const isEarly = has(mine.world, 'throttled-call-has-no-effect');
      if (isEarly) takeToken(mine, region, call.action, call.input);
      requireModeled(call.action, call.input);
      if (has(mine.world, 'filter-values-and-wildcards')) requireFewValues(call.input);
      const input = has(mine.world, 'lists-come-in-pages') ? call.input : { ...call.input, MaxResults: undefined };
      const effect = handler({ simulation: mine, region, call, input });
      if (call.input.DryRun)
        throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
      const answer = effect();
      if (!isEarly) takeToken(mine, region, call.action, call.input);
      return answer;
    },
    define(type, logicalName, properties) {
      const region = regionOf(simulation, options.world.homeRegion);
      const defined = defineNetworkResource(region.network, region.name, type, logicalName, properties);
      const tags: { Key: string; Value: string }[] = properties.Tags ?? [];
      if (typeOfId(defined.ref)) region.tags.set(defined.ref, new Map(tags.map(({ Key, Value }) => [Key, Value])));
      return defined;
    },
    instance(region, id) {
      const instance = simulation.regions.get(region)?.instances.get(id);
      return instance && isVisible(simulation, instance) ? view(region, instance) : undefined;
    },
    instances: (region) =>
      [...(simulation.regions.get(region)?.instances.values() ?? [])].map((instance) => view(region, instance)),
    existing(region, id) {
      const instance = simulation.regions.get(region)?.instances.get(id);
      return instance && view(region, instance);
    },
    onAgentChange: (listener) => void simulation.agentListeners.push(listener),
    addReferenceSource: (source) => void simulation.referenceSources.push(source),
    addForeignUse: (use) => void simulation.foreignUses.push(use),
    imageState(regionName, id) {
      const region = regionOf(simulation, regionName);
      const image = region.images.get(id);
      if (!image || !isVisible(simulation, image) || imageIsHiddenFrom(simulation, image)) return undefined;
      return isDisallowed(simulation, region, image) ? undefined : image.state;
    },
    resolveImagesBy: (resolve) => void (simulation.resolveImage = resolve),
    publishBaseImage(regionName, base) {
      const region = regionOf(simulation, regionName);
      const { image, snapshot } = vendorImage(base, simulation.guests);
      region.images.set(image.id, image);
      region.snapshots.set(snapshot.id, snapshot);
    },
    holdings: () => [...simulation.regions.values()].map((region) => holdingsOf(simulation, region)),
    reboot(regionName, id) {
      const region = regionOf(simulation, regionName);
      const instance = region.instances.get(id);
      if (instance?.state === 'running') reboot(simulation, region, instance);
    },
    online(regionName, id) {
      const region = regionOf(simulation, regionName);
      const instance = region.instances.get(id);
      return instance !== undefined && reachesInternet(region.network, instance);
    },
    isEnabled: (region) =>
      listRegions(options).some(({ name, optInStatus }) => name === region && optInStatus !== 'not-opted-in'),
  };
}

function holdingsOf({ world }: Simulation, region: ReturnType<typeof regionOf>): Holdings {
  const own = ({ ownerId }: { ownerId: string }): boolean => ownerId === world.accountId;
  return {
    region: region.name,
    instances: [...region.instances.values()].filter(({ state }) => state !== 'terminated').map(({ id }) => id),
    volumes: [...region.volumes.keys()],
    images: [...region.images.values()].filter(own).map(({ id }) => id),
    snapshots: [...region.snapshots.values()].filter(own).map(({ id }) => id),
  };
}
