import { instanceTypes } from '../../../fixtures/instance-types';
import type { GuestFacts, GuestHost } from '../../../kernel/types';
import { arnOf } from '../state/authorize';
import { firstReads } from '../state/first-reads';
import { draw } from '../state/latencies';
import type { Instance, InstanceState } from '../state/model';
import { planInterruption } from './spot';
import { publicAddress } from '../state/addresses';
import { reachesInternet, reachesStorage } from '../state/reachability';
import { emit, type Region, type Simulation } from '../state/simulation';

/** The instance takes a state and the bus hears of it. */
function enterState(simulation: Simulation, region: Region, instance: Instance, state: InstanceState): void {
  instance.state = state;
  emit(simulation, {
    source: 'aws.ec2',
    'detail-type': 'EC2 Instance State-change Notification',
    region: region.name,
    resources: [arnOf({ simulation, region }, 'instance', instance.id)],
    detail: { 'instance-id': instance.id, state },
  });
}

/**
 * pending now, running and booting after the start's latency; or, with a `refusal` of its volumes' key, terminated
 * then, and stopped if it has run before.
 */
export function start(simulation: Simulation, region: Region, instance: Instance, refusal?: string): void {
  const { clock, random } = simulation.world;
  instance.stateReason = undefined;
  instance.transitionReason = '';
  instance.launchedAt = clock.now();
  if (instance.wantsPublicIp) instance.publicIp = publicAddress(random);
  enterState(simulation, region, instance, 'pending');
  clock.after(draw(random, simulation.latencies.instanceStart), () => {
    if (instance.state !== 'pending') return;
    if (refusal !== undefined)
      return (instance.runningSince === undefined ? terminate : stop)(simulation, region, instance, {
        Code: 'Client.InternalError',
        Message: `Client.InternalError: Client error on launch (${refusal})`,
      });
    const wait = instance.runningSince === undefined ? firstReads(simulation, region, instance) : 0;
    if (instance.runningSince === undefined)
      planInterruption(simulation, region, instance, (reason) => terminate(simulation, region, instance, reason));
    instance.runningSince = clock.now();
    enterState(simulation, region, instance, 'running');
    if (wait === 0) powerOn(simulation, region, instance);
    else clock.after(wait, () => powerOnUnlessOver(simulation, region, instance));
  });
}

function powerOnUnlessOver(simulation: Simulation, region: Region, instance: Instance): void {
  if (instance.state === 'running' && !instance.guest) powerOn(simulation, region, instance);
}

/** stopping now, stopped after the stop's latency; the disk is kept as the guest left it. */
export function stop(
  simulation: Simulation,
  region: Region,
  instance: Instance,
  reason: { Code: string; Message: string },
): void {
  const { clock, random } = simulation.world;
  leave(simulation, region, instance, 'stopping', reason);
  clock.after(draw(random, simulation.latencies.instanceStop), () => {
    if (instance.state !== 'stopping') return;
    instance.publicIp = undefined;
    const [, settling] = simulation.latencies.settling;
    instance.settledAt = clock.now() + settling;
    enterState(simulation, region, instance, 'stopped');
  });
}

/** shutting-down now, terminated after its latency; volumes and interface go then, unless they are to stay. */
export function terminate(
  simulation: Simulation,
  region: Region,
  instance: Instance,
  reason: { Code: string; Message: string },
): void {
  const { clock, random } = simulation.world;
  if (instance.state === 'shutting-down' || instance.state === 'terminated') return;
  leave(simulation, region, instance, 'shutting-down', reason);
  clock.after(draw(random, simulation.latencies.instanceTerminate), () => {
    instance.publicIp = undefined;
    instance.terminatedAt = clock.now();
    for (const { volumeId, mapping } of instance.volumes) {
      if (!mapping.deleteOnTermination) continue;
      region.volumes.delete(volumeId);
      region.tags.delete(volumeId);
    }
    if (instance.deleteInterfaceOnTermination) region.tags.delete(instance.networkInterfaceId);
    enterState(simulation, region, instance, 'terminated');
  });
}

/** Off and on again in the same state `running`; an agent comes back by itself if the disk still has one. */
export function reboot(simulation: Simulation, region: Region, instance: Instance): void {
  powerOff(simulation, region, instance);
  simulation.world.clock.after(draw(simulation.world.random, simulation.latencies.instanceReboot), () => {
    powerOnUnlessOver(simulation, region, instance);
  });
}

