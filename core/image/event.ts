import type { Image } from '../model/image';
import type { Run } from '../model/run';

/** The actions in the history of an image, in the order in which they happen to one image. */
export const imageActions = [
  'created',
  'tested',
  'scanned',
  'published',
  'replicated',
  'deregistered',
  'adopted',
  'vanished',
  'tagged',
  'deprecated',
  'undeprecated',
  'shared',
  'unshared',
  'promoted',
  'waived',
  'referenced',
  'unreferenced',
  'marked',
  'unmarked',
  'removed',
  'undeleted',
  'revoked',
  'restored',
  'repaired',
] as const;
export type ImageAction = (typeof imageActions)[number];

/** An entry in the history of an image: what was done, when, and by whom. */
export interface ImageEvent {
  region: string;
  ami_id: string;
  /** Absent where the step did not know it; the catalog adds it. */
  stack?: string;
  /** RFC 3339 in UTC. */
  time: string;
  action: ImageAction;
  build_id?: string;
  /** ARN of the caller who requested it or the run; absent for what the nightly run found. */
  by?: string;
  detail?: string;
}

type Subject = Pick<Image, 'ami_id' | 'region' | 'stack'>;

/** Returns the event of what a run did to an image, in the name of the caller who requested the run. */
export function eventOfRun(
  run: Pick<Run, 'build_id' | 'requested_by'>,
  image: Subject,
  action: ImageAction,
  now: Date,
  detail?: string,
): ImageEvent {
  return { ...eventOfNight(image, action, now), build_id: run.build_id, by: run.requested_by, detail };
}

/** Returns the event of what a person did to an image; `caller` is the caller's ARN, undefined for the nightly run. */
export function eventOfPerson(
  caller: string | undefined,
  image: Subject,
  action: ImageAction,
  now: Date,
  detail?: string,
): ImageEvent {
  return { ...eventOfNight(image, action, now), by: caller, detail };
}

/** Returns the event of what the nightly comparison with EC2 found about an image. */
export function eventOfNight({ ami_id, region, stack }: Subject, action: ImageAction, now: Date): ImageEvent {
  return { region, ami_id, ...(stack !== undefined && { stack }), time: now.toISOString(), action };
}
