import { basename, dirname, resolve } from 'node:path';
import { formatDuration } from '../../../core/lib/duration';
import type { Architecture } from '../../../core/model/image';
import type { PreviewAnswer } from '../../../core/build/preview';
import type { RunAnswer } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { sourceOf } from '../../workflow/commit';
import type { Context } from '../../framework/context';
import { exitCodes, usageError } from '../../framework/failure';
import type { Flags } from '../../framework/flags';
import { writeCheck } from '../../workflow/check/recipe';
import { readRecipe, problemLine, recipePath } from '../../workflow/recipe/read';
import { writeResult } from '../../render/layout/output';
import { renderPreview } from '../../render/build-preview';
import { renderRun } from '../../render/runs';
import { smokeRecipe } from '../../workflow/smoke-recipe';
import { whileWorking } from '../../workflow/progress/status';
import { isWatched } from '../../workflow/progress/display';
import { followRun, outputOf, reportEnd, type FollowOptions } from '../../workflow/wait';
import { buildFlags } from './flags';

/** Builds an image from a recipe, or only checks the recipe. */
export const build: CommandSpec = {
  names: ['build'],
  summary: 'Build, test and publish an image from a recipe',
  details:
    'The published image is copied to the regions of the recipe. A recipe is not built twice on the same base: the command joins a running build or returns the published image. --force builds again. In a git work tree, the commit is recorded with the build.',
  arguments: [
    {
      name: 'recipe',
      description:
        'path of the recipe (YAML), or a folder with recipe.yaml; file names in it are relative to its folder',
      optional: true,
      file: true,
    },
  ],
  flags: buildFlags,
  examples: [
    'spawn build --smoke',
    'spawn build examples/pytorch-cpu/recipe.yaml --wait',
    'spawn build recipe.yaml --follow',
    'spawn build recipe.yaml --check',
    'spawn build recipe.yaml --dry-run',
    'spawn build recipe.yaml --discard --wait',
    'spawn build recipe.yaml --keep-failed 2h --wait',
    'spawn build recipe.yaml --keep-candidate 1d --wait',
    'spawn build recipe.yaml --region eu-west-1 --region us-west-2 --wait -o json',
  ],
  run: async ({ arguments: [given], flags }, context) => {
    if (flags.on('smoke')) return buildSmoke(context, given, flags);
    if (flags.text('arch') !== undefined)
      throw usageError('--arch requires --smoke: a recipe sets its own architecture');
    if (given === undefined) throw usageError('no recipe given: name a recipe, or use --smoke');
    refuseTogether(flags);
    const path = recipePath(context, given);
    const read = await readRecipe(context, path);
    if (flags.on('check')) return writeCheck(context, path, read);
    if (read.problems.length > 0) {
      throw usageError(`the recipe is invalid:\n${read.problems.map(problemLine).join('\n')}`);
    }
    const regions = flags.list('region');
    const file = resolve(context.directory, path);
    const wait = flags.on('wait') || flags.on('follow');
    const request = {
      recipe: read.text,
      files: read.files,
      image_name: flags.text('name'),
      force: flags.on('force') || undefined,
      spot: flags.on('spot') || (flags.on('on-demand') ? false : undefined),
      discard: flags.on('discard') || undefined,
      keep_failed_seconds: flags.number('keep-failed'),
      keep_candidate_seconds: flags.number('keep-candidate'),
      regions: regions.length === 0 ? undefined : regions,
      source: await sourceOf(dirname(file), [basename(file), ...Object.keys(read.files)]),
    };
    if (flags.on('dry-run')) return previewBuild(context, request);
    const started = await startBuild(context, request);
    context.messages.note(startedLine(started));
    context.messages.warnAll(started.warnings);
    const run =
      wait && started.status === 'running'
        ? await followRun(context, started.build_id, followOf(context, flags))
        : started;
    await writeResult(context, run, () => renderRun(run, context.styles, wait && isWatched(context)));
    return wait ? reportEnd(context, run) : exitCodes.done;
  },
};

/** Refuses flags that contradict each other. */
function refuseTogether(flags: Flags): void {
  const shown = (['check', 'dry-run'] as const).find((name) => flags.on(name));
  const other = (['check', 'dry-run', 'wait', 'follow'] as const).find((name) => name !== shown && flags.on(name));
  if (shown !== undefined && other !== undefined) throw usageError(`--${shown} starts no build: leave --${other} out`);
  if (flags.on('spot') && flags.on('on-demand'))
    throw usageError('--spot and --on-demand contradict each other: use one');
  if (flags.on('discard') && flags.list('region').length > 0)
    throw usageError('--discard publishes nothing: leave --region out');
  if (flags.on('discard') && flags.number('keep-candidate') !== undefined)
    throw usageError('--discard publishes nothing, so nothing can be retried: leave --keep-candidate out');
}

/** Prints what a build would do. */
async function previewBuild(context: Context, request: object): Promise<number> {
  const { body } = await whileWorking(context, 'checking the recipe', (api) =>
    api.post<PreviewAnswer>('/v1/build-previews', request),
  );
  await writeResult(context, body, () => renderPreview(body, context.styles));
  return exitCodes.done;
}

/** Builds the built-in recipe, waits for the result and prints it. */
async function buildSmoke(context: Context, path: string | undefined, flags: Flags): Promise<number> {
  const others = ['check', 'dry-run', 'spot', 'on-demand', 'discard', 'keep-failed', 'keep-candidate', 'force', 'name'];
  const other = [...others, 'region'].find(
    (name) => flags.on(name) || flags.text(name) !== undefined || flags.list(name).length > 0,
  );
  if (path !== undefined || other !== undefined)
    throw usageError(`--smoke builds a built-in recipe: remove ${path ?? `--${other}`}`);
  const recipe = smokeRecipe((flags.text('arch') ?? 'x86_64') as Architecture);
  const started = await startBuild(context, { recipe, discard: true });
  context.messages.note(startedLine(started));
  context.messages.warnAll(started.warnings);
  const run = await followRun(context, started.build_id, followOf(context, flags));
  await writeResult(
    context,
    run,
    () => `${renderRun(run, context.styles)}${run.status === 'succeeded' ? smokeLine(run) : ''}`,
  );
  return reportEnd(context, run);
}

async function startBuild(context: Context, request: object): Promise<RunAnswer> {
  const { body } = await whileWorking(context, 'checking the recipe and starting the build', (api) =>
    api.post<RunAnswer>('/v1/builds', request),
  );
  return body;
}

function followOf(context: Context, flags: Flags): FollowOptions {
  return { timeout: flags.number('timeout'), output: outputOf(context, flags.on('follow')) };
}

function smokeLine(run: RunAnswer): string {
  const seconds = run.ended_at === undefined ? 0 : (Date.parse(run.ended_at) - Date.parse(run.created_at)) / 1000;
  return `\nThis deployment can build images: ${run.ami_id} was created, passed its test and was removed with its snapshot and instances (${formatDuration(Math.round(seconds))}).\n`;
}

function startedLine(run: RunAnswer): string {
  if (run.reused === 'published') return `${run.build_id} already published this image (use --force to build again)`;
  const ways = `follow: spawn wait ${run.build_id}; cancel: spawn builds cancel ${run.build_id}`;
  return run.reused === 'running'
    ? `${run.build_id} is already building this image; ${ways}`
    : run.queue?.place === undefined
      ? `${run.build_id} started; ${ways}`
      : `${run.build_id} waits for its turn, at place ${run.queue.place}; ${ways}`;
}
