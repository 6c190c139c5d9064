import type { CleanupAnswer, CleanupDetails } from '../../client/answers';
import {
  cleanupPath,
  finishCleanup,
  followCleanup,
  isUnderway,
  planCommand,
  reportOutcome,
  tellHowToGoOn,
  tellWhatStays,
  withEntries,
} from '../../workflow/cleanup';
import type { CommandSpec, Invocation } from '../../framework/command';
import type { Context } from '../../framework/context';
import { CommandFailure, exitCodes, usageError } from '../../framework/failure';
import type { Flags } from '../../framework/flags';
import { confirm, declined } from '../../framework/prompt';
import { renderPlan } from '../../render/cleanups';
import { writeResult } from '../../render/layout/output';
import { collectTags, countValue, daysValue, durationValue, tagValue } from '../../framework/values';

/** What says which images a cleanup looks at; a stored plan says it itself. */
const selecting = ['age', 'deprecated-only', 'stack', 'keep-latest', 'unmanaged', 'name', 'tag', 'region'];

/** Removes images that nobody needs any more. */
export const cleanupAmis: CommandSpec = {
  names: ['cleanup-amis', 'ami cleanup'],
  summary: 'Remove images that nobody needs any more, with their snapshots',
  details:
    'Shows the plan with a reason for every image, asks, marks what goes, waits for the grace of the stack (an hour, unless its policy says otherwise), looks again, disables each image, and removes it after a last look. ' +
    'Without anything named the policies of the stacks decide: what is deprecated and older than 180 days goes, and what is unused as long; the newest versions stay, and always what is in use or tagged to be kept. ' +
    'Exit code 4 when an image that was named stays; 1 when the question is not answered with yes.',
  arguments: [
    {
      name: 'ami',
      description: 'exactly these images and their copies: ages do not count, protections do',
      optional: true,
      variadic: true,
    },
  ],
  flags: [
    { name: 'dry-run', description: 'only show the plan' },
    {
      name: 'age',
      value: 'days',
      field: 'age_days',
      description: 'those older than this, such as 90d, whatever the policy of their stack says',
      parse: daysValue,
    },
    { name: 'deprecated-only', description: 'only deprecated ones' },
    { name: 'stack', value: 'name', description: 'only those of a stack' },
    {
      name: 'keep-latest',
      value: 'count',
      description:
        'how many versions of each stack and variant stay in each region (default: the policy of the stack); alone, all others go',
      parse: countValue,
    },
    { name: 'unmanaged', description: 'only images made elsewhere, by --name or --tag, and --age' },
    { name: 'name', value: 'pattern', description: 'with --unmanaged: name of the images, with * for anything' },
    {
      name: 'tag',
      value: 'k=v',
      description: 'with --unmanaged: a tag that they have; may be repeated',
      repeatable: true,
      parse: tagValue,
    },
    { name: 'region', value: 'region', description: 'only in this region (default: all regions)' },
    { name: 'plan', value: 'id', description: 'carry out a plan that is there, go on with it, or follow it' },
    {
      name: 'limit',
      value: 'count',
      description: 'how many go at most, the oldest first (default: 50)',
      parse: countValue,
    },
    { name: 'all', description: 'show what stays too, with its reasons' },
    { name: 'no-wait', description: 'do not follow it to its end' },
    {
      name: 'timeout',
      value: 'duration',
      description: 'how long to follow it, such as 2h (default: 1d); exit code 5 when it runs out',
      parse: durationValue,
    },
  ],
  // The plan is made before the question, since the question is about it.
  destructive: true,
  examples: [
    'spawn cleanup-amis --dry-run',
    'spawn cleanup-amis --age 90d --deprecated-only',
    'spawn cleanup-amis --stack pytorch --keep-latest 3',
    'spawn cleanup-amis ami-0123456789abcdef0',
    'spawn ami cleanup --unmanaged --name "old-*" --age 180d',
    'spawn ami cleanup --plan cln-0mk3f2k1a7x2m9q4c --yes',
  ],
  run: async (invocation, context) => {
    const { flags } = invocation;
    const id = flags.text('plan');
    if (id !== undefined) refuseSelection(invocation);
    const cleanup = id === undefined ? await plan(invocation, context) : await known(context, id);
    if (flags.on('dry-run')) return show(context, cleanup, flags.on('all'));
    if (isUnderway(cleanup)) return finishCleanup(context, cleanup.cleanup_id, flags.number('timeout'));
    if (['done', 'incomplete'].includes(cleanup.status) && leftOf(cleanup) === 0)
      return reportOutcome(context, cleanup);
    return carryOut(context, cleanup, flags);
  },
};

