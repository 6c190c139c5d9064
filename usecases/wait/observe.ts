import { getRun, listRunningRuns } from '../../aws/catalog/runs';
import { environment } from '../../aws/client/environment';
import { placesInQueue } from '../../core/run/queue';
import {
  commandResult,
  listCommandResults,
  registeredInstances,
  type RegisteredInstance,
} from '../../aws/instance/commands';
import { describeImage, describeImages } from '../../aws/image/describe';
import { describeInstance, describeInstances } from '../../aws/instance/describe';
import { readRefresh } from '../../aws/rollout/refreshes';
import { objectExists } from '../../aws/storage/objects';
import type { Observation } from '../../core/wait/observation';
import { partsOfLocation, locationOf, type Location } from '../../core/model/location';
import type { Wait } from '../../core/wait/record';

/** Reads the resource of one wait with one call. */
export async function observe(wait: Wait): Promise<Observation> {
  switch (wait.condition) {
    case 'instance-reachable':
      return agentOf(await registeredInstances(wait.region, wait.instance_id ? [wait.instance_id] : []), wait);
    case 'object-written':
      return { object_exists: await objectExists(wait.object_key ?? '') };
    case 'command-finished':
      return { command: (await commandResult(wait.region, wait.command_id ?? '', wait.instance_id ?? '')) ?? 'absent' };
    case 'instance-stopped':
      return { instance: (await describeInstance(wait.region, wait.instance_id ?? '')) ?? 'absent' };
    case 'turn-come':
      return { has_turn: (await turns())(wait) };
    case 'approval-decided':
      return { approval: (await getRun(wait.build_id))?.approval };
    case 'refresh-ended':
      return refreshOf(wait);
    case 'image-available':
      return { image: (await describeImage(locationOf(wait), wait.ami_id ?? '')) ?? 'absent' };
  }
}

/**
 * Reads the resources of all waits in one location: one paginated call for each kind, and one call for each command.
 */
export async function observeLocation(location: Location, waits: readonly Wait[]): Promise<Map<Wait, Observation>> {
  const { region } = partsOfLocation(location);
  const ids = (key: 'ami_id' | 'instance_id', some: readonly Wait[]): string[] => [
    ...new Set(some.flatMap((wait) => wait[key] ?? [])),
  ];
  const of = (...conditions: Wait['condition'][]): Wait[] =>
    waits.filter(({ condition }) => conditions.includes(condition));
  const [imageIds, instanceIds, needAgent, commands] = [
    ids('ami_id', waits),
    ids('instance_id', waits),
    of('instance-reachable', 'command-finished'),
    of('command-finished'),
  ];
  const images = new Map(
    (imageIds.length ? await describeImages(location, { imageIds, includeDisabled: true }) : []).map((image) => [
      image.image_id,
      image,
    ]),
  );
  const instances = new Map(
    (instanceIds.length ? await describeInstances(region, { ids: instanceIds }) : []).map((instance) => [
      instance.instance_id,
      instance,
    ]),
  );
  const agents = needAgent.length ? await registeredInstances(region, ids('instance_id', needAgent)) : [];
  const results = new Map(
    (
      await listCommandResults(
        region,
        commands.flatMap(({ command_id }) => command_id ?? []),
      )
    ).map((result) => [result.command_id, result]),
  );
  const hasTurn = of('turn-come').length ? await turns() : () => false;
  const seen = new Map<Wait, Observation>();
  for (const wait of waits) {
    seen.set(wait, {
      ...(wait.ami_id && { image: images.get(wait.ami_id) ?? 'absent' }),
      ...(wait.instance_id && { instance: instances.get(wait.instance_id) ?? 'absent' }),
      ...(wait.command_id && { command: results.get(wait.command_id) ?? 'absent' }),
      ...(needAgent.includes(wait) && agentOf(agents, wait)),
      ...(wait.condition === 'turn-come' && { has_turn: hasTurn(wait) }),
      ...(wait.condition === 'approval-decided' && { approval: (await getRun(wait.build_id))?.approval }),
      ...(wait.condition === 'refresh-ended' && (await refreshOf(wait))),
      ...(wait.object_key && { object_exists: await objectExists(wait.object_key) }),
    });
  }
  return seen;
}

async function refreshOf({ region, group = '', refresh_id = '' }: Wait): Promise<Observation> {
  return { refresh: (await readRefresh(region, group, refresh_id)) ?? 'absent' };
}

/** Reads the running builds and returns whether the turn of a build has come. */
async function turns(): Promise<(wait: Wait) => boolean> {
  const places = placesInQueue(await listRunningRuns(['build']), environment().settings.build_cap);
  return ({ build_id }) => !places.has(build_id);
}

function agentOf(agents: readonly RegisteredInstance[], wait: Wait): Observation {
  const found = agents.find(({ instance_id }) => instance_id === wait.instance_id);
  return { agent_online: found?.is_online === true, ...(found?.pinged_at && { agent_pinged_at: found.pinged_at }) };
}
