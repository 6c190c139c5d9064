import type { Descendant, RevocationAnswer } from '../../client/answers';
import { writeChange } from '../../workflow/change';
import type { CommandSpec } from '../../framework/command';
import { confirm, declined } from '../../framework/prompt';
import { writeResult } from '../../render/layout/output';
import { renderTable } from '../../render/layout/table';

const imageArgument = { name: 'ami', description: 'id of the image (ami-…)' };
const regionFlag = {
  name: 'region',
  value: 'region',
  description: 'only the image or copy in this region (default: all regions)',
};

/** Revokes an image and its copies, and if asked what was built on them. */
export const revokeAmi: CommandSpec = {
  names: ['ami revoke', 'revoke-ami'],
  summary: 'Revoke an image and its copies: nobody can launch them any more',
  details:
    'For an image that is dangerous, not merely old: it is disabled in EC2 in all regions and refused everywhere, with the reason. Instances that run are left alone. ' +
    'Who it was shared with is kept, and comes back with ami restore.',
  arguments: [imageArgument],
  flags: [
    {
      name: 'reason',
      value: 'text',
      required: true,
      description: 'why, in at most 256 characters; whoever asks for the image is told',
    },
    { name: 'descendants', description: 'revoke the images that were built on it too' },
    regionFlag,
  ],
  examples: [
    'spawn ami revoke ami-0123456789abcdef0 --reason "CVE-2026-1234 in openssl"',
    'spawn revoke-ami ami-0123456789abcdef0 --reason "leaked key" --descendants --yes',
  ],
  destructive: true,
  run: async ({ arguments: [id = ''], flags }, context) => {
    const descendants = flags.on('descendants');
    if (
      !(await confirm(
        context,
        `Revoke ${id}${descendants ? ', all that was built on it' : ''} and the copies, so that nobody can launch them?`,
      ))
    )
      return declined;
    const { body } = await (
      await context.api()
    ).post<RevocationAnswer>(`/v1/images/${encodeURIComponent(id)}/revocation`, {
      reason: flags.text('reason'),
      ...(descendants && { descendants }),
      region: flags.text('region'),
    });
    return writeChange(
      context,
      body,
      { changed: 'revoked', same: 'was revoked for this reason already' },
      { descendants: body.descendants },
    );
  },
};

/** Takes a revocation back. */
export const restoreAmi: CommandSpec = {
  names: ['ami restore', 'restore-ami'],
  summary: 'Take the revocation of an image and its copies back, and share them as they were',
  arguments: [imageArgument],
  flags: [
    { name: 'reason', value: 'text', description: 'why, for the history' },
    { name: 'descendants', description: 'restore the images that were built on it and revoked with it too' },
    regionFlag,
  ],
  examples: [
    'spawn ami restore ami-0123456789abcdef0 --reason "false alarm"',
    'spawn ami restore ami-0123456789abcdef0 --descendants',
  ],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const answer = await (
      await context.api()
    ).remove<RevocationAnswer>(`/v1/images/${encodeURIComponent(id)}/revocation`, {
      region: flags.text('region'),
      reason: flags.text('reason'),
      descendants: flags.on('descendants') || undefined,
    });
    return writeChange(
      context,
      answer,
      { changed: 'restored', same: 'was not revoked' },
      { descendants: answer.descendants },
    );
  },
};

/** Lists the images that were built on an image. */
export const listDescendants: CommandSpec = {
  names: ['ami descendants'],
  summary: 'List the images that were built on an image, over any number of builds',
  arguments: [imageArgument],
  flags: [],
  examples: ['spawn ami descendants ami-0123456789abcdef0'],
  run: async ({ arguments: [id = ''] }, context) => {
    const { descendants } = await (
      await context.api()
    ).get<{ descendants: Descendant[] }>(`/v1/images/${encodeURIComponent(id)}/descendants`);
    const columns = [
      { heading: 'NAME', cell: ({ name }: Descendant) => name, shrinkable: true },
      { heading: 'AMI ID', cell: ({ ami_id }: Descendant) => ami_id },
      { heading: 'REGION', cell: ({ region }: Descendant) => region },
      { heading: 'STACK', cell: ({ stack }: Descendant) => stack ?? '' },
      { heading: 'VERSION', cell: ({ version }: Descendant) => version ?? '' },
      { heading: 'STATUS', cell: ({ revoked }: Descendant) => (revoked ? '[revoked]' : '') },
    ];
    await writeResult(context, descendants, () =>
      descendants.length === 0
        ? 'Nothing was built on it.\n'
        : renderTable(descendants, columns, context.styles, context.terminal.width),
    );
  },
};
