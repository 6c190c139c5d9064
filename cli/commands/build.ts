import { basename, dirname, resolve } from 'node:path';
import type { RunAnswer } from '../answers';
import type { CommandSpec } from '../command';
import { sourceOf } from '../commit';
import type { Context } from '../context';
import { exitCodes, usageError } from '../failure';
import { readRecipe, problemLine } from '../recipe';
import type { ReadRecipe } from '../recipe';
import { writeResult } from '../render/output';
import { renderRun } from '../render/runs';
import { durationValue } from '../values';
import { followRun, reportEnd } from '../waiting';

/** Builds an image from a recipe, or only checks the recipe. */
export const build: CommandSpec = {
  names: ['build'],
  summary: 'Build, test, publish and replicate an image from a recipe',
  details:
    'The same recipe on the same base is not built twice: a build that runs is joined, and a published image is answered, unless --force. In a git work tree the commit is kept with the build.',
  arguments: [{ name: 'recipe', description: 'the recipe, a YAML file; the files that it names lie beside it' }],
  flags: [
    { name: 'wait', description: 'follow the build to its end; exit code 1 when it fails, 5 when --timeout runs out' },
    { name: 'timeout', value: 'duration', description: 'how long --wait waits, such as 2h (default: 1d)', parse: durationValue },
    { name: 'check', description: 'only check the recipe and its files, offline; prints file:line:column: message' },
    { name: 'force', description: 'build even when the same is published already' },
    { name: 'name', value: 'name', description: 'name of the image (default: stack-version-variant-date)' },
    { name: 'region', value: 'region', description: 'region to publish in besides the home region, in place of those of the recipe', repeatable: true },
  ],
  examples: ['spawn build examples/pytorch-cpu/recipe.yaml --wait', 'spawn build recipe.yaml --check', 'spawn build recipe.yaml --region eu-west-1 --region us-west-2 --wait -o json'],
  run: async ({ arguments: [path = ''], flags }, context) => {
    const read = await readRecipe(context, path);
    if (flags.on('check')) return writeCheck(context, path, read);
    if (read.problems.length > 0) {
      throw usageError(`the recipe cannot be built:\n${read.problems.map(problemLine).join('\n')}`);
    }
    const regions = flags.list('region');
    const file = resolve(context.directory, path);
    const api = await context.api();
    const { body: started } = await api.post<RunAnswer>('/v1/builds', {
      recipe: read.text,
      files: read.files,
      image_name: flags.text('name'),
      force: flags.on('force') || undefined,
      regions: regions.length === 0 ? undefined : regions,
      source: await sourceOf(dirname(file), [basename(file), ...Object.keys(read.files)]),
    });
    context.terminal.err(`${startedLine(started)}\n`);
    const run = flags.on('wait') && started.status === 'running' ? await followRun(context, started.build_id, flags.number('timeout')) : started;
    await writeResult(context, run, () => renderRun(run, context.styles));
    return flags.on('wait') ? reportEnd(context, run) : exitCodes.done;
  },
};

function startedLine(run: RunAnswer): string {
  if (run.reused === 'published') return `${run.build_id} has published the same already (--force builds it again)`;
  const ways = `follow it: spawn wait ${run.build_id}; stop it: spawn builds cancel ${run.build_id}`;
  return run.reused === 'running' ? `${run.build_id} is building the same already; ${ways}` : `${run.build_id} started; ${ways}`;
}

async function writeCheck(context: Context, path: string, read: ReadRecipe): Promise<number> {
  const { problems } = read;
  const text = problems.length === 0 ? `${path}: the recipe is valid\n` : problems.map((problem) => `${problemLine(problem)}\n`).join('');
  await writeResult(context, { valid: problems.length === 0, problems }, () => text);
  return problems.length === 0 ? exitCodes.done : exitCodes.usage;
}
