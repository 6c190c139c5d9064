import { imageConditions } from '../../../core/api/contract/image-condition';
import { isRunId } from '../../../core/lib/identifier';
import { tagKeys } from '../../../core/tags';
import type { NightAnswer } from '../../../core/api/contract/night';
import { cleanupPath, finishCleanup } from '../../workflow/cleanup';
import type { CommandSpec, Invocation } from '../../framework/command';
import type { Context } from '../../framework/context';
import { usageError } from '../../framework/failure';
import { writeResult } from '../../render/layout/output';
import { renderRun } from '../../render/runs';
import { durationValue, tagValue } from '../../framework/values';
import { isWatched } from '../../workflow/progress/display';
import { followRun, reportEnd } from '../../workflow/wait';
import { finishNight } from '../../workflow/night';
import { waitForImage } from './image';
import { instanceConditions, waitForInstance, waitForTag } from './instance';

/** Waits for something to end, or for an image or instance to meet a condition. */
export const wait: CommandSpec = {
  names: ['wait'],
  summary: 'Wait for a build, image, instance, night or cleanup',
  details:
    'Exit code 5 if --timeout expires; 1 if the build, image, test, nightly run or cleanup failed; 4 if the condition can no longer be met. Ctrl-C stops only the waiting. ' +
    `Conditions of an image: available (default), published, tested (its last test on each type passed), replicated (published in each --to-region). Conditions of an instance: running, stopped, terminated, ready (its user data has set the tag ${tagKeys.buildComplete}=true).`,
  arguments: [
    {
      name: 'what',
      description:
        'build (bld-…), operation (op-…), image (ami-…), cleanup (cln-…), nightly run (night-…, or `nightly` for the latest), or id or name of an instance',
    },
  ],
  flags: [
    {
      name: 'for',
      value: 'condition',
      choices: [...imageConditions, ...instanceConditions],
      description: 'condition to wait for',
    },
    {
      name: 'to-region',
      value: 'region',
      description: 'with --for replicated: region of a copy; may be repeated',
      repeatable: true,
    },
    {
      name: 'for-tag',
      value: 'k=v',
      description: `tag of the instance to wait for, such as ${tagKeys.buildComplete}=true`,
      parse: tagValue,
    },
    {
      name: 'timeout',
      value: 'duration',
      description: 'maximum time to wait, such as 30m (default: 1d)',
      parse: durationValue,
    },
  ],
  examples: [
    'spawn wait bld-0mk3f2k1a7x2m9q4c',
    'spawn wait ami-0123456789abcdef0 --timeout 2h',
    'spawn wait ami-0123456789abcdef0 --for replicated --to-region eu-west-1',
    `spawn wait ami-builder --for-tag ${tagKeys.buildComplete}=true`,
    'spawn wait ami-builder --for stopped',
    'spawn wait nightly',
  ],
  run: async (invocation, context) => {
    const [what = ''] = invocation.arguments;
    const tag = invocation.flags.text('for-tag');
    const condition = invocation.flags.text('for');
    const regions = invocation.flags.list('to-region');
    if (tag !== undefined && condition !== undefined)
      throw usageError('--for and --for-tag cannot be combined: use only one');
    if ((condition === 'replicated') !== regions.length > 0)
      throw usageError(
        '--for replicated and --to-region must be used together: spawn wait ami-… --for replicated --to-region eu-west-1',
      );
    const wish = tag === undefined ? condition && '--for' : '--for-tag';
    if (wish !== undefined && isRunId(what))
      throw usageError(`${wish} is not supported for builds and operations: the command waits until they end`);
    if (tag !== undefined) return waitForTag(invocation, context, what, tag);
    if (/^ami-[0-9a-f]+$/.test(what))
      return waitForImage(invocation, context, what, oneOf(imageConditions, condition ?? 'available', 'an image'));
    if (condition !== undefined)
      return waitForInstance(invocation, context, what, oneOf(instanceConditions, condition, 'an instance'));
    return waitForEnd(invocation, context, what);
  },
};

async function waitForEnd({ flags }: Invocation, context: Context, what: string): Promise<number> {
  const timeout = flags.number('timeout');
  if (/^(bld|op)-/.test(what)) {
    const run = await followRun(context, what, { timeout });
    await writeResult(context, run, () => renderRun(run, context.styles, isWatched(context)));
    return reportEnd(context, run);
  }
  if (/^cln-/.test(what)) {
    // Checked first, so that an unknown cleanup is not reported as running.
    await (await context.api()).get(cleanupPath(what), { limit: 1 });
    return finishCleanup(context, what, timeout);
  }
  // A nightly run that its schedule started has the id of its execution, which AWS assigns.
  if (/^night-|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.test(what)) return finishNight(context, what, timeout);
  if (what === 'nightly')
    return finishNight(context, (await (await context.api()).get<NightAnswer>('/v1/nightly/latest')).night, timeout);
  throw usageError(
    `'${what}' is not the id of a build, operation, image, cleanup or nightly run`,
    `If it is an instance, say what to wait for: spawn wait ${what} --for running`,
  );
}

function oneOf<Condition extends string>(conditions: readonly Condition[], condition: string, of: string): Condition {
  const found = conditions.find((each) => each === condition);
  if (found === undefined)
    throw usageError(`--for ${condition} does not apply to ${of}: use one of ${conditions.join(', ')}`);
  return found;
}
