/** A marked image, and the grace period that the policy of its stack sets (`grace_minutes`, 60 by default). */
export interface MarkedImage {
  /** When it was marked; RFC 3339. */
  marked_at: string;
  grace_minutes: number;
}

/**
 * Returns the end of the grace period that the images of a cleanup share: the latest of their ends. Without images, or
 * when all periods are over, it is `now`.
 */
export function endOfGrace(images: readonly MarkedImage[], now: Date): Date {
  return new Date(
    Math.max(
      now.getTime(),
      ...images.map(({ marked_at, grace_minutes }) => Date.parse(marked_at) + grace_minutes * 60_000),
    ),
  );
}
