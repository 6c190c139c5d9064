import { basename, dirname, resolve } from 'node:path';
import { retryStages } from '../../../core/model/run';
import type { RunAnswer } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import type { Context } from '../../framework/context';
import { exitCodes, usageError } from '../../framework/failure';
import { durationValue } from '../../framework/values';
import { writeResult } from '../../render/layout/output';
import { renderRun } from '../../render/runs';
import { sourceOf } from '../../workflow/commit';
import { isWatched } from '../../workflow/progress/display';
import { whileWorking } from '../../workflow/progress/status';
import { problemLine, readRecipe, recipePath } from '../../workflow/recipe/read';
import { followRun, outputOf, reportEnd } from '../../workflow/wait';

/** Tests and publishes the image that a failed build kept. */
export const retryBuild: CommandSpec = {
  names: ['builds retry'],
  summary: 'Test and publish the image that a failed build kept',
  details:
    'A build that was started with --keep-candidate keeps its image when its test or scan fails. The retry is a build of its own: it begins with the stage that failed, and publishes and copies the image. Only one retry can take an image. With --recipe, the test of the recipe replaces that of the build; a recipe that would make another image is refused.',
  arguments: [{ name: 'build', description: 'id of the failed build (bld-…)' }],
  flags: [
    {
      name: 'from',
      value: 'stage',
      choices: [...retryStages],
      description: 'stage to begin with: test or scan (default: the one that failed)',
    },
    {
      name: 'recipe',
      value: 'path',
      description: 'recipe with another test, vulnerabilities, approval, launch_types or rebuild',
    },
    {
      name: 'keep-candidate',
      value: 'duration',
      field: 'keep_candidate_seconds',
      description: 'keep the image for another retry for this long, from 10m to 7d (default: as the build)',
      parse: durationValue,
    },
    {
      name: 'wait',
      description: 'wait for the retry to end and show its progress; exit code 1 if it fails, 5 if --timeout expires',
    },
    {
      name: 'timeout',
      value: 'duration',
      description: 'maximum time for --wait, such as 2h (default: 1d)',
      parse: durationValue,
    },
  ],
  examples: [
    'spawn builds retry bld-0mk3f2k1a7x2m9q4c --wait',
    'spawn builds retry bld-0mk3f2k1a7x2m9q4c --from test --recipe recipe.yaml --wait',
  ],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const path = flags.text('recipe');
    const request = {
      from: flags.text('from'),
      keep_candidate_seconds: flags.number('keep-candidate'),
      ...(path !== undefined && (await revisedRecipe(context, path))),
    };
    const { body: started } = await whileWorking(context, 'starting the retry', (api) =>
      api.post<RunAnswer>(`/v1/builds/${encodeURIComponent(id)}/retries`, request),
    );
    context.messages.note(
      `${started.build_id} retries ${id} from its ${started.retry?.from}; follow: spawn wait ${started.build_id}`,
    );
    context.messages.warnAll(started.warnings);
    const wait = flags.on('wait');
    const follow = { timeout: flags.number('timeout'), output: outputOf(context, false) };
    const run = wait ? await followRun(context, started.build_id, follow) : started;
    await writeResult(context, run, () => renderRun(run, context.styles, wait && isWatched(context)));
    return wait ? reportEnd(context, run) : exitCodes.done;
  },
};

async function revisedRecipe(context: Context, given: string): Promise<object> {
  const path = recipePath(context, given);
  const { text, files, problems } = await readRecipe(context, path);
  if (problems.length > 0) throw usageError(`the recipe is invalid:\n${problems.map(problemLine).join('\n')}`);
  const file = resolve(context.directory, path);
  return { recipe: text, files, source: await sourceOf(dirname(file), [basename(file), ...Object.keys(files)]) };
}
