import type { AnswerOf, InputOf } from '../../client/types';
import { flag } from '../../shared/command-text';
import type { Route } from '../../shared/navigation/route';
import { capitalized, type Status } from '../../shared/status-of';

export type Instance = AnswerOf<'listInstances'>['instances'][number];

/** The filters of the table, as its address keeps them. */
export interface InstanceFilter {
  /** Name or id. */
  name?: string;
  region?: string;
  /** `KEY=VALUE`. */
  tag?: string;
  /** Terminated instances too. */
  all?: boolean;
}

/** Returns the filters of an address. */
export function filterOf({ query: { name, region, tag, all } }: Route): InstanceFilter {
  return {
    name: name || undefined,
    region: region || undefined,
    tag: tag || undefined,
    all: all === 'true' || undefined,
  };
}

/** Returns the query of an address for filters. */
export function addressQuery({ all, ...filter }: InstanceFilter): Record<string, string | undefined> {
  return { ...filter, all: all === true ? 'true' : undefined };
}

/** Returns the query of the API for filters: all regions by default. */
export function instancesQuery(filter: InstanceFilter): NonNullable<InputOf<'listInstances'>['query']> {
  const { name, tag, region = 'all' } = filter;
  return { name, tag, region };
}

/** Returns the instances to show: those that are terminated only if they are asked for. */
export function shownInstances(instances: readonly Instance[], { all = false }: InstanceFilter): readonly Instance[] {
  return all ? instances : instances.filter(({ state }) => state !== 'terminated');
}

/** Returns the words of the command that lists the same instances. */
export function listCommand({ name, tag, region = 'all', all }: InstanceFilter): string[] {
  return [
    'list',
    ...flag('--name', name),
    ...flag('--tag', tag),
    ...flag('--region', region),
    ...(all === true ? ['--all'] : []),
  ];
}

/** The words of a command that launches an instance, where there is none. */
export const firstLaunch: readonly string[] = ['launch', '--instance-type', 'm7i.large'];

/** Returns how the state of an instance is shown. */
export function statusOfInstance({ state }: Pick<Instance, 'state'>): Status {
  return { type: types[state] ?? 'info', text: capitalized(state) };
}

const types: Readonly<Record<string, Status['type']>> = {
  pending: 'in-progress',
  running: 'success',
  stopping: 'in-progress',
  stopped: 'stopped',
  'shutting-down': 'in-progress',
  terminated: 'stopped',
};
