/** The time of the deployment: a moment of it, the real time of that moment in milliseconds, and its speed. */
export interface Clock {
  deployed: number;
  real: number;
  speed: number;
}

/** Returns the time of the deployment at a real time, both in milliseconds. */
export function timeAt({ deployed, real, speed }: Clock, at: number): number {
  return deployed + (at - real) * speed;
}

/**
 * Returns the clock that an answer sets: local mode runs more slowly under load than its speed says, so each answer
 * counts anew. A time that is no time changes nothing.
 */
export function setBy(clock: Clock, header: string | null, real: number): Clock {
  const deployed = Date.parse(header ?? '');
  return Number.isNaN(deployed) ? clock : { ...clock, deployed, real };
}
