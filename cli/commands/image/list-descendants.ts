import type { Descendant } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';
import { renderTable } from '../../render/layout/table';
import { readImageArgument } from '../../workflow/shared-flags';

const statusOf = ({ revoked, deprecated }: Descendant): string =>
  revoked ? '[revoked]' : deprecated ? '[deprecated]' : '';

/** Lists the images that were built on an image. */
export const listDescendants: CommandSpec = {
  names: ['ami descendants'],
  summary: 'List the images that were built on an image',
  details: 'Lists images that were built on it directly or indirectly.',
  arguments: [readImageArgument],
  flags: [],
  examples: ['spawn ami descendants ami-0123456789abcdef0'],
  run: async ({ arguments: [id = ''] }, context) => {
    const { descendants } = await (
      await context.api()
    ).get<{ descendants: Descendant[] }>(`/v1/images/${encodeURIComponent(id)}/descendants`);
    const columns = [
      { heading: 'NAME', cell: ({ name }: Descendant) => name, cut: 'middle' as const },
      { heading: 'AMI ID', cell: ({ ami_id }: Descendant) => ami_id },
      { heading: 'REGION', cell: ({ region }: Descendant) => region },
      { heading: 'STACK', cell: ({ stack }: Descendant) => stack ?? '', drop: 2 },
      { heading: 'VERSION', cell: ({ version }: Descendant) => version ?? '', drop: 1 },
      { heading: 'STATUS', cell: statusOf, whole: true },
    ];
    await writeResult(context, descendants, () =>
      descendants.length === 0
        ? 'No images were built on it.\n'
        : renderTable(descendants, columns, context.styles, context.terminal.width),
    );
  },
};
