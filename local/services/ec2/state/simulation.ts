import { has } from '../../../kernel/facts';
import { owners } from '../../../fixtures/base-images';
import { hex } from '../../../kernel/random';
import type { BusEvent, Call, GuestFactory, World } from '../../../kernel/types';
import { publishedImages } from './vendor-images';
import { notFound, requireWellFormed, type IdPrefix } from './faults';
import { draw, type Ec2Latencies } from './latencies';
import type {
  AllowedImages,
  ForeignUse,
  Image,
  Instance,
  KeyPair,
  LaunchTemplate,
  Resource,
  Snapshot,
  UsageReport,
  Volume,
} from './model';
import { createNetwork, type Network } from './network';
import type { Ec2Limits, Ec2Options } from './options';

/** When something entered the Recycle Bin, and when it is deleted for good; milliseconds. */
export interface Binned {
  enteredAt: number;
  exitsAt: number;
}

/** Everything that EC2 holds in one region. */
export interface Region {
  readonly name: string;
  readonly images: Map<string, Image>;
  readonly instances: Map<string, Instance>;
  readonly snapshots: Map<string, Snapshot>;
  readonly volumes: Map<string, Volume>;
  readonly templates: Map<string, LaunchTemplate>;
  /** By name. */
  readonly keyPairs: Map<string, KeyPair>;
  readonly tags: Map<string, Map<string, string>>;
  readonly network: Network;
  /** Client tokens with the request they stood for and its answer. */
  readonly tokens: Map<string, { digest: string; answer: () => Record<string, any> }>;
  readonly usageReports: Map<string, UsageReport>;
  /** Ids of usage reports by the token that they were asked for with. */
  readonly usageTokens: Map<string, string>;
  readonly buckets: Map<string, { tokens: number; filledAt: number }>;
  /** Deregistered images that lists still show for a while; times in milliseconds. */
  lingering: { image: Image; until: number }[];
  /** Ids of deregistered images, with the time until which EC2 knows that they were. */
  readonly deregistered: Map<string, number>;
  /** What the Recycle Bin retains; an image gets its state back when it is restored. */
  readonly bin: {
    images: Map<string, Binned & { image: Image; state: Image['state'] }>;
    snapshots: Map<string, Binned & { snapshot: Snapshot }>;
  };
  /** Snapshot copies on their way into the region, by account. */
  readonly copiesUnderWay: Map<string, number>;
  /** The setting Allowed AMIs, by account. */
  readonly allowedImages: Map<string, AllowedImages>;
  /** The account's own setting for the region: whether images and snapshots may be made public. */
  readonly publicAccess: {
    images: 'unblocked' | 'block-new-sharing';
    snapshots: 'unblocked' | 'block-new-sharing' | 'block-all-sharing';
  };
}

export interface AgentChange {
  region: string;
  instanceId: string;
  running: boolean;
}

export interface ImageReference {
  ImageId: string;
  ResourceType: string;
  Arn: string;
}

export interface Simulation {
  readonly world: World;
  readonly guests: GuestFactory;
  readonly latencies: Ec2Latencies;
  readonly limits: Ec2Limits;
  readonly options: Ec2Options;
  readonly regions: Map<string, Region>;
  readonly agentListeners: ((change: AgentChange) => void)[];
  readonly foreignUses: ForeignUse[];
  readonly referenceSources: ((region: string, imageId: string) => ImageReference[])[];
  /** What a parameter of Systems Manager says. */
  resolveImage?: (region: string, parameter: string) => string | undefined;
}

/** One call on its way: the handler checks and authorizes, and what it returns has the effect. */
export interface Request {
  readonly simulation: Simulation;
  readonly region: Region;
  readonly call: Call;
  readonly input: Record<string, any>;
}

/** Refuses by throwing AwsError before anything is changed; a dry run stops before the returned function. */
export type Handler = (request: Request) => () => Record<string, any>;

/** Returns the region's state, created on first use with its default network and the images of the vendors. */
export function regionOf(simulation: Simulation, name: string): Region {
  const known = simulation.regions.get(name);
  if (known) return known;
  const region: Region = {
    name,
    images: new Map(),
    instances: new Map(),
    snapshots: new Map(),
    volumes: new Map(),
    templates: new Map(),
    keyPairs: new Map(),
    tags: new Map(),
    network: createNetwork(name, (prefix) => newId(simulation, prefix)),
    tokens: new Map(),
    usageReports: new Map(),
    usageTokens: new Map(),
    buckets: new Map(),
    lingering: [],
    deregistered: new Map(),
    bin: { images: new Map(), snapshots: new Map() },
    copiesUnderWay: new Map(),
    allowedImages: new Map(),
    publicAccess: { images: 'unblocked', snapshots: 'unblocked' },
  };
  simulation.regions.set(name, region);
  for (const { image, snapshot } of publishedImages(name, simulation.guests)) {
    if (image.ownerId === owners.stranger.ownerId && !has(simulation.world, 'stranger-owned-names')) continue;
    region.images.set(image.id, image);
    region.snapshots.set(snapshot.id, snapshot);
  }
  return region;
}

/** Returns an id as EC2 makes them: the prefix (with its dash) and 17 hexadecimal digits. */
export function newId(simulation: Simulation, prefix: string): string {
  return `${prefix}0${hex(simulation.world.random, 16)}`;
}

/** Returns the creation time of a new resource, and when it becomes visible. */
export function born(simulation: Simulation): { createdAt: number; visibleAt: number } {
  const createdAt = simulation.world.clock.now();
  return { createdAt, visibleAt: createdAt + draw(simulation.world.random, simulation.latencies.visibility) };
}

/** Returns whether requests find a resource yet: EC2 lists what it has made a little later. */
export function isVisible(simulation: Simulation, resource: Resource): boolean {
  return resource.visibleAt <= simulation.world.clock.now();
}

/**
 * Returns the resources with these ids, in their order. Throws `Invalid….Malformed` and, for all that are missing at
 * once, `Invalid….NotFound`.
 */
export function requireAll<T extends Resource>(
  simulation: Simulation,
  kind: ReadonlyMap<string, T>,
  prefix: IdPrefix,
  ids: readonly string[],
): T[] {
  for (const id of ids) requireWellFormed(prefix, id);
  const found = ids
    .map((id) => kind.get(id))
    .filter((resource) => resource !== undefined && isVisible(simulation, resource)) as T[];
  if (found.length === ids.length) return found;
  throw notFound(
    prefix,
    ids.filter((id) => !found.some((resource) => resource.id === id)),
  );
}

/** Returns the resource with this id. Throws `Invalid….Malformed` or `Invalid….NotFound`. */
export function requireOne<T extends Resource>(
  simulation: Simulation,
  kind: ReadonlyMap<string, T>,
  prefix: IdPrefix,
  id: string,
): T {
  return requireAll(simulation, kind, prefix, [id])[0] as T;
}

/** Returns the tags of a resource as EC2 lists them. */
export function tagList(region: Region, id: string): { Key: string; Value: string }[] {
  return [...(region.tags.get(id) ?? [])].map(([Key, Value]) => ({ Key, Value }));
}

/** Puts an event on the region's bus: late or never, if the options say so. */
export function emit(simulation: Simulation, event: BusEvent): void {
  const { world, options } = simulation;
  if (options.dropEvents?.(event)) return;
  if (!options.eventDelay) return world.emit(event);
  world.clock.after(draw(world.random, options.eventDelay), () => world.emit(event));
}
