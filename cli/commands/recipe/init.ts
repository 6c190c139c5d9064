import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { shellQuote } from '../../../core/lib/shell-quote';
import { baseFamilies, type BaseFamily } from '../../../core/model/base';
import type { CommandSpec, Invocation } from '../../framework/command';
import type { Context } from '../../framework/context';
import { CommandFailure, exitCodes, usageError } from '../../framework/failure';
import { ask } from '../../framework/prompt';
import { writeResult } from '../../render/layout/output';
import { describeBase, firstRecipe } from '../../workflow/first-recipe';
import type { FirstRecipe } from '../../workflow/first-recipe';

/** Writes a first recipe with its scripts. */
export const init: CommandSpec = {
  names: ['init'],
  summary: 'Write a first recipe with a script and a test',
  details:
    'Writes recipe.yaml, install.sh and test.sh. Asks in a terminal for what no flag gives; elsewhere --base and --stack are required, or --yes for the defaults. Never overwrites a file.',
  arguments: [{ name: 'folder', description: 'folder to write to (default: the working directory)', optional: true }],
  flags: [
    {
      name: 'base',
      value: 'base',
      choices: baseFamilies,
      description: 'base image (default: al2023)',
    },
    { name: 'stack', value: 'name', description: 'name of the stack (default: the name of the folder)' },
    {
      name: 'region',
      value: 'region',
      description: 'region to publish in besides the home region; may be repeated',
      repeatable: true,
    },
  ],
  examples: ['spawn init', 'spawn init genomics --base ubuntu-24.04 --stack genomics --region eu-west-1'],
  run: async (invocation, context) => {
    const folder = invocation.arguments[0] ?? '.';
    const directory = resolve(context.directory, folder);
    const shown = (name: string): string => join(folder, name);
    refuseExisting(directory, shown, ['recipe.yaml', 'install.sh', 'test.sh']);
    const files = firstRecipe(await answersOf(invocation, context, nameOf(directory)));
    await check(files['recipe.yaml'] ?? '');
    await write(directory, files, shown);
    const names = Object.keys(files).map(shown);
    await writeResult(
      context,
      { files: names },
      () =>
        `Wrote ${names.join(', ')}.\nEdit the scripts, then check the recipe: spawn build ${wordOf(shown('recipe.yaml'))} --check\n`,
    );
  },
};

const wordOf = (path: string): string => (/^[\w./-]+$/.test(path) ? path : shellQuote(path));

function refuseExisting(directory: string, shown: (name: string) => string, names: readonly string[]): void {
  const existing = names.filter((name) => existsSync(join(directory, name)));
  if (existing.length === 0) return;
  const [them, verb] = existing.length === 1 ? ['it', 'exists'] : ['them', 'exist'];
  throw new CommandFailure(
    `${existing.map(shown).join(', ')} ${verb} already; nothing was written`,
    exitCodes.refused,
    `Name another folder, or move ${them} away: spawn init FOLDER`,
  );
}

/** Returns a name for a stack that is close to the name of the folder. */
function nameOf(directory: string): string {
  const name = basename(directory)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '');
  return name || 'my-stack';
}

async function answersOf({ flags }: Invocation, context: Context, name: string): Promise<FirstRecipe> {
  const given = { base: flags.text('base'), stack: flags.text('stack'), regions: flags.list('region') };
  const asks = context.terminal.interactive && !context.yes;
  const missing = (['base', 'stack'] as const).filter((flag) => given[flag] === undefined);
  if (!asks && !context.yes && missing.length > 0)
    throw usageError(
      `${missing.map((flag) => `--${flag}`).join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing: set ${missing.length === 1 ? 'it' : 'them'}, or use --yes for the defaults`,
    );
  const base = given.base ?? (asks ? await askBase(context) : 'al2023');
  const stack = given.stack ?? (asks ? await ask(context, `Name of the stack [${name}]:`, name) : name);
  const regions =
    given.regions.length > 0 || !asks
      ? given.regions
      : await ask(context, 'Regions besides the home region, separated by spaces [none]:', '');
  return {
    base: base as BaseFamily,
    stack,
    regions: typeof regions === 'string' ? regions.split(/[\s,]+/).filter(Boolean) : regions,
  };
}

async function askBase(context: Context): Promise<string> {
  context.messages.prompt(
    `Base images:\n${baseFamilies.map((base, index) => `  ${index + 1}  ${base.padEnd(12)}  ${describeBase(base)}\n`).join('')}`,
  );
  const answer = await ask(context, 'Base image, by number or name [1]:', '1');
  const chosen = baseFamilies.find((base, index) => answer === base || answer === String(index + 1));
  if (chosen === undefined)
    throw usageError(`'${answer}' is not a base image: answer 1 to ${baseFamilies.length}, or a name`);
  return chosen;
}

/** Refuses answers that would make a recipe that is not valid. */
async function check(text: string): Promise<void> {
  const { parseRecipe } = await import('../../../core/recipe/parse');
  const { problems } = parseRecipe(text);
  if (problems.length > 0)
    throw usageError(
      `no recipe can be written from these values: ${problems.map(({ what, advice }) => (advice === undefined ? what : `${what}: ${advice}`)).join('; ')}`,
    );
}

async function write(
  directory: string,
  files: Readonly<Record<string, string>>,
  shown: (name: string) => string,
): Promise<void> {
  let writing = '';
  try {
    await mkdir(directory, { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      writing = name;
      await writeFile(join(directory, name), content, { flag: 'wx' });
      if (name.endsWith('.sh')) await chmod(join(directory, name), 0o755);
    }
  } catch (error) {
    throw usageError(`cannot write ${shown(writing)}: ${(error as Error).message}`);
  }
}
