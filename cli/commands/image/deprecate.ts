import type { Image } from '../../../core/model/image';
import { lostLastUsable } from '../../../core/release/stale-images';
import type { Descendant, ImageChange, ImageDetails } from '../../client/answers';
import { writeChange } from '../../workflow/change';
import { dryRunFlag, writeDryRun } from '../../workflow/dry-run';
import type { CommandSpec } from '../../framework/command';
import type { Context } from '../../framework/context';
import { listAll } from '../../framework/api';
import { ApiError } from '../../framework/problem';
import { confirm, declined } from '../../framework/prompt';
import { momentValue, timeValue } from '../../framework/values';
import { pluralize } from '../../../core/lib/pluralize';
import { imageArgument, imageRegionFlag } from '../../workflow/shared-flags';

type Moment = ReturnType<typeof momentValue>;

/**
 * Lists the images that were built on an image, and asks whether to deprecate them too. Without such an image, nothing
 * is asked.
 */
async function confirmDescendants(context: Context, id: string, path: string): Promise<boolean> {
  const { descendants } = await (await context.api()).get<{ descendants: Descendant[] }>(`${path}/descendants`);
  if (descendants.length === 0) return true;
  const lines = descendants.map(
    ({ name, ami_id, region, deprecated }) =>
      `  ${name} (${ami_id} in ${region})${deprecated ? ', already deprecated' : ''}\n`,
  );
  context.messages.prompt(`Built on ${id}:\n${lines.join('')}`);
  return confirm(context, `Deprecate ${id}, its copies and the ${pluralize(descendants.length, 'image')} built on it?`);
}

/**
 * Asks before an image is deprecated that is the last usable one of its stack and variant in a region. Otherwise, and
 * if the image cannot be read, nothing is asked: the request itself tells why.
 */
async function confirmLast(context: Context, id: string, path: string, region?: string): Promise<boolean> {
  const api = await context.api();
  try {
    const image = await api.get<ImageDetails>(path, { region });
    if (image.stack === undefined || image.account !== undefined) return true;
    const ids = new Set([id, ...(region === undefined ? image.replicas.map(({ ami_id }) => ami_id) : [])]);
    const query = { stack: image.stack, region: 'all' };
    const before = (await listAll<Image>(api, '/v1/images', 'images', query)).filter(
      (each) => each.state === 'available',
    );
    const after = before.filter((each) => ids.has(each.ami_id)).map((each) => ({ ...each, deprecated: true }));
    const lost = lostLastUsable(before, after);
    if (lost.length === 0) return true;
    for (const sentence of lost) context.messages.warn(`then ${sentence}`);
  } catch (error) {
    if (error instanceof ApiError) return true;
    throw error;
  }
  return confirm(context, `Deprecate ${id}?`);
}

/** Deprecates an image and its copies. */
export const deprecateAmi: CommandSpec = {
  names: ['deprecate-ami', 'ami deprecate'],
  summary: 'Deprecate an image and its copies in all regions',
  details:
    'A deprecated image can still be launched by its id, with a warning. It is no longer selected by its stack. For the last usable image of its stack and variant in a region, the command asks for confirmation. `ami undeprecate` undoes it, and what is scheduled with it. --descendants deprecates only; it schedules nothing.',
  arguments: [imageArgument],
  flags: [
    { name: 'reason', value: 'text', description: 'reason, at most 256 characters' },
    {
      name: 'replacement',
      value: 'ami',
      description: 'image to use instead, by id or name; a copy refers to the copy of that image in its own region',
    },
    {
      name: 'at',
      value: 'date',
      description: 'time when the deprecation starts, such as 2026-03-01 or 2026-03-01T12:00:00Z (default: now)',
      parse: timeValue,
    },
    {
      name: 'disable-at',
      value: 'date|duration',
      description:
        'time from which the nightly checks disable it, such as 2026-06-01 or 30d from now; `ami restore` cancels or undoes it',
      parse: momentValue,
    },
    {
      name: 'remove-at',
      value: 'date|duration',
      description:
        'time from which the nightly cleanup removes it, unless something protects it; `ami restore` cancels it',
      parse: momentValue,
    },
    {
      name: 'descendants',
      description: 'also deprecate the images that were built on it, after a confirmation that lists them',
    },
    dryRunFlag,
    imageRegionFlag,
  ],
  examples: [
    'spawn deprecate-ami ami-0123456789abcdef0 --reason "Superseded by pytorch-2.3.0" --replacement ami-0fedcba9876543210',
    'spawn ami deprecate ami-0123456789abcdef0 --at 2026-03-01',
    'spawn deprecate-ami ami-0123456789abcdef0 --disable-at 30d --remove-at 90d',
    'spawn deprecate-ami ami-0123456789abcdef0 --reason "CVE-2026-1234" --descendants',
  ],
  run: async ({ arguments: [id = ''], flags }, context) => {
    if (flags.on('dry-run'))
      return writeDryRun(context, id, 'deprecated', {
        region: flags.text('region'),
        descendants: flags.on('descendants'),
      });
    const at = flags.text('at');
    const api = await context.api();
    const path = `/v1/images/${encodeURIComponent(id)}`;
    const descendants = flags.on('descendants');
    if (descendants && !(await confirmDescendants(context, id, path))) return declined;
    if (!context.yes && !descendants && !(await confirmLast(context, id, path, flags.text('region')))) return declined;
    const { body } = await api.post<ImageChange>(`${path}/deprecation`, {
      reason: flags.text('reason'),
      replacement: flags.text('replacement'),
      at,
      disable_at: flags.parsed<Moment>('disable-at')?.(api.now()),
      remove_at: flags.parsed<Moment>('remove-at')?.(api.now()),
      ...(descendants && { descendants }),
      region: flags.text('region'),
    });
    return writeChange(context, body, {
      changed: at === undefined ? 'deprecated' : `deprecated from ${at}`,
      same: 'already deprecated with these values',
    });
  },
};
