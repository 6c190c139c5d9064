import type { Instance } from './filter';

type Located = Pick<Instance, 'instance_id' | 'region'>;

/** Returns the words of the command that opens a shell on an instance. */
export function connectCommand({ instance_id, region }: Located): string[] {
  return ['connect', instance_id, '--region', region];
}

/** Returns the words of the command that terminates an instance. */
export function terminateCommand({ instance_id, region }: Located): string[] {
  return ['terminate', instance_id, '--region', region];
}

/** Returns the words of the command that shows one instance. */
export function showCommand({ instance_id, region }: Located): string[] {
  return ['list', '--name', instance_id, '--region', region, '--all'];
}

/** Returns what is typed before an instance is terminated: its name, or its id. */
export function typedFor({ name, instance_id }: Pick<Instance, 'name' | 'instance_id'>): string {
  return name?.trim() || instance_id;
}

/** Returns why an instance cannot be terminated. */
export function whyNotTerminated({ state }: Pick<Instance, 'state'>): string | undefined {
  if (state === 'terminated') return 'It is terminated';
  return state === 'shutting-down' ? 'It is being terminated' : undefined;
}

/** Returns whether somebody can connect to an instance, at once or when it has started. */
export function canConnect({ state }: Pick<Instance, 'state'>): boolean {
  return state === 'running' || state === 'pending';
}
