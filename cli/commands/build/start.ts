import { basename, dirname, resolve } from 'node:path';
import { formatDuration } from '../../../core/lib/duration';
import type { Architecture } from '../../../core/model/image';
import type { RunAnswer } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { sourceOf } from '../../workflow/commit';
import type { Context } from '../../framework/context';
import { exitCodes, usageError } from '../../framework/failure';
import type { Flags } from '../../framework/flags';
import { readRecipe, problemLine } from '../../workflow/recipe';
import type { ReadRecipe } from '../../workflow/recipe';
import { writeResult } from '../../render/layout/output';
import { renderRun } from '../../render/runs';
import { smokeRecipe } from '../../workflow/smoke-recipe';
import { durationValue } from '../../framework/values';
import { followRun, reportEnd } from '../../workflow/wait';

/** Builds an image from a recipe, or only checks the recipe. */
export const build: CommandSpec = {
  names: ['build'],
  summary: 'Build, test, publish and replicate an image from a recipe',
  details:
    'The same recipe on the same base is not built twice: a build that runs is joined, and a published image is answered, unless --force. In a git work tree the commit is kept with the build.',
  arguments: [
    {
      name: 'recipe',
      description: 'the recipe, a YAML file; the files that it names lie beside it',
      optional: true,
      file: true,
    },
  ],
  flags: [
    { name: 'wait', description: 'follow the build to its end; exit code 1 when it fails, 5 when --timeout runs out' },
    {
      name: 'timeout',
      value: 'duration',
      description: 'how long --wait waits, such as 2h (default: 1d)',
      parse: durationValue,
    },
    {
      name: 'check',
      description:
        'only check the recipe and its files, offline, and print file:line:column: message; ' +
        'whether its version is taken (VersionTaken) only the API finds',
    },
    { name: 'force', description: 'build even when the same is published already' },
    {
      name: 'name',
      value: 'name',
      field: 'image_name',
      description: 'name of the image (default: stack-version-variant-date)',
    },
    {
      name: 'smoke',
      description:
        'build the smallest image there is, test it and remove everything again: shows that the deployment can build',
    },
    {
      name: 'arch',
      value: 'architecture',
      choices: ['x86_64', 'arm64'],
      description: 'architecture of --smoke (default: x86_64)',
    },
    {
      name: 'region',
      value: 'region',
      field: 'regions',
      description: 'region to publish in besides the home region, in place of those of the recipe',
      repeatable: true,
    },
  ],
  examples: [
    'spawn build --smoke',
    'spawn build examples/pytorch-cpu/recipe.yaml --wait',
    'spawn build recipe.yaml --check',
    'spawn build recipe.yaml --region eu-west-1 --region us-west-2 --wait -o json',
  ],
  run: async ({ arguments: [path], flags }, context) => {
    if (flags.on('smoke')) return buildSmoke(context, path, flags);
    if (flags.text('arch') !== undefined)
      throw usageError('--arch is for --smoke: a recipe says its architecture itself');
    if (path === undefined) throw usageError('name a recipe, or give --smoke');
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
    const run =
      flags.on('wait') && started.status === 'running'
        ? await followRun(context, started.build_id, flags.number('timeout'))
        : started;
    await writeResult(context, run, () => renderRun(run, context.styles));
    return flags.on('wait') ? reportEnd(context, run) : exitCodes.done;
  },
};

/** Builds what ships with this command, follows it to its end, and says what was seen. */
async function buildSmoke(context: Context, path: string | undefined, flags: Flags): Promise<number> {
  const other = ['check', 'force', 'name', 'region'].find(
    (name) => flags.on(name) || flags.text(name) !== undefined || flags.list(name).length > 0,
  );
  if (path !== undefined || other !== undefined)
    throw usageError(`--smoke builds what ships with this command: leave ${path ?? `--${other}`} out`);
  const api = await context.api();
  const recipe = smokeRecipe((flags.text('arch') ?? 'x86_64') as Architecture);
  const { body: started } = await api.post<RunAnswer>('/v1/builds', { recipe, discard: true });
  context.terminal.err(`${startedLine(started)}\n`);
  const run = await followRun(context, started.build_id, flags.number('timeout'));
  await writeResult(
    context,
    run,
    () => `${renderRun(run, context.styles)}${run.status === 'succeeded' ? smokeLine(run) : ''}`,
  );
  return reportEnd(context, run);
}

function smokeLine(run: RunAnswer): string {
  const seconds = run.ended_at === undefined ? 0 : (Date.parse(run.ended_at) - Date.parse(run.created_at)) / 1000;
  return `\nThis deployment can build: ${run.ami_id} was made, passed its test, and is removed again with its snapshot and instances (${formatDuration(Math.round(seconds))}).\n`;
}

function startedLine(run: RunAnswer): string {
  if (run.reused === 'published') return `${run.build_id} has published the same already (--force builds it again)`;
  const ways = `follow it: spawn wait ${run.build_id}; stop it: spawn builds cancel ${run.build_id}`;
  return run.reused === 'running'
    ? `${run.build_id} is building the same already; ${ways}`
    : `${run.build_id} started; ${ways}`;
}

const untestedWarning = 'the recipe has no test: its image is published as it is; name a script under test:';

async function writeCheck(context: Context, path: string, read: ReadRecipe): Promise<number> {
  const { problems } = read;
  const text =
    problems.length === 0
      ? `${path}: the recipe is valid\n`
      : problems.map((problem) => `${problemLine(problem)}\n`).join('');
  const warnings = read.recipe !== undefined && read.recipe.test === undefined ? [untestedWarning] : [];
  for (const warning of warnings) context.terminal.err(`${context.styles.yellow('warning:')} ${path}: ${warning}\n`);
  await writeResult(context, { valid: problems.length === 0, problems, warnings }, () => text);
  return problems.length === 0 ? exitCodes.done : exitCodes.usage;
}
