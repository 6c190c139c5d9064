import { readContexts } from '../../client/contexts';
import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';
import { renderTable } from '../../render/layout/table';

/** Lists the saved deployments. */
export const listContexts: CommandSpec = {
  names: ['contexts list'],
  summary: 'List the saved deployments and the current one',
  arguments: [],
  flags: [],
  examples: ['spawn contexts list', 'spawn contexts list -o json'],
  run: async (_, context) => {
    const { current, contexts } = await readContexts(context.environment);
    const names = Object.keys(contexts).sort();
    const rows = names.map((name) => ({ name, current: name === current, ...contexts[name] }));
    await writeResult(context, rows, () =>
      rows.length === 0
        ? 'There are no contexts. To add one: spawn contexts add NAME --stage STAGE --region REGION\n'
        : renderTable(
            rows,
            [
              { heading: 'NAME', cell: ({ name }) => name },
              { heading: 'CURRENT', cell: (row) => (row.current ? 'yes' : '-') },
              { heading: 'STAGE', cell: ({ stage }) => stage ?? '-' },
              { heading: 'REGION', cell: ({ region }) => region ?? '-' },
              { heading: 'PROFILE', cell: ({ profile }) => profile ?? '-' },
              { heading: 'ENDPOINT', cell: ({ endpoint }) => endpoint ?? '-', cut: 'end' },
            ],
            context.styles,
            context.terminal.width,
          ),
    );
  },
};
