import type { Ec2Instance } from '../model/ec2';
import { SpawnError } from '../errors';
import { isOurs } from './tags';
import { tagKeys } from '../tags';

type Named = { instance_id: string; name?: string; state: string; region: string; launch_time: string };

/** Returns the EC2 query for an instance id or name. */
export function queryOfInstance(idOrName: string): { ids: string[] } | { name: string } {
  return idOrName.startsWith('i-') ? { ids: [idOrName] } : { name: idOrName };
}

/**
 * Returns the instance with an id or name. "An id matches exactly; a name matches without regard to case; several
 * matches: the only running one, otherwise an error that lists them." Terminated instances match only by id. With
 * `orGone`, a name without a running match also matches the terminated instance that was launched last, for callers
 * that wait for an end. Throws InstanceNotFound or AmbiguousName.
 */
export function chooseInstance<Instance extends Named>(
  instances: readonly Instance[],
  idOrName: string,
  orGone = false,
): Instance {
  const byId = instances.find(({ instance_id }) => instance_id === idOrName);
  if (byId) return byId;
  const wanted = idOrName.toLowerCase();
  const named = instances.filter(({ name }) => name?.toLowerCase() === wanted);
  const matches = named.filter(({ state }) => state !== 'terminated' && state !== 'shutting-down');
  const running = matches.filter(({ state }) => state === 'running');
  const [only] = matches.length === 1 ? matches : running.length === 1 ? running : [];
  if (only) return only;
  if (matches.length === 0) {
    const [last] = orGone
      ? named.sort(
          (one, other) =>
            Date.parse(other.launch_time) - Date.parse(one.launch_time) ||
            (one.instance_id < other.instance_id ? -1 : 1),
        )
      : [];
    if (last) return last;
    const similar = instances
      .filter((each) => !named.includes(each) && each.name?.toLowerCase().includes(wanted))
      .map(({ name }) => name);
    const hint = similar.length > 0 ? `; there is ${[...new Set(similar)].slice(0, 5).join(', ')}` : '';
    throw new SpawnError(
      'InstanceNotFound',
      `there is no instance '${idOrName}'${hint}: list the instances with spawn list.`,
      {
        instance: idOrName,
      },
    );
  }
  const list = matches.map(({ instance_id, state, region }) => `${instance_id} (${state}, ${region})`).join(', ');
  throw new SpawnError(
    'AmbiguousName',
    `${matches.length} instances have the name '${idOrName}': ${list}. Use an instance id.`,
    {
      instance: idOrName,
      instances: matches.map(({ instance_id }) => instance_id),
    },
  );
}

/** Throws NotManaged, naming the missing tag, unless spawn may act on the instance. */
export function checkOurs(instance: Ec2Instance, managedTags: readonly { key: string; value: string }[] = []): void {
  if (isOurs(instance.tags, managedTags)) return;
  const tags = [`${tagKeys.managed}=true`, ...managedTags.map(({ key, value }) => `${key}=${value}`)].join(' or ');
  throw new SpawnError(
    'NotManaged',
    `spawn does not manage the instance ${instance.instance_id}: it has no tag ${tags}. Set the tag to manage it.`,
    {
      instance_id: instance.instance_id,
      tag: tagKeys.managed,
    },
  );
}

/** Throws NotManaged, or WrongState unless the instance is running or stopped, which an image requires. */
export function checkImageable(
  instance: Ec2Instance,
  managedTags: readonly { key: string; value: string }[] = [],
): void {
  checkOurs(instance, managedTags);
  if (instance.state === 'running' || instance.state === 'stopped') return;
  throw new SpawnError(
    'WrongState',
    `the instance ${instance.instance_id} is ${instance.state}: start or stop it first.`,
    {
      instance_id: instance.instance_id,
      state: instance.state,
    },
  );
}
