import type { AnswerOf, InputOf } from '../../client/types';
import { flag } from '../../shared/command-text';
import type { Route } from '../../shared/navigation/route';

/** A build or an operation. */
export type RunAnswer = AnswerOf<'showBuild'>;
/** A run in a list. */
export type ListedRun = AnswerOf<'listBuilds'>['builds'][number];

type Query = NonNullable<InputOf<'listBuilds'>['query']>;

/** The filters of the table, as its address keeps them. */
export type RunFilter = Pick<Query, 'kind' | 'status'>;

export const kinds = ['build', 'create', 'test', 'replicate', 'launch'] as const;
export const statuses = ['running', 'succeeded', 'failed', 'cancelled'] as const;

/** Returns the filters of an address; all kinds without one. */
export function filterOf({ query }: Route): RunFilter {
  return { kind: kinds.find((kind) => kind === query.kind), status: statuses.find((each) => each === query.status) };
}

/** Returns the query of the API for filters: runs of all kinds by default. */
export function runsQuery({ kind = 'all', status }: RunFilter, pageSize: number): Query {
  return { kind, status, limit: String(pageSize) };
}

/** Returns the words of the command that lists the same runs. */
export function listCommand({ kind, status }: RunFilter): string[] {
  return ['builds', 'list', ...flag('--kind', kind), ...flag('--status', status)];
}