function refuseSelection({ arguments: ids, flags }: Invocation): void {
  const given = selecting.find((name) => flags.parsed(name) !== undefined);
  if (given !== undefined || ids.some((each) => each !== undefined))
    throw usageError(`the plan says which images: leave ${given === undefined ? 'the ids' : `--${given}`} out`);
}

/** Has a plan made, and waits for it. */
async function plan({ arguments: words, flags }: Invocation, context: Context): Promise<CleanupDetails> {
  const ids = words.filter((word) => word !== undefined);
  const tags = collectTags('tag', flags.list('tag'));
  const name = flags.text('name');
  const byMark = name !== undefined || flags.list('tag').length > 0;
  if (byMark !== flags.on('unmanaged'))
    throw usageError(
      '--unmanaged needs --name or --tag, and they need --unmanaged: what spawn manages is named by its stack',
    );
  if (byMark && flags.number('age') === undefined)
    throw usageError('--unmanaged needs --age too: no policy says when images go that spawn does not manage');
  const { body } = await (
    await context.api()
  ).post<CleanupAnswer>('/v1/cleanups', {
    ...(ids.length > 0 && { ami_ids: ids }),
    age_days: flags.number('age'),
    ...(flags.on('deprecated-only') && { deprecated_only: true }),
    stack: flags.text('stack'),
    keep_latest: flags.number('keep-latest'),
    region: flags.text('region'),
    ...(byMark && { unmanaged: { name, ...(Object.keys(tags).length > 0 && { tags }) } }),
    limit: flags.number('limit'),
  });
  const planned = await followCleanup(context, body.cleanup_id);
  return usable(planned);
}

/** The stored cleanup; one that is just being planned is waited for. */
async function known(context: Context, id: string): Promise<CleanupDetails> {
  const cleanup = await (await context.api()).get<CleanupDetails>(cleanupPath(id), { limit: 1 });
  return usable(cleanup.status === 'planning' ? await followCleanup(context, id) : cleanup);
}

function usable(cleanup: CleanupDetails): CleanupDetails {
  if (cleanup.regions.length > 0) return cleanup;
  throw new CommandFailure(
    `${cleanup.cleanup_id} has no plan${cleanup.failure ? `: ${cleanup.failure.message}` : ''}`,
    exitCodes.failed,
    'Plan again: spawn cleanup-amis --dry-run',
  );
}

async function show(context: Context, cleanup: CleanupDetails, all: boolean): Promise<number> {
  const { shown, text } = await shownPlan(context, cleanup, all);
  await writeResult(context, shown, () => text);
  return tellWhatStays(context, shown);
}

/** Shows the plan, asks, has it carried out and follows it. */
async function carryOut(context: Context, cleanup: CleanupDetails, flags: Flags): Promise<number> {
  const { cleanup_id } = cleanup;
  const { shown, text } = await shownPlan(context, cleanup, flags.on('all'));
  const isTable = context.format === 'table';
  // Other formats have one result, at the end; who is asked sees the plan in any.
  if (isTable) context.terminal.out(text);
  else if (!context.yes) context.terminal.err(text);
  const left = leftOf(cleanup);
  if (left === 0) return ended(shown, tellWhatStays(context, shown));
  const limit = flags.number('limit') ?? cleanup.limit;
  if (left > limit) context.terminal.err(`${limit} of these ${left} go now, the oldest first\n`);
  if (!(await confirm(context, `Remove ${Math.min(left, limit)} of them, with their snapshots?`))) {
    context.terminal.err(`The plan stays: ${planCommand(cleanup_id)}\n`);
    return ended(shown, declined);
  }
  const { body } = await (
    await context.api()
  ).post<CleanupAnswer>(`${cleanupPath(cleanup_id)}/apply`, { limit: flags.number('limit') });
  if (!flags.on('no-wait')) return finishCleanup(context, cleanup_id, flags.number('timeout'));
  tellHowToGoOn(context, cleanup_id);
  return ended({ ...shown, ...body }, tellWhatStays(context, shown));

  async function ended(result: CleanupDetails, code: number): Promise<number> {
    if (!isTable) await writeResult(context, result, () => text);
    return code;
  }
}

async function shownPlan(
  context: Context,
  cleanup: CleanupDetails,
  all: boolean,
): Promise<{ shown: CleanupDetails; text: string }> {
  // Programs get every line, and of images that were named every line is of interest.
  const isWhole = all || context.format !== 'table' || cleanup.request.images !== undefined;
  const shown = await withEntries(context, cleanup, isWhole ? undefined : 'remove');
  return { shown, text: renderPlan(shown, isWhole, context.styles, context.terminal.width) };
}

function leftOf({ counts }: CleanupDetails): number {
  return counts.remove - counts.removed - counts.taken_back;
}
