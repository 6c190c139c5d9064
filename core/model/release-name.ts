import { SpawnError } from '../errors';
import { parseVersion, tryParseVersion } from '../lib/version';

/** The form of names shared by recipes, tags and paths: the name of a stack, the label of a variant. */
export const shortNameForm = {
  pattern: /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/,
  longest: 40,
  advice: 'use lower-case letters, digits, dots, hyphens and underscores',
} as const;

// A variant is a label of at most 40 characters with an architecture, such as -x86_64.
const longestVariant = 47;

/**
 * Checks the names of a release by the rules of recipes. `where` says where a value comes from. Throws InvalidName for
 * a stack or variant, InvalidVersion for a version.
 */
export function checkReleaseNames(
  names: { stack?: string; version?: string; variant?: string },
  where: (name: 'stack' | 'version' | 'variant') => string = (name) => `the ${name}`,
): void {
  const { stack, version, variant } = names;
  checkName(stack, where('stack'), shortNameForm.longest, 'pytorch');
  checkName(variant, where('variant'), longestVariant, 'cuda12');
  if (version === undefined) return;
  try {
    parseVersion(version);
  } catch (error) {
    if (!(error instanceof SpawnError)) throw error;
    throw new SpawnError('InvalidVersion', `${where('version')} is invalid: ${error.message}`, error.details);
  }
}

/** Returns what is wrong with a stack, version or variant by the rules of recipes; undefined when nothing is. */
export function problemOfName(name: 'stack' | 'version' | 'variant', value: string): string | undefined {
  if (name === 'version') return tryParseVersion(value) ? undefined : 'is not a version such as 2.2.0 or 2024.01';
  const longest = name === 'stack' ? shortNameForm.longest : longestVariant;
  return isName(value, longest) ? undefined : `is not a valid name: ${ruleOf(longest)}`;
}

function isName(name: string, longest: number): boolean {
  return name.length <= longest && shortNameForm.pattern.test(name);
}

function ruleOf(longest: number): string {
  return `${shortNameForm.advice}, at most ${longest} characters`;
}

function checkName(name: string | undefined, where: string, longest: number, example: string): void {
  if (name === undefined || isName(name, longest)) return;
  const rule = `${ruleOf(longest)}, such as ${example}`;
  throw new SpawnError('InvalidName', `${where} is '${name.slice(0, 80)}', which is not a valid name: ${rule}.`, {
    name,
  });
}
