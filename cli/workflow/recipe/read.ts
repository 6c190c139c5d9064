import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Recipe } from '../../../core/recipe/schema';
import { SpawnError } from '../../../core/errors';
import type { Host } from '../../framework/context';
import { usageError } from '../../framework/failure';
import { readBeside, readSource } from './files';

/** A problem of a recipe or a file that it names; line and column start at 1. */
export interface RecipeProblem {
  file: string;
  line: number;
  column: number;
  message: string;
}

/** A recipe as it is sent: its text and the files that it names, in base64, by their names in the recipe. */
export interface ReadRecipe {
  text: string;
  files: Record<string, string>;
  recipe?: Recipe;
  problems: RecipeProblem[];
}

/** Returns the path of a recipe: of a folder, its `recipe.yaml` if there is one. */
export function recipePath(host: Host, path: string): string {
  const inFolder = join(path, 'recipe.yaml');
  return existsSync(resolve(host.directory, inFolder)) ? inFolder : path;
}

/** Reads a recipe and the files in its folder, and finds every problem that can be found without the API. */
export async function readRecipe(host: Host, path: string): Promise<ReadRecipe> {
  const absolute = resolve(host.directory, path);
  const bytes = await readFile(absolute).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EISDIR')
      throw usageError(`'${path}' is a folder: name the recipe in it, such as ${join(path, 'recipe.yaml')}`);
    throw usageError(`cannot read the recipe '${path}': ${error.code === 'ENOENT' ? 'no such file' : error.message}`);
  });
  const text = bytes.toString('utf8');
  if (isUtf16(bytes)) {
    const message = 'the recipe is UTF-16: save it as UTF-8 without a byte-order mark';
    return { text, files: {}, problems: [{ file: path, line: 1, column: 1, message }] };
  }
  const { parseRecipe } = await import('../../../core/recipe/parse');
  const parsed = parseRecipe(text);
  if (parsed.recipe === undefined) {
    const problems = parsed.problems.map(({ what, advice, line, column }) => ({
      file: path,
      line,
      column,
      message: advice === undefined ? what : `${what}: ${advice}`,
    }));
    return { text, files: {}, problems };
  }
  const { files, problems } = await readFiles(parsed.recipe, text, path, dirname(absolute));
  return { text, files, recipe: parsed.recipe, problems };
}

/** Returns whether a file begins with the byte-order mark of UTF-16, in either order. */
function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

async function readFiles(
  recipe: Recipe,
  text: string,
  path: string,
  folder: string,
): Promise<Pick<ReadRecipe, 'files' | 'problems'>> {
  const { checkFiles, checkScripts, fileLimits, filesOfRecipe } = await import('../../../core/recipe/files');
  const { copyLimits, locationOf, pathInRecipe } = await import('../../../core/recipe/copied-files');
  const sizes: Record<string, number> = {};
  const files: Record<string, string> = {};
  const problems: RecipeProblem[] = [];
  const check = async (rule: () => void, entry?: number): Promise<void> => {
    try {
      rule();
    } catch (error) {
      if (!(error instanceof SpawnError)) throw error;
      problems.push({
        file: path,
        ...(await positionOfFile(text, recipe, { ...error.details, ...(entry !== undefined && { entry }) })),
        message: error.message,
      });
    }
  };
  for (const name of filesOfRecipe(recipe)) {
    const content = await readBeside(folder, name);
    if (content !== undefined) [sizes[name], files[name]] = [content.length, content.toString('base64')];
    // Each file alone first, so that all problems are reported at once.
    const alone: Recipe = { ...recipe, files: [], provision: [{ script: name }], cleanup: 'default', test: undefined };
    await check(() => {
      checkFiles(alone, content === undefined ? {} : { [name]: content.length });
      checkScripts(alone, content === undefined ? {} : { [name]: content });
    });
  }
  for (const [entry, one] of recipe.files.entries()) {
    if (locationOf(one.source) !== undefined) continue;
    const found = await readSource(folder, pathInRecipe(one.source), {
      bytes: fileLimits.each,
      files: copyLimits.files,
    });
    const own: Record<string, number> = {};
    for (const [name, content] of typeof found === 'string' ? [] : found) {
      own[name] = typeof content === 'number' ? content : content.length;
      if (typeof content !== 'number') files[name] = content.toString('base64');
    }
    Object.assign(sizes, own);
    await check(() => {
      if (typeof found === 'string') throw new SpawnError('InvalidRecipe', found);
      checkFiles({ ...recipe, files: [one], provision: [], cleanup: 'default', test: undefined }, own);
    }, entry);
  }
  if (problems.length === 0) await check(() => checkFiles(recipe, sizes, Buffer.byteLength(text)));
  return { files, problems };
}

async function positionOfFile(
  text: string,
  recipe: Recipe,
  { file: name, entry }: Record<string, unknown>,
): Promise<{ line: number; column: number }> {
  const { readDocument } = await import('../../../core/recipe/document');
  const index = recipe.provision.findIndex((script) => script.script === name);
  const cleans = typeof recipe.cleanup === 'object' && recipe.cleanup.script === name;
  const tests = recipe.test?.script === name;
  const path =
    typeof entry === 'number'
      ? ['files', entry, 'source']
      : index >= 0
        ? ['provision', index, 'script']
        : cleans
          ? ['cleanup', 'script']
          : tests
            ? ['test', 'script']
            : [];
  const { line, column } = readDocument(text).positionOf(path);
  return { line, column };
}

/** Formats a problem for editors and CI: `recipe.yaml:7:1: unknown key …`. */
export function problemLine(problem: RecipeProblem): string {
  return `${problem.file}:${problem.line}:${problem.column}: ${problem.message}`;
}
