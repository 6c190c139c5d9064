import { launchWarnings } from '../../../core/image/check';
import type { ResolveAnswer } from '../../client/answers';
import type { Query } from '../../framework/api';
import { ApiError } from '../../framework/problem';
import type { CommandSpec } from '../../framework/command';
import type { Context } from '../../framework/context';
import { usageError } from '../../framework/failure';
import type { Flags } from '../../framework/flags';
import { defaultLockFile } from '../../workflow/lock-file';
import { lockReason, lockWarnings, takeAndLock, takeLocked } from '../../workflow/lock';
import { renderCandidates, type Explained } from '../../render/candidates';
import { imageFields } from '../../render/images';
import { writeResult } from '../../render/layout/output';

/**
 * Shows which image a launch would select, with --explain why each candidate is selected or not; locks the result in a
 * file, or uses the image that is locked there.
 */
export const resolve: CommandSpec = {
  names: ['resolve', 'ami resolve'],
  summary: 'Show which image a launch would select, and why',
  details:
    'Prints the id of the newest matching image that is published, available and not deprecated, and whose last test did not fail. Pre-releases are selected only on request. ' +
    'With --lock, the result is stored in a file and used again until --upgrade replaces it; `spawn launch --lock` uses it too.',
  arguments: [{ name: 'stack', description: 'stack, or stack@range such as pytorch@2.x' }],
  flags: [
    {
      name: 'version',
      value: 'version',
      description: 'version or range, such as 2.2, ~2.2, ^2, 2.x, latest or ">=2.0, <3.0"',
    },
    {
      name: 'instance-type',
      value: 'type',
      description: 'instance type to launch on; determines architecture and GPU',
    },
    { name: 'arch', value: 'arch', choices: ['x86_64', 'arm64'], description: 'architecture' },
    { name: 'gpu', value: 'bool', choices: ['true', 'false'], description: 'with or without GPU support' },
    { name: 'variant', value: 'variant', description: 'variant, such as cuda12-x86_64' },
    { name: 'channel', value: 'channel', description: 'select the image that this channel points to, such as stable' },
    { name: 'explain', description: 'list every candidate with the reason why it is selected or not' },
    {
      name: 'lock',
      value: 'file',
      bare: defaultLockFile,
      description: `use the image locked in this file for the query; if there is none, lock the result (default: ${defaultLockFile})`,
    },
    { name: 'upgrade', description: 'with --lock: replace the locked image with the current result' },
    {
      name: 'locked',
      value: 'file',
      bare: defaultLockFile,
      description: 'use the image locked in this file without changing the file; exit code 3 if there is none',
    },
  ],
  examples: [
    'spawn resolve pytorch@2.x --instance-type g5.xlarge',
    'spawn resolve pytorch --version ">=2.0, <3.0" --explain',
    'spawn ami resolve pytorch --channel stable --region eu-west-1',
    'spawn resolve pytorch@2.x --instance-type g5.xlarge --lock spawn-images.lock.json --upgrade',
  ],
  run: async ({ arguments: [asked = ''], flags }, context) => {
    const [lock, locked, explain] = [flags.text('lock'), flags.text('locked'), flags.on('explain')];
    if (lock !== undefined && locked !== undefined)
      throw usageError('--lock and --locked cannot be combined: --lock changes the file, --locked does not');
    if (flags.on('upgrade') && lock === undefined) throw usageError('--upgrade requires --lock');
    const file = lock ?? locked;
    if (explain && file !== undefined)
      throw usageError(
        `--explain cannot be combined with --lock or --locked: it shows the current result, not the image locked in ${file}`,
      );
    const query = queryOf(asked, flags);
    if (file === undefined) return explain ? explainChoice(context, query) : showChoice(context, query);
    const taken =
      lock === undefined
        ? await takeLocked(context, file, query)
        : await takeAndLock(context, file, query, flags.on('upgrade'));
    const reason = lockReason(taken, file);
    for (const warning of [...launchWarnings(taken.image, context.now()), ...lockWarnings(taken)])
      context.messages.warn(warning);
    await writeResult(
      context,
      { ...imageFields(taken.image), reason, locked: { file, ...taken.locked } },
      () => `${taken.image.ami_id}\n`,
    );
    if (context.format === 'table') context.messages.note(reason);
  },
};

function queryOf(asked: string, flags: Flags): Query {
  const at = asked.indexOf('@');
  const [stack, range] = at < 0 ? [asked, undefined] : [asked.slice(0, at), asked.slice(at + 1)];
  const version = flags.text('version');
  if (range !== undefined && version !== undefined)
    throw usageError(`'${asked}' and --version ${version} both set the version: use only one`);
  return {
    stack,
    version: range ?? version,
    instance_type: flags.text('instance-type'),
    arch: flags.text('arch'),
    gpu: flags.text('gpu'),
    variant: flags.text('variant'),
    channel: flags.text('channel'),
    region: flags.text('region'),
  };
}

async function choose(context: Context, query: Query): Promise<ResolveAnswer> {
  return (await context.api()).get<ResolveAnswer>('/v1/images/resolve', query);
}

async function showChoice(context: Context, query: Query): Promise<void> {
  const { image, reason } = await choose(context, query);
  await writeResult(context, { ...imageFields(image), reason }, () => `${image.ami_id}\n`);
  if (context.format === 'table') context.messages.note(reason);
}

/** Shows the candidates even if none matches; the command still fails then. */
async function explainChoice(context: Context, query: Query): Promise<void> {
  const show = (explained: Explained, image: object = {}): Promise<void> =>
    writeResult(context, { ...image, ...explained }, () =>
      renderCandidates(explained, context.styles, context.terminal.width),
    );
  try {
    const { image, reason, candidates } = await choose(context, query);
    await show({ reason, candidates }, imageFields(image));
  } catch (error) {
    if (error instanceof ApiError && Array.isArray(error.details.candidates))
      await show({ reason: error.message, candidates: error.details.candidates as Explained['candidates'] });
    throw error;
  }
}