/** Returns the root file system as it is now, powered on or off. */
export function currentDisk(instance: Instance): Instance['disk'] {
  return instance.guest?.disk() ?? instance.disk;
}

/** Returns the root file system as a snapshot finds it that is taken while the guest runs. */
export function crashedDisk(instance: Instance): Instance['disk'] {
  return instance.guest?.crashedDisk() ?? instance.disk;
}

function leave(
  simulation: Simulation,
  region: Region,
  instance: Instance,
  state: InstanceState,
  reason: { Code: string; Message: string },
): void {
  const time = new Date(simulation.world.clock.now()).toISOString().replace('T', ' ').slice(0, 19);
  instance.stateReason = reason;
  instance.transitionReason =
    reason.Code.endsWith('InstanceInitiatedShutdown') || reason.Code.startsWith('Server.')
      ? reason.Code
      : `User initiated (${time} GMT)`;
  enterState(simulation, region, instance, state);
  powerOff(simulation, region, instance);
}

function powerOff(simulation: Simulation, region: Region, instance: Instance): void {
  const guest = instance.guest;
  if (!guest) return;
  instance.guest = undefined;
  setAgent(simulation, region, instance, false);
  guest.powerOff();
  instance.disk = guest.disk();
}

function powerOn(simulation: Simulation, region: Region, instance: Instance): void {
  const guest = simulation.guests.guest(instance.disk, factsOf(simulation, region, instance), {
    clock: simulation.world.clock,
    random: simulation.world.random,
    endpoint: simulation.world.host,
    online: () => reachesInternet(region.network, instance),
    request: (request) => (reachesStorage(region.network, instance) ? simulation.world.request(request) : undefined),
    credentials: (expiresAt) =>
      instance.roleName === undefined ? undefined : simulation.world.issue?.(instance.roleName, instance.id, expiresAt),
    agentChanged: (running) => {
      if (instance.guest === guest) setAgent(simulation, region, instance, running);
    },
    powerRequested: (kind) => {
      if (instance.guest === guest) powerFromInside(simulation, region, instance, kind);
    },
    console: (line) => instance.console.push(line),
  });
  instance.guest = guest;
  guest.boot(instance.userData).catch((error: unknown) => instance.console.push(`boot failed: ${String(error)}`));
}

function powerFromInside(
  simulation: Simulation,
  region: Region,
  instance: Instance,
  kind: Parameters<GuestHost['powerRequested']>[0],
): void {
  const reason = {
    Code: 'Client.InstanceInitiatedShutdown',
    Message: 'Client.InstanceInitiatedShutdown: Instance initiated shutdown',
  };
  if (kind === 'reboot') reboot(simulation, region, instance);
  // EC2 cannot stop a spot instance of one-time use, whoever asks for it.
  else if (instance.shutdownBehavior === 'terminate' || instance.spot) terminate(simulation, region, instance, reason);
  else stop(simulation, region, instance, reason);
}

function setAgent(simulation: Simulation, region: Region, instance: Instance, running: boolean): void {
  if (instance.agentRunning === running) return;
  instance.agentRunning = running;
  for (const listener of simulation.agentListeners) listener({ region: region.name, instanceId: instance.id, running });
}

function factsOf({ world }: Simulation, region: Region, instance: Instance): GuestFacts {
  const type = instanceTypes.get(instance.type);
  return {
    instanceId: instance.id,
    imageId: instance.imageId,
    instanceType: instance.type,
    architecture: instance.architecture,
    gpus: type?.gpus ?? [],
    vcpus: type?.vcpus ?? 1,
    memoryMiB: type?.memoryMiB ?? 1024,
    region: region.name,
    availabilityZone: instance.availabilityZone,
    accountId: world.accountId,
    privateIp: instance.privateIp,
    publicIp: instance.publicIp,
    hostname: privateName(region.name, instance.privateIp),
    roleName: instance.roleName,
    keyName: instance.keyName,
  };
}

/** Returns the private DNS name by address, `ec2.internal` in us-east-1. */
export function privateName(region: string, address: string): string {
  return `ip-${address.replaceAll('.', '-')}.${region === 'us-east-1' ? 'ec2' : `${region}.compute`}.internal`;
}
