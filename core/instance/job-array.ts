import type { Ec2Instance } from '../model/ec2';
import { SpawnError } from '../errors';

/** The position of one instance in a job array. Indexes count from 0. */
export interface JobArrayPosition {
  name: string;
  index: number;
  size: number;
}

/** One instance of a launch: its name, and its position if it belongs to a job array. */
export interface PlannedInstance {
  name: string;
  job_array?: JobArrayPosition;
}

/**
 * Returns the instances of a launch. With a count or the name of a job array, they are `NAME-0` to `NAME-(count - 1)`
 * with their positions; otherwise there is one. NAME is the requested name of the job array, otherwise that of the
 * instances, otherwise `fallback`.
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

/**
 * Returns the environment variables of a command. An instance outside a job array gets the values of an array of one.
 */
export function jobVariables({ name, job_array: position }: PlannedInstance): Record<string, string> {
  const { name: array, index, size } = position ?? { name, index: 0, size: 1 };
  return { JOB_ARRAY_NAME: array, JOB_ARRAY_INDEX: String(index), JOB_ARRAY_SIZE: String(size) };
}

// EC2 allows five launches at once and two more each second (API reference, "Request throttling for the Amazon EC2
// API").
const burst = 5;
const secondsEach = 0.55;

/** Returns whether a launch takes longer than an API request may: it has more instances than EC2 launches at once. */
export function isLargeArray({ count = 1 }: { count?: number }): boolean {
  return count > burst;
}

/** Returns the seconds to wait before each launch, 0 for the first ones, so that EC2 does not throttle. */
export function launchPause(index: number): number {
  // This number of launches runs in parallel.
  return index < burst ? 0 : secondsEach * burst;
}

/**
 * Throws InstanceLost when one of the instances has another image than `imageId`: "All instances of a job array are of
 * one image", but a retry may choose another image.
 */
export function checkOneImage(
  instances: readonly Pick<Ec2Instance, 'instance_id' | 'image_id'>[],
  imageId: string,
): void {
  const other = instances.find(({ image_id }) => image_id !== imageId);
  if (!other) return;
  const why = `${other.instance_id} was launched from ${other.image_id} by an earlier attempt, but the image to launch is now ${imageId}`;
  throw new SpawnError('InstanceLost', `${why}: launch the job array again.`, { instance_ids: [other.instance_id] });
}
