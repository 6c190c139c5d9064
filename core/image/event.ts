import type { Image } from '../model/image';
import type { Run } from '../model/run';

/** What is done to images and written into their history, in the order in which it is done to one. */
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
  'revoked',
  'restored',
  'repaired',
] as const;
export type ImageAction = (typeof imageActions)[number];

/** Something that was done to an image: what, when, and by whom. */
export interface ImageEvent {
  region: string;
  ami_id: string;
  /** RFC 3339 in UTC. */
  time: string;
  action: ImageAction;
  build_id?: string;
  /** ARN of the caller who asked for it or for the run; absent for what was found at night. */
  by?: string;
  detail?: string;
}

type Subject = Pick<Image, 'ami_id' | 'region'>;

/** The event of what a run did to an image, in the name of who asked for the run. */
export function eventOfRun(
  run: Pick<Run, 'build_id' | 'requested_by'>,
  image: Subject,
  action: ImageAction,
  now: Date,
  detail?: string,
): ImageEvent {
  return { ...eventOfNight(image, action, now), build_id: run.build_id, by: run.requested_by, detail };
}

/** The event of what a person did to an image; `caller` is the ARN of who asked, undefined for the night. */
export function eventOfPerson(
  caller: string | undefined,
  image: Subject,
  action: ImageAction,
  now: Date,
  detail?: string,
): ImageEvent {
  return { ...eventOfNight(image, action, now), by: caller, detail };
}

/** The event of what the nightly comparison with EC2 found out about an image. */
export function eventOfNight({ ami_id, region }: Subject, action: ImageAction, now: Date): ImageEvent {
  return { region, ami_id, time: now.toISOString(), action };
}
