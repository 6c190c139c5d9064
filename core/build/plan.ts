import { parseDuration } from '../lib/duration';
import { SpawnError } from '../errors';
import type { Recipe } from '../recipe/schema';
import type { BuildPlan } from '../model/run';
import type { StackPolicy } from '../model/stack-policy';

/** A script as the recipe gives it: the name of a file, or the text. `name` is unique in the recipe. */
export interface RecipeScript {
  name: string;
  source: { file: string } | { text: string };
  timeout_seconds: number;
}

// The most that Systems Manager lets a script run (AWS-RunShellScript, executionTimeout).
const longestScript = 172_800;

// The report is written to a signed address, and a signature lives no longer than the session of its signer: 12 hours.
const longestClean = 36_000;

/** The provision scripts, in order, with the time that each may take. Throws InvalidRecipe when two have one name. */
export function provisionScripts(recipe: Recipe): RecipeScript[] {
  const names = new Set<string>();
  return recipe.provision.map((entry, index) => {
    const fallback = entry.script === undefined ? `provision-${index + 1}` : nameOfFile(entry.script);
    let name = entry.name ?? fallback;
    if (names.has(name) && entry.name === undefined) name = `${fallback}-${index + 1}`;
    if (names.has(name)) {
      throw new SpawnError('InvalidRecipe', `two provision scripts are called '${name}': give each its own name.`, {
        script: name,
      });
    }
    names.add(name);
    return { name, source: sourceOf(entry), timeout_seconds: scriptSeconds(entry.timeout ?? recipe.limits.script) };
  });
}

/** The cleanup script of the recipe's own; `default` and `none` as they are. */
export function cleanupScript(recipe: Recipe): 'default' | 'none' | RecipeScript['source'] {
  return typeof recipe.cleanup === 'string' ? recipe.cleanup : sourceOf(recipe.cleanup);
}

/** The test of the recipe, on the first of its instance types unless it names others; undefined without a test. */
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
 * How the packages are compared with known vulnerabilities: as the recipe says, and where it says nothing by the policy
 * of its stack. Undefined when they are not.
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
 * The time limits of the stages in seconds. The search for residue reads the whole root volume, so that its limit grows
 * with it unless the recipe says one: a volume fresh from a snapshot gives some tens of MiB a second at first.
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

function sourceOf(entry: { script?: string; run?: string }): RecipeScript['source'] {
  return entry.script === undefined ? { text: entry.run ?? '' } : { file: entry.script };
}

function scriptSeconds(text: string): number {
  const seconds = parseDuration(text);
  if (seconds <= longestScript) return seconds;
  throw new SpawnError(
    'InvalidRecipe',
    `a script may run for 48 hours at most, and the recipe says ${text}: shorten the time, or split the script.`,
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
    `cleaning may take 10 hours at most, and limits.clean is ${text}: the address that its report is written to lives no longer. Do what takes longer in a provision script.`,
    { timeout: text },
  );
}
