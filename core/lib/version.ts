import { SpawnError } from '../errors';

/** A parsed version. `parts` has four numbers; `tail` is what follows the first hyphen or letter, split at dots. */
export interface ParsedVersion {
  raw: string;
  parts: [number, number, number, number];
  /** Number of parts that were written: `2.2` has two. */
  written: number;
  tail: string[];
  /** The number of a build, as in `2.2.0+3`; absent for other build metadata, which has no rank. */
  build?: number;
}

const form =
  /^v?(\d{1,15}(?:\.\d{1,15}){0,3})(?:-([0-9A-Za-z][0-9A-Za-z.-]*)|([A-Za-z][0-9A-Za-z.-]*))?(?:\+([0-9A-Za-z.-]+))?$/;
const dateForm = /^(\d{4})-(\d{2})-(\d{2})$/;
const maximumLength = 64;
const prereleaseWords = /^(a|alpha|b|beta|c|rc|dev|pre|preview|nightly|snapshot)\d*$/i;

/**
 * Parses a version: `2.2`, `2.2.0-rc.1`, `2.2.0+3` (a build), `2.2.0+cu121` (other metadata has no rank), `2024.01`,
 * `2026-01-14`. Throws InvalidVersion for anything else.
 */
export function parseVersion(text: string): ParsedVersion {
  const parsed = tryParseVersion(text);
  if (parsed) return parsed;
  const advice =
    text === 'latest'
      ? 'it stands for the newest version: write the version itself, such as 2.2.0.'
      : 'write one to four numbers separated by dots, such as 2.2.0 or 2024.01, ' +
        'and a pre-release after a hyphen, such as 2.2.0-rc.1.';
  throw new SpawnError('InvalidVersion', `'${text}' is not a version: ${advice}`, { version: text });
}

/** Parses a version like parseVersion, but returns undefined for what is not a version. */
export function tryParseVersion(text: string): ParsedVersion | undefined {
  if (text.length > maximumLength) return undefined;
  const date = dateForm.exec(text);
  const match = form.exec(text);
  const numbers = date ? date.slice(1).map(Number) : match?.[1]?.split('.').map(Number);
  if (!numbers || numbers.some((number) => !Number.isSafeInteger(number))) return undefined;
  const tail = date ? [] : ((match?.[2] ?? match?.[3])?.split('.') ?? []);
  if (tail.some((identifier) => identifier === '' || (/^\d+$/.test(identifier) && identifier.length > 15)))
    return undefined;
  const [major = 0, minor = 0, patch = 0, fourth = 0] = numbers;
  const build = match?.[4] !== undefined && /^\d{1,15}$/.test(match[4]) ? Number(match[4]) : undefined;
  const parts: ParsedVersion['parts'] = [major, minor, patch, fourth];
  return { raw: text, parts, written: numbers.length, tail, ...(build !== undefined && { build }) };
}

/** Returns whether the version marks itself as not final: `-rc.1`, `-beta`, `a0`, but not `-cpu`. */
export function isPrerelease(version: ParsedVersion): boolean {
  return version.tail.some((identifier) => prereleaseWords.test(identifier));
}

/**
 * Returns a text that sorts as versions do: numbers by value (2.10 after 2.9, 2.2 equal to 2.2.0), with a tail before
 * without, tails by the rules of semver, then builds by number (2.2.0+10 after 2.2.0+9). What is not a version sorts
 * before all versions.
 */
export function versionSortKey(version: string): string {
  const parsed = tryParseVersion(version);
  if (!parsed) return `!${version}`;
  const core = parsed.parts.map(padded).join('.');
  // A space sorts below the separators of a tail, so that a build comes right after its version.
  const build = parsed.build === undefined ? '' : ` ${padded(parsed.build)}`;
  if (parsed.tail.length === 0) return `${core}~${build}`;
  // The separator sorts below every character of an identifier, so that a shorter tail comes first.
  return `${core}-${parsed.tail.map((identifier) => (/^\d+$/.test(identifier) ? `0${padded(Number(identifier))}` : `1${identifier}`)).join('!')}${build}`;
}

/** Returns a version without its build number: `2.2.0` of `2.2.0+3`; other build metadata stays. */
export function withoutBuild(version: string): string {
  return tryParseVersion(version)?.build === undefined ? version : version.slice(0, version.indexOf('+'));
}

/** Compares versions: below 0 when `left` is older, 0 when both have the same rank. */
export function compareVersions(left: string, right: string): number {
  const [leftKey, rightKey] = [versionSortKey(left), versionSortKey(right)];
  return leftKey < rightKey ? -1 : Number(leftKey > rightKey);
}

function padded(number: number): string {
  return String(number).padStart(15, '0');
}
