import type { Run } from '../model/run';

/**
 * Returns the minutes that a build's provision scripts took; undefined when it has none, or when they did not succeed.
 */
export function installMinutes(run: Run | undefined): number | undefined {
  const provision =
    run?.stages.filter(
      ({ name, status, ended_at }) => name === 'provision' && status === 'succeeded' && ended_at !== undefined,
    ) ?? [];
  if (provision.length === 0) return undefined;
  return provision.reduce(
    (sum, { started_at, ended_at = started_at }) => sum + (Date.parse(ended_at) - Date.parse(started_at)) / 60_000,
    0,
  );
}
