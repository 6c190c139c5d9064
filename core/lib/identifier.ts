const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';
const timeLength = 9;
const randomLength = 8;

/**
 * Returns what follows the prefix of an id: nine characters of time and eight random ones, all lower-case, so that ids
 * sort by time. `random` returns numbers from 0 up to 1. Allowed in names of Step Functions.
 */
export function newIdPart(now: Date, random: () => number): string {
  return `${timePart(now)}${randomPart(random)}`;
}

/** Returns the id of a build, which is also the name of its execution. */
export function buildIdOf(part: string): string {
  return `bld-${part}`;
}

/** Returns the id of an operation, such as a test or a rollout, which is also the name of its execution. */
export function operationIdOf(part: string): string {
  return `op-${part}`;
}

/**
 * Returns the id of a nightly run that somebody started, which is also the name of its execution: `night-`, then as
 * for a build. A scheduled run has the scheduler's id.
 */
export function newNightId(now: Date, random: () => number): string {
  return `night-${newIdPart(now, random)}`;
}

/** Returns the id of a cleanup: `cln-`, then as for a build. */
export function newCleanupId(now: Date, random: () => number): string {
  return `cln-${newIdPart(now, random)}`;
}

/** Returns when an id was created, in milliseconds since 1970. */
export function timeOfId(id: string): number {
  return parseInt(id.slice(id.indexOf('-') + 1).slice(0, timeLength), 36);
}

/** Returns whether the text has the form of the id of a build or an operation. */
export function isRunId(text: string): boolean {
  return /^(bld|op)-[0-9a-z]{17}$/.test(text);
}

/** The form of an image id: seventeen hexadecimal digits, eight in old ids. */
export const imageIdPattern = /^ami-[0-9a-f]{8,17}$/;

function timePart(now: Date): string {
  return now.getTime().toString(36).padStart(timeLength, '0');
}

function randomPart(random: () => number): string {
  return Array.from({ length: randomLength }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
}
