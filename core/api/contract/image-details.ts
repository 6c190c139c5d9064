import * as z from 'zod';
import { imageAnswer, imageLifecycle, imageState } from './answers';
import type { Image } from '../../model/image';
import { imageActions, type ImageEvent } from '../../image/event';

/** Answer of `GET /v1/images/{id}`: an image, its copies, and its history, oldest first. */
export const imageDetailsAnswer = imageAnswer.extend({
  replicas: z.array(
    z.object({
      ami_id: z.string(),
      region: z.string(),
      account: z.string().optional(),
      state: imageState,
      lifecycle: imageLifecycle,
    }),
  ),
  expected_in: z
    .array(z.string())
    .describe('Regions to which a run copies it, or in which the policy of its stack wants a copy'),
  events: z.array(
    z.object({
      time: z.iso.datetime(),
      action: z.enum(imageActions),
      build_id: z.string().optional(),
      by: z.string().optional().describe('ARN of the caller'),
      detail: z.string().optional(),
    }),
  ),
});

export type ImageDetails = z.output<typeof imageDetailsAnswer>;

/** Returns an image with its copies, the locations of expected copies and its history, as the API shows it. */
export function detailsOfImage(
  image: Image,
  replicas: readonly Image[],
  expected: readonly string[],
  events: readonly ImageEvent[],
): ImageDetails {
  return {
    ...image,
    replicas: replicas.map(({ ami_id, region, account, state, lifecycle }) => ({
      ami_id,
      region,
      account,
      state,
      lifecycle,
    })),
    expected_in: [...expected],
    events: [...events]
      .sort(inOrder)
      .map(({ time, action, build_id, by, detail }) => ({ time, action, build_id, by, detail })),
  };
}

// Events of the same millisecond are sorted in the only possible order.
function inOrder(one: ImageEvent, other: ImageEvent): number {
  return one.time.localeCompare(other.time) || imageActions.indexOf(one.action) - imageActions.indexOf(other.action);
}
