const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';
const timeLength = 9;
const randomLength = 8;

/**
 * What follows the prefix of an id: nine characters of time and eight random ones, all lower-case, so that ids sort by
 * time. `random` gives numbers from 0 up to 1. Legal in a name in Step Functions.
 */
export function newIdPart(now: Date, random: () => number): string {
  return `${timePart(now)}${randomPart(random)}`;
}

/** The id of a build with that part, and the name of its execution. */
export function buildIdOf(part: string): string {
  return `bld-${part}`;
}

/** The id of a create, test, replicate or launch with that part, and the name of its execution. */
export function operationIdOf(part: string): string {
  return `op-${part}`;
}

/**
 * The id of a night that somebody asked for, and the name of its execution: `night-`, else as a build's. One by the
 * clock has the scheduler's own.
 */
export function newNightId(now: Date, random: () => number): string {
  return `night-${newIdPart(now, random)}`;
}

/** The id of a cleanup: `cln-`, else as a build's. */
export function newCleanupId(now: Date, random: () => number): string {
  return `cln-${newIdPart(now, random)}`;
}

/** When an id was made, in milliseconds since 1970. */
export function timeOfId(id: string): number {
  return parseInt(id.slice(id.indexOf('-') + 1).slice(0, timeLength), 36);
}

/** Whether the text has the form of a build's or an operation's id. */
export function isRunId(text: string): boolean {
  return /^(bld|op)-[0-9a-z]{17}$/.test(text);
}

/** The form of an image's id: seventeen hexadecimal digits, of old ones eight. */
export const imageIdPattern = /^ami-[0-9a-f]{8,17}$/;

function timePart(now: Date): string {
  return now.getTime().toString(36).padStart(timeLength, '0');
}

function randomPart(random: () => number): string {
  return Array.from({ length: randomLength }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
}
