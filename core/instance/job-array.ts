import type { Ec2Instance } from '../model/ec2';
import { SpawnError } from '../errors';

/** The place of one instance in a job array; indexes count from 0. */
export interface JobArrayPosition {
  name: string;
  index: number;
  size: number;
}

/** One instance of a launch: its name, and its place when it belongs to a job array. */
export interface PlannedInstance {
  name: string;
  job_array?: JobArrayPosition;
}

/**
 * The instances of a launch: with a count or a name of a job array they are `NAME-0` to `NAME-(count - 1)` and know
 * their place; otherwise it is one. A job array is called as it asks to be, else as its instances are; `fallback` is
 * the name of what has none.
 */
export function planInstances(
  asked: { name?: string; count?: number; job_array_name?: string },
  fallback: string,
): PlannedInstance[] {
  const { name, count: size = 1, job_array_name: arrayName } = asked;
  if (asked.count === undefined && arrayName === undefined) return [{ name: name ?? fallback }];
  const base = name ?? arrayName ?? fallback;
  return Array.from({ length: size }, (_, index) => ({
    name: `${base}-${index}`,
    job_array: { name: arrayName ?? base, index, size },
  }));
}

/** The variables that a command finds in its environment; an instance outside an array is the only one of its own. */
export function jobVariables({ name, job_array: position }: PlannedInstance): Record<string, string> {
  const { name: array, index, size } = position ?? { name, index: 0, size: 1 };
  return { JOB_ARRAY_NAME: array, JOB_ARRAY_INDEX: String(index), JOB_ARRAY_SIZE: String(size) };
}

// EC2 takes five launches at once and two more each second (API reference, "Request throttling for the Amazon EC2
// API").
const burst = 5;
const secondsEach = 0.55;

/** Whether a launch takes longer than one request to the API may: more instances than EC2 launches at once. */
export function isLargeArray({ count = 1 }: { count?: number }): boolean {
  return count > burst;
}

/** Seconds to wait before each launch but the first ones, so that EC2 is asked no more often than it answers. */
export function launchPause(index: number): number {
  // So many are asked for side by side.
  return index < burst ? 0 : secondsEach * burst;
}

/**
 * "All instances of a job array are of one image": a try that is repeated may choose another image than the one before.
 * Throws InstanceLost when one of them is of another image than `imageId`.
 */
export function checkOneImage(
  instances: readonly Pick<Ec2Instance, 'instance_id' | 'image_id'>[],
  imageId: string,
): void {
  const other = instances.find(({ image_id }) => image_id !== imageId);
  if (!other) return;
  const why = `${other.instance_id} was launched from ${other.image_id} by an earlier attempt, but the image to launch is now ${imageId}`;
  throw new SpawnError('InstanceLost', `${why}: launch the job array again`, { instance_ids: [other.instance_id] });
}
