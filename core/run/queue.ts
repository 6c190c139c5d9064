import type { Run } from '../model/run';
import { awaitsApproval } from './approval';

/** The seconds that a build waits for its turn. */
export const queueSeconds = 86_400;

/** Builds that wait; a longer queue would not be worked off in its time. */
export const longestQueue = 100;

/** What decides the turn of a build. */
export type Queued = Pick<Run, 'build_id' | 'created_at' | 'stack' | 'variant' | 'discard' | 'queue'>;

/** Returns whether a build waits for its turn. */
export function isQueued({ queue }: Pick<Run, 'queue'>): boolean {
  return queue !== undefined && queue.left_at === undefined;
}

const byAge = (left: Queued, right: Queued): number =>
  left.created_at.localeCompare(right.created_at) || left.build_id.localeCompare(right.build_id);

// What a discarded build makes is published nowhere, so its order does not matter.
const isSameLine = (one: Queued, other: Queued): boolean =>
  one.stack === other.stack && one.variant === other.variant && !one.discard && !other.discard;

/**
 * Returns the place of each build that waits, from 1; a build whose turn has come has none. The oldest come first: a
 * build's turn comes while fewer builds than `cap` run and no older build of its stack and variant does. Builds that
 * wait for an approval take no place.
 */
export function placesInQueue(running: readonly Run[], cap: number): Map<string, number> {
  const places = new Map<string, number>();
  const builds = running.filter((run) => run.status === 'running' && !awaitsApproval(run)).sort(byAge);
  const started = builds.filter((run) => !isQueued(run));
  let free = cap - started.length;
  const ahead: Queued[] = [...started];
  for (const run of builds.filter(isQueued)) {
    if (free > 0 && !ahead.some((other) => isSameLine(other, run))) free -= 1;
    else places.set(run.build_id, places.size + 1);
    ahead.push(run);
  }
  return places;
}
