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
import { followRun, reportEnd } from '../../workflow/wait';
import { finishNight } from '../../workflow/night';
import { waitForImage } from './image';
import { instanceConditions, waitForInstance, waitForTag } from './instance';

/** Waits until something that was started has ended, or an image or instance is what is asked for. */
export const wait: CommandSpec = {
  names: ['wait'],
  summary: 'Wait for a build, an image, an instance, a night or a cleanup',
  details:
    'Exit code 5 when --timeout runs out; 1 when the build, image, test, night or cleanup failed; 4 when what is waited for cannot come any more. Ctrl-C ends the waiting alone. ' +
    `Of an image: available (the default), published, tested (its last test on each type passed), replicated (published in each --to-region). Of an instance: running, stopped, terminated, or ready: its user data has set ${tagKeys.buildComplete}=true.`,
  arguments: [
    {
      name: 'what',
      description:
        'build (bld-…), operation (op-…), image (ami-…), cleanup (cln-…), `nightly` or one night (night-…), or id or name of an instance',
    },
  ],
  flags: [
    {
      name: 'for',
      value: 'condition',
      choices: [...imageConditions, ...instanceConditions],
      description: 'what an image or instance is to be',
    },
    {
      name: 'to-region',
      value: 'region',
      description: 'region of --for replicated; may be repeated',
      repeatable: true,
    },
    {
      name: 'for-tag',
      value: 'k=v',
      description: `the tag that the instance gets, such as ${tagKeys.buildComplete}=true`,
      parse: tagValue,
    },
    {
      name: 'timeout',
      value: 'duration',
      description: 'how long to wait, such as 30m (default: 1d)',
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
    if (tag !== undefined && condition !== undefined) throw usageError('say either --for or --for-tag, not both');
    if ((condition === 'replicated') !== regions.length > 0)
      throw usageError(
        '--for replicated and --to-region go together: spawn wait ami-… --for replicated --to-region eu-west-1',
      );
    const wish = tag === undefined ? condition && '--for' : '--for-tag';
    if (wish !== undefined && isRunId(what))
      throw usageError(`builds and operations take no ${wish}: they are waited for until they end`);
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
    const run = await followRun(context, what, timeout);
    await writeResult(context, run, () => renderRun(run, context.styles));
    return reportEnd(context, run);
  }
  if (/^cln-/.test(what)) {
    // One that there is not must not be said to go on.
    await (await context.api()).get(cleanupPath(what), { limit: 1 });
    return finishCleanup(context, what, timeout);
  }
  // A night that its schedule began has the id of its execution, which AWS makes.
  if (/^night-|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.test(what)) return finishNight(context, what, timeout);
  if (what === 'nightly')
    return finishNight(context, (await (await context.api()).get<NightAnswer>('/v1/nightly/latest')).night, timeout);
  throw usageError(
    `'${what}' is taken for an instance, and --for or --for-tag says what to wait for: spawn wait ${what} --for-tag key=value`,
  );
}

function oneOf<Condition extends string>(conditions: readonly Condition[], condition: string, of: string): Condition {
  const found = conditions.find((each) => each === condition);
  if (found === undefined)
    throw usageError(`--for ${condition} is nothing that ${of} can be: it can be ${conditions.join(', ')}`);
  return found;
}
