import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { RecipeAnswer } from '../../../core/recipe/kept';
import type { CommandSpec } from '../../framework/command';
import { CommandFailure, exitCodes, usageError } from '../../framework/failure';
import { writeResult } from '../../render/layout/output';
import { readImageArgument } from '../../workflow/shared-flags';

/** Prints the recipe that an image was built from, or writes it with its scripts. */
export const showRecipe: CommandSpec = {
  names: ['ami recipe'],
  summary: 'Print the recipe that an image was built from',
  details:
    'The recipe is printed as it was sent. --folder writes it as recipe.yaml with its scripts. Never overwrites a file.',
  arguments: [readImageArgument],
  flags: [{ name: 'folder', value: 'folder', description: 'write the recipe and its scripts to this folder' }],
  examples: [
    'spawn ami recipe pytorch@2.2.0',
    'spawn ami recipe pytorch-2.2.0-cuda12-x86_64-20260114 --folder pytorch',
  ],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const answer = await (
      await context.api()
    ).get<RecipeAnswer>(`/v1/images/${encodeURIComponent(id)}/recipe`, { region: flags.text('region') });
    if (!answer.as_sent)
      context.messages.warn('the text was not kept when this image was built; this is its parsed form, with defaults');
    const folder = flags.text('folder');
    if (folder === undefined) return void (await writeResult(context, answer, () => withNewline(answer.recipe)));
    const names = await write(resolve(context.directory, folder), answer);
    const shown = names.map((name) => join(folder, name));
    await writeResult(context, { files: shown }, () => `Wrote ${shown.join(', ')}.\n`);
    return exitCodes.done;
  },
};

const withNewline = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

/** Writes the recipe and its files and returns their names. Writes only inside the folder, and never over a file. */
async function write(directory: string, { recipe, files }: RecipeAnswer): Promise<string[]> {
  const contents = new Map<string, Buffer>([
    ['recipe.yaml', Buffer.from(recipe)],
    ...Object.entries(files).map(([name, text]) => [name, Buffer.from(text, 'base64')] as const),
  ]);
  for (const name of contents.keys())
    if (!resolve(directory, name).startsWith(directory + sep))
      throw new CommandFailure(`the file '${name}' of the recipe is outside of its folder`, exitCodes.refused);
  for (const [name, content] of contents) {
    const file = join(directory, name);
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content, { flag: 'wx' });
      if (name.endsWith('.sh')) await chmod(file, 0o755);
    } catch (error) {
      throw usageError(`cannot write ${file}: ${(error as Error).message}`);
    }
  }
  return [...contents.keys()];
}
