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
import { collectTags, countValue, daysValue, tagValue } from '../../framework/values';
import { cleanupTimeoutFlag } from '../../workflow/shared-flags';

/** The flags that select images; they cannot be combined with a stored plan. */
const selecting = [
  'age',
  'deprecated-only',
  'stack',
  'keep-latest',
  'unmanaged',
  'name',
  'tag',
  'orphan-snapshots',
  'region',
];

/** Removes images that are no longer needed. */
export const cleanupAmis: CommandSpec = {
  names: ['cleanup-amis', 'ami cleanup'],
  summary: 'Remove images that are no longer needed',
  details:
    'Removes images with their snapshots. Shows the plan with a reason for each image and asks for confirmation. Then it marks the images to remove, waits for the grace period of the stack (default: 1h), checks again, disables each image, and removes it after a final check. ' +
    'Without images or filters, the policies of the stacks apply: by default, images are removed that are deprecated and older than 180 days, or unused for 180 days. The newest versions, images in use and images tagged to be kept are never removed. ' +
    'Exit code 4 if a named image is kept; 1 if the confirmation is declined.',
  arguments: [
    {
      name: 'ami',
      description: 'only these images and their copies, regardless of age; protections apply',
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
      description: 'only images older than this, such as 90d; replaces the ages in the policy of the stack',
      parse: daysValue,
    },
    { name: 'deprecated-only', description: 'only deprecated images' },
    { name: 'stack', value: 'name', description: 'only images of this stack' },
    {
      name: 'keep-latest',
      value: 'count',
      description:
        'number of versions to keep of each stack and variant in each region (default: the policy of the stack); without other filters, all other versions are removed',
      parse: countValue,
    },
    { name: 'unmanaged', description: 'only images that spawn does not manage; requires --age, and --name or --tag' },
    {
      name: 'name',
      value: 'pattern',
      description: 'with --unmanaged: name of the images; * stands for any characters, ? for one',
    },
    {
      name: 'tag',
      value: 'k=v',
      description: 'with --unmanaged: tag of the images; may be repeated',
      repeatable: true,
      parse: tagValue,
    },
    {
      name: 'orphan-snapshots',
      value: 'pattern',
      field: 'orphans.description',
      description:
        'instead of images, snapshots that no deployment of spawn tagged, whose description matches (`*` is a wildcard) and names an image that no longer exists; requires --age',
    },
    { name: 'region', value: 'region', description: 'only images in this region (default: all regions)' },
    { name: 'plan', value: 'id', description: 'apply, resume or follow an existing plan' },
    {
      name: 'limit',
      value: 'count',
      description: 'maximum number of images to remove, oldest first (default: 50)',
      parse: countValue,
    },
    { name: 'all', description: 'also show the images that are kept, with reasons' },
    { name: 'no-wait', description: 'do not wait for the cleanup to end' },
    cleanupTimeoutFlag,
  ],
  // The plan is made before the confirmation, which is about the plan.
  destructive: true,
  examples: [
    'spawn cleanup-amis --dry-run',
    'spawn cleanup-amis --age 90d --deprecated-only',
    'spawn cleanup-amis --stack pytorch --keep-latest 3',
    'spawn cleanup-amis ami-0123456789abcdef0',
    'spawn ami cleanup --unmanaged --name "old-*" --age 180d',
    "spawn cleanup-amis --orphan-snapshots 'Created by CreateImage*' --age 90d --dry-run",
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
    throw usageError(`--plan selects the images: remove ${given === undefined ? 'the ids' : `--${given}`}`);
}

/** Requests a plan and waits for it. */
async function plan({ arguments: words, flags }: Invocation, context: Context): Promise<CleanupDetails> {
  const ids = words.filter((word) => word !== undefined);
  const tags = collectTags('tag', flags.list('tag'));
  const name = flags.text('name');
  const byMark = name !== undefined || flags.list('tag').length > 0;
  if (byMark !== flags.on('unmanaged'))
    throw usageError(
      '--unmanaged requires --name or --tag, and they require --unmanaged: use --stack for images that spawn manages',
    );
  if (byMark && flags.number('age') === undefined)
    throw usageError('--unmanaged requires --age: no policy applies to images that spawn does not manage');
  const orphans = flags.text('orphan-snapshots');
  if (orphans !== undefined && flags.number('age') === undefined)
    throw usageError('--orphan-snapshots requires --age: no policy applies to snapshots that spawn does not manage');
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
    ...(orphans !== undefined && { orphans: { description: orphans } }),
    limit: flags.number('limit'),
  });
  const planned = await followCleanup(context, body.cleanup_id);
  return usable(planned);
}

/** Returns the stored cleanup, after waiting for its plan if necessary. */
async function known(context: Context, id: string): Promise<CleanupDetails> {
  const cleanup = await (await context.api()).get<CleanupDetails>(cleanupPath(id), { limit: 1 });
  return usable(cleanup.status === 'planning' ? await followCleanup(context, id) : cleanup);
}

function usable(cleanup: CleanupDetails): CleanupDetails {
  if (cleanup.regions.length > 0) return cleanup;
  throw new CommandFailure(
    `${cleanup.cleanup_id} has no plan${cleanup.failure ? `: ${cleanup.failure.message}` : ''}`,
    exitCodes.failed,
    'To plan again: spawn cleanup-amis --dry-run',
  );
}

async function show(context: Context, cleanup: CleanupDetails, all: boolean): Promise<number> {
  const { shown, text } = await shownPlan(context, cleanup, all);
  await writeResult(context, shown, () => text);
  return tellWhatStays(context, shown);
}

/** Shows the plan, asks for confirmation, applies it and waits for the result. */
async function carryOut(context: Context, cleanup: CleanupDetails, flags: Flags): Promise<number> {
  const { cleanup_id } = cleanup;
  const { shown, text } = await shownPlan(context, cleanup, flags.on('all'));
  const isTable = context.format === 'table';
  // Other formats have one result, at the end; a person who must confirm sees the plan in every format.
  if (isTable) context.terminal.out(text);
  else if (!context.yes) context.messages.prompt(text);
  const left = leftOf(cleanup);
  if (left === 0) return ended(shown, tellWhatStays(context, shown));
  const limit = flags.number('limit') ?? cleanup.limit;
  if (left > limit) context.messages.note(`Only ${limit} of these ${left} are removed now, oldest first`);
  if (!(await confirm(context, `Remove ${Math.min(left, limit)} of them, with their snapshots?`))) {
    context.messages.note(`The plan is kept. To apply it: ${planCommand(cleanup_id)}`);
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
  // Programs get every line, and so does a person who named images.
  const isWhole = all || context.format !== 'table' || cleanup.request.images !== undefined;
  const shown = await withEntries(context, cleanup, isWhole ? undefined : 'remove');
  return { shown, text: renderPlan(shown, isWhole, context.styles, context.terminal.width) };
}

function leftOf({ counts }: CleanupDetails): number {
  return counts.remove - counts.removed - counts.taken_back;
}
