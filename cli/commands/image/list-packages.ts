import type { PackagesAnswer } from '../../../core/api/contract/image-contents';
import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';
import { renderTable } from '../../render/layout/table';
import { readImageArgument } from '../../workflow/shared-flags';

/** Lists the packages of an image. */
export const listPackages: CommandSpec = {
  names: ['ami packages'],
  summary: 'List the packages of an image',
  details: 'Lists the rpm, dpkg and pip packages that the build recorded.',
  arguments: [readImageArgument],
  flags: [],
  examples: ['spawn ami packages ami-0123456789abcdef0'],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const answer = await (
      await context.api()
    ).get<PackagesAnswer>(`/v1/images/${encodeURIComponent(id)}/packages`, { region: flags.text('region') });
    const columns = [
      { heading: 'NAME', cell: ({ name }: PackagesAnswer['packages'][number]) => name, cut: 'middle' as const },
      { heading: 'VERSION', cell: ({ version }: PackagesAnswer['packages'][number]) => version, cut: 'end' as const },
      { heading: 'FROM', cell: ({ manager }: PackagesAnswer['packages'][number]) => manager },
    ];
    await writeResult(context, answer.packages, () =>
      renderTable(answer.packages, columns, context.styles, context.terminal.width),
    );
  },
};
