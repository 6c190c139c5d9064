import { parseDuration } from '../lib/duration';
import { SpawnError } from '../errors';
import { commandNames } from './steps';
import type { Recipe } from '../recipe/schema';
import type { BuildPlan } from '../model/run';
import type { StackPolicy } from '../stack/policy';

/** A script of a recipe: the name of a file, or the text. `name` is unique in the recipe. */
export interface RecipeScript {
  name: string;
  source: { file: string } | { text: string };
  timeout_seconds: number;
}

// The maximum execution time in Systems Manager (AWS-RunShellScript, executionTimeout).
const longestScript = 172_800;

// The report is written to a signed URL, which is valid no longer than the session of its signer: 12 hours.
const longestClean = 36_000;

/**
 * Returns the step that copies the files of a recipe before its scripts run; undefined for a recipe without files. Its
 * object in the bucket is a list of them, and its purpose `files`.
 */
export function copyStep(recipe: Recipe): { name: string; timeout_seconds: number } | undefined {
  return recipe.files.length === 0
    ? undefined
    : { name: commandNames.copyFiles, timeout_seconds: scriptSeconds(recipe.limits.script) };
}

/**
 * Returns the provision scripts in order, with their time limits. Throws InvalidRecipe when two have the same name, or
 * one that of a step.
 */
export function provisionScripts(recipe: Recipe): RecipeScript[] {
  const reserved: string[] = [commandNames.clean, ...(recipe.files.length > 0 ? [commandNames.copyFiles] : [])];
  const names = new Set(reserved);
  return recipe.provision.map((entry, index) => {
    const fallback = entry.script === undefined ? `provision-${index + 1}` : nameOfFile(entry.script);
    let name = entry.name ?? fallback;
    if (names.has(name) && entry.name === undefined) name = `${fallback}-${index + 1}`;
    if (names.has(name)) {
      if (reserved.includes(name)) throw reservedName(name);
      throw new SpawnError('InvalidRecipe', `two provision scripts have the name '${name}': give each a unique name.`, {
        script: name,
      });
    }
    names.add(name);
    return { name, source: sourceOf(entry), timeout_seconds: scriptSeconds(entry.timeout ?? recipe.limits.script) };
  });
}

/** Returns the cleanup script of the recipe; `default` and `none` as they are. */
export function cleanupScript(recipe: Recipe): 'default' | 'none' | RecipeScript['source'] {
  return typeof recipe.cleanup === 'string' ? recipe.cleanup : sourceOf(recipe.cleanup);
}

/**
 * Returns the test of the recipe, on its first instance type unless the test names others; undefined without a test.
 */
export function testOfRecipe(
  recipe: Recipe,
): (Omit<RecipeScript, 'name'> & { instance_types: string[]; keep_on_failure: boolean }) | undefined {
  const { test } = recipe;
  if (!test) return undefined;
  return {
    source: sourceOf(test),
    instance_types: [...new Set(test.instance_types ?? recipe.instance_types.slice(0, 1))],
    timeout_seconds: scriptSeconds(test.timeout),
    keep_on_failure: test.keep_on_failure,
  };
}

/**
 * Returns the limits for known vulnerabilities: those of the recipe, otherwise those of the policy of its stack.
 * Returns undefined when the packages are not scanned.
 */
export function vulnerabilityLimit(
  { vulnerabilities }: Pick<Recipe, 'vulnerabilities'>,
  { scan_packages }: Pick<StackPolicy, 'scan_packages'>,
): BuildPlan['vulnerabilities'] {
  const { scan, ...limit } = vulnerabilities ?? {
    scan: scan_packages !== null,
    fail_on: 'critical' as const,
    ignore: [],
  };
  return scan ? limit : undefined;
}

/**
 * Returns the time limits of the stages in seconds. The search for residue reads the whole root volume, so its limit
 * grows with the volume unless the recipe sets one: a volume fresh from a snapshot reads some tens of MiB a second at
 * first.
 */
export function limitsOfRecipe(recipe: Recipe, volumeSizeGb: number): BuildPlan['limits'] {
  const { ready, clean, stop, image, copy } = recipe.limits;
  return {
    ready_seconds: parseDuration(ready),
    clean_seconds: clean === undefined ? Math.min(longestClean, 900 + 30 * volumeSizeGb) : cleanSeconds(clean),
    stop_seconds: parseDuration(stop),
    image_seconds: parseDuration(image),
    copy_seconds: parseDuration(copy),
  };
}

function reservedName(name: string): SpawnError {
  const does = name === commandNames.clean ? 'cleans the builder' : 'copies files';
  const message = `a provision script has the name '${name}', which is that of the step that ${does}: give it another name.`;
  return new SpawnError('InvalidRecipe', message, { script: name });
}

function sourceOf(entry: { script?: string; run?: string }): RecipeScript['source'] {
  return entry.script === undefined ? { text: entry.run ?? '' } : { file: entry.script };
}

function scriptSeconds(text: string): number {
  const seconds = parseDuration(text);
  if (seconds <= longestScript) return seconds;
  throw new SpawnError(
    'InvalidRecipe',
    `the script timeout ${text} exceeds the maximum of 48 hours: shorten it, or split the script.`,
    { timeout: text },
  );
}

function nameOfFile(path: string): string {
  const name =
    path
      .split('/')
      .at(-1)
      ?.replace(/\.[^.]*$/, '')
      .toLowerCase()
      .replace(/[^a-z0-9._-]/g, '-') ?? '';
  return name.replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '').slice(0, 40) || 'script';
}

function cleanSeconds(text: string): number {
  const seconds = parseDuration(text);
  if (seconds <= longestClean) return seconds;
  throw new SpawnError(
    'InvalidRecipe',
    `limits.clean is ${text}, and the maximum is 10 hours, because the signed URL for the report expires: do what takes longer in a provision script.`,
    { timeout: text },
  );
}
