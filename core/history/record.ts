import type { ImageAction } from '../image/event';

/**
 * The actions of the history of a deployment: those of images, changes of policies, launch templates and Allowed AMIs,
 * and launches by people.
 */
export const otherActions = ['policy-changed', 'launched', 'template-changed', 'allowed-images-changed'] as const;
export type HistoryAction = ImageAction | (typeof otherActions)[number];

/** One entry of the history of a deployment: what was done, when and by whom. */
export interface HistoryEvent {
  /** RFC 3339 in UTC. */
  time: string;
  action: HistoryAction;
  /** ARN of the caller; absent for what the nightly run did. */
  by?: string;
  stack?: string;
  region?: string;
  ami_id?: string;
  build_id?: string;
  instance_ids?: string[];
  detail?: string;
}
