import { canonicalJson, sha256 } from '../lib/digest';
import { SpawnError } from '../errors';
import { filesToCopy, sourceName } from './copied-files';
import type { Recipe } from './schema';
import { carriageReturnMessage, hasWindowsLines } from '../lib/script-text';

const mebibyte = 1024 * 1024;
/** Size limits of one file, and of all files with the recipe, in bytes. */
export const fileLimits = { each: mebibyte, together: 4 * mebibyte } as const;

const largerAdvice = 'let files: name what is larger as s3:// or https:// with its sha256, or download it in a script.';

/** Returns the script files that a recipe names, each once, in order. */
export function filesOfRecipe(recipe: Recipe): string[] {
  const sources = [...recipe.provision, typeof recipe.cleanup === 'string' ? {} : recipe.cleanup, recipe.test ?? {}];
  return [...new Set(sources.flatMap((source: { script?: string }) => source.script ?? []))];
}

/**
 * Checks the files of a request against the recipe; sizes are bytes. Throws InvalidRecipe when a file that the recipe
 * names is missing, with all that are missing in the details, when a script is empty or two files have one destination,
 * and TooLarge, with the limit, when one or all are too large.
 */
export function checkFiles(recipe: Recipe, sizes: Record<string, number>, recipeSize = 0): void {
  const missing = filesOfRecipe(recipe).filter((name) => !Object.hasOwn(sizes, name));
  for (const name of filesOfRecipe(recipe)) {
    if (missing.includes(name)) {
      throw new SpawnError(
        'InvalidRecipe',
        `the recipe names the script '${name}', which does not exist: put the file next to the recipe, or correct the name.`,
        { file: name, missing },
      );
    }
    if (sizes[name] === 0)
      throw new SpawnError('InvalidRecipe', `the script '${name}' is empty: add its commands.`, { file: name });
  }
  filesToCopy(recipe.files, Object.keys(sizes));
  for (const [name, size] of [...Object.entries(sizes), ['the recipe', recipeSize] as const]) {
    if (size > fileLimits.each) {
      throw new SpawnError(
        'TooLarge',
        `'${name}' has ${size} bytes, and the limit for one file is ${fileLimits.each} (1 MiB): ${largerAdvice}`,
        {
          file: name,
          size,
          limit: fileLimits.each,
        },
      );
    }
  }
  const total = Object.values(sizes).reduce((sum, size) => sum + size, recipeSize);
  if (total > fileLimits.together) {
    throw new SpawnError(
      'TooLarge',
      `recipe and files have ${total} bytes together, and the limit is ${fileLimits.together} (4 MiB): ${largerAdvice}`,
      {
        size: total,
        limit: fileLimits.together,
      },
    );
  }
}

/** Throws TooLarge, with the limit, for a recipe that is larger than one file may be. */
export function checkRecipeSize(size: number): void {
  if (size <= fileLimits.each) return;
  throw new SpawnError(
    'TooLarge',
    `the recipe has ${size} bytes, and the limit is ${fileLimits.each} (1 MiB): move the scripts into files next to it.`,
    { size, limit: fileLimits.each },
  );
}

/** Throws InvalidRecipe for a script that Linux cannot run because its lines end in CR LF. */
export function checkScripts(recipe: Recipe, files: Readonly<Record<string, Uint8Array>>): void {
  for (const name of filesOfRecipe(recipe)) {
    if (!hasWindowsLines(Buffer.from(files[name] ?? []).toString('latin1'))) continue;
    throw new SpawnError('InvalidRecipe', `the script '${name}' cannot run: ${carriageReturnMessage}.`, { file: name });
  }
}

/**
 * Returns the SHA-256 of what a recipe means: its values and the digests of the files that it names. Comments, the
 * order of keys and other files change nothing, nor do the regions that its image is copied to, when it is rebuilt, and
 * how EC2 bills the builder.
 */
export function recipeDigest(recipe: Recipe, fileDigests: Record<string, string>): string {
  const {
    regions: _,
    rebuild: _rebuild,
    base_end_of_life: _end,
    spot: _spot,
    build_numbers: numbered,
    files: entries,
    ...made
  } = recipe;
  const copied = filesToCopy(entries, Object.keys(fileDigests)).map(sourceName);
  const names = [...filesOfRecipe(recipe), ...copied.filter((name) => Object.hasOwn(fileDigests, name))];
  const files = Object.fromEntries(names.map((name) => [name, fileDigests[name]]));
  // Digests of recipes without these fields stay as they were before the fields existed.
  const more = { ...(numbered && { build_numbers: true }), ...(entries.length > 0 && { files: entries }) };
  return sha256(canonicalJson({ recipe: { ...made, ...more }, files }));
}

/**
 * Returns the SHA-256 of what a recipe puts into its image: files, scripts, secrets, cleaning, volume,
 * promised packages. The base is left out, and so is how the image is built, tested and published: on a newer base the
 * content is the same.
 */
export function contentDigest(recipe: Recipe, fileDigests: Record<string, string>): string {
  const { volume, volumes, secrets, cleanup, packages } = recipe;
  const scriptOf = ({ script, run }: { script?: string; run?: string }) => ({
    run,
    digest: script === undefined ? undefined : fileDigests[script],
  });
  const provision = recipe.provision.map((each) => ({ name: each.name, ...scriptOf(each) }));
  const copied = filesToCopy(recipe.files, Object.keys(fileDigests)).map((file) => ({
    to: file.destination,
    mode: file.mode,
    owner: file.owner,
    digest: file.sha256 ?? fileDigests[sourceName(file)],
  }));
  const cleaning = typeof cleanup === 'string' ? cleanup : scriptOf(cleanup);
  return sha256(
    canonicalJson({
      volume,
      // Digests of recipes from before it existed stay the same.
      ...(volumes.length > 0 && { volumes }),
      ...(copied.length > 0 && { copied }),
      secrets,
      cleanup: cleaning,
      packages,
      provision,
    }),
  );
}
