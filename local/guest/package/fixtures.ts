import type { System } from '../process/system';

const forTheRealOne = 'npm start -- --machines container (docs/rehearsal.md)';

/**
 * Returns the line that says that it is the simulation which does not have something: on a real machine it may exist.
 */
export function notInFixtures(what: string): string {
  return `simulated: ${what} is not in local mode's fixtures. For the real one: ${forTheRealOne}\n`;
}

/** Returns that line for packages, with the option that assumes them. */
export function noSuchPackage(what: string): string {
  return `simulated: ${what} is not in local mode's fixtures. To go on without it: npm start -- --assume-packages. For the real one: ${forTheRealOne}\n`;
}

/** Returns that line for an address, with the option that answers with a file. */
export function noSuchDownload(address: string): string {
  return `simulated: ${address} is not in local mode's fixtures. To answer with a file of yours: npm start -- --download ${address}=FILE. For the real one: ${forTheRealOne}\n`;
}

/** Notes packages that are taken as installed, and returns the line that says so. */
export function assumePackages({ options, facts }: System, names: readonly string[]): string {
  for (const name of names) options.assumed?.(facts, `the package ${name}`);
  return `simulated: ${names.join(' ')} is not in local mode's fixtures and is assumed to be installed, without its files\n`;
}

/** Returns whether a host can be in the internet, by its top level (RFC 2606, RFC 6762, .internal of ICANN). */
export function isPublicHost(host: string): boolean {
  return host.includes('.') && !/\.(invalid|test|example|localhost|local|internal)$/.test(host);
}
