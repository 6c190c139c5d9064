import type { Ec2Instance } from '../model/ec2';

/** Returns a warning for each name of launched instances that other instances have too: a name then means neither. */
export function namesakeWarnings(
  launched: readonly { name?: string; instance_id?: string }[],
  others: readonly Pick<Ec2Instance, 'instance_id' | 'name' | 'state' | 'region'>[],
): string[] {
  const ids = new Set(launched.map(({ instance_id }) => instance_id));
  const names = new Set(launched.flatMap(({ name }) => name ?? []));
  return [...names].flatMap((name) => {
    const same = others.filter((each) => !ids.has(each.instance_id) && each.name?.toLowerCase() === name.toLowerCase());
    if (same.length === 0) return [];
    const list = same.map(({ instance_id, state, region }) => `${instance_id} (${state}, ${region})`).join(', ');
    return `the name '${name}' is also used by ${list}: use the instance id in commands, or terminate the other one`;
  });
}
