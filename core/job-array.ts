/** The place of one instance in a job array; indexes count from 0. */
export interface JobArrayPlace {
  name: string;
  index: number;
  size: number;
}

/** One instance of a launch: its name, and its place when it belongs to a job array. */
export interface PlannedInstance {
  name: string;
  job_array?: JobArrayPlace;
}

/**
 * The instances of a launch: with a count or a name of a job array they are `NAME-0` to `NAME-(count - 1)` and know their place;
 * otherwise it is one. A job array is called as it asks to be, else as its instances are; `fallback` is the name of what has none.
 */
export function planInstances(asked: { name?: string; count?: number; job_array_name?: string }, fallback: string): PlannedInstance[] {
  const { name, count: size = 1, job_array_name: arrayName } = asked;
  if (asked.count === undefined && arrayName === undefined) return [{ name: name ?? fallback }];
  const base = name ?? arrayName ?? fallback;
  return Array.from({ length: size }, (_, index) => ({ name: `${base}-${index}`, job_array: { name: arrayName ?? base, index, size } }));
}

/** The variables that a command finds in its environment; an instance outside an array is the only one of its own. */
export function jobVariables({ name, job_array: place }: PlannedInstance): Record<string, string> {
  const { name: array, index, size } = place ?? { name, index: 0, size: 1 };
  return { JOB_ARRAY_NAME: array, JOB_ARRAY_INDEX: String(index), JOB_ARRAY_SIZE: String(size) };
}
