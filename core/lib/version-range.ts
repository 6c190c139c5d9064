import type { Comparator } from 'semver';
// Imports the one class that is used: the whole package is twice as large.
import Range from 'semver/classes/range';
import { SpawnError } from '../errors';
import { compareVersions, isPrerelease, tryParseVersion, withoutBuild } from './version';

/** Returns whether a version is in the range. */
export type VersionRange = (version: string) => boolean;

const versionInRange = /(^|[\s,|<>=~^])(v?\d+(?:\.(?:\d+|[xX*]))*)(-(?=[0-9A-Za-z]))?/g;
// These match any version, even if an image created elsewhere has one of them as its version.
const anyVersion: readonly string[] = ['', '*', 'latest'];
const dateInRange = /\b(\d{4})-(\d{2})-(\d{2})\b/g;

/**
 * Parses a range: exact (`2.2.1`, any build of it; `2.2.1+3`), `2.2` (any 2.2.x), `2.x`, `~2.2.1`, `^2.2`, `>=2.0,
 * <3.0` (comma or space), `a || b`, `*` or `latest` (any). Pre-releases are in a range only if it names one: nobody
 * gets 3.0.0-rc.1 unasked. Throws InvalidVersion.
 */
export function parseRange(text: string): VersionRange {
  const range = text.trim();
  if (anyVersion.includes(range)) return isNotPrerelease;
  const exact = tryParseVersion(range);
  const isExact = exact !== undefined && (exact.written > 2 || exact.tail.length > 0 || exact.build !== undefined);
  const named = exact?.build === undefined ? withoutBuild : (version: string) => version;
  const isSame = (version: string) =>
    tryParseVersion(version) !== undefined && compareVersions(named(version), range) === 0;
  if (isExact) return (version) => version === range || isSame(version);
  const alternatives = comparatorsOf(range);
  const namesPrerelease = /\d-?(a|alpha|b|beta|c|rc|dev|pre|preview|nightly|snapshot)\b/i.test(range);
  return (version) => {
    if (version === range) return true;
    if (!tryParseVersion(version) || (!namesPrerelease && !isNotPrerelease(version))) return false;
    const plain = withoutBuild(version);
    return alternatives.some((comparators) => comparators.every((comparator) => holds(comparator, plain)));
  };
}

/**
 * Parses a range, except that a text which one of these versions has is exactly that version, even if it cannot be
 * ordered, such as `jammy` or `r7`.
 */
export function rangeAmong(text: string, versions: readonly (string | undefined)[]): VersionRange {
  const isName = versions.includes(text) && !tryParseVersion(text) && !anyVersion.includes(text.trim());
  return isName ? (version) => version === text : parseRange(text);
}

function isNotPrerelease(version: string): boolean {
  const parsed = tryParseVersion(version);
  return !parsed || !isPrerelease(parsed);
}

/** Returns whether the version is in the range. Throws InvalidVersion when the range cannot be parsed. */
export function satisfies(version: string, range: string): boolean {
  return parseRange(range)(version);
}

function comparatorsOf(range: string): readonly (readonly Comparator[])[] {
  // Semver allows neither commas, nor leading zeros, nor a tail after two parts, all of which people write.
  const plain = range
    .replaceAll(',', ' ')
    .replace(dateInRange, '$1.$2.$3')
    .replace(
      versionInRange,
      (_, before: string, version: string, hyphen = '') =>
        before + withoutLeadingZeros(hyphen ? inThreeParts(version) : version) + hyphen,
    );
  try {
    return new Range(plain, { includePrerelease: true }).set;
  } catch {
    throw new SpawnError(
      'InvalidVersion',
      `'${range}' is neither a version nor a range: write, for example, 2.2, 2.2.1, ~2.2, ^2.2, 2.x or '>=2.0, <3.0'.`,
      { version: range },
    );
  }
}

function withoutLeadingZeros(version: string): string {
  return version.replace(/(^v?|\.)0+(?=\d)/g, '$1');
}

function inThreeParts(version: string): string {
  return version + '.0'.repeat(Math.max(0, 3 - version.split('.').length));
}

function holds(comparator: Comparator, version: string): boolean {
  // The comparator that matches everything has no text, and a symbol in place of a version.
  if (comparator.value === '') return true;
  const order = compareVersions(version, comparator.semver.version);
  switch (comparator.operator) {
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    default:
      return order === 0;
  }
}
