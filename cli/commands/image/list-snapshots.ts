import type { SnapshotAnswer } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';
import { renderSnapshots, snapshotFields } from '../../render/snapshots';
import { readImageArgument } from '../../workflow/shared-flags';

/** Lists the snapshots of an image in EC2. */
export const listSnapshots: CommandSpec = {
  names: ['ami snapshots'],
  summary: 'List the snapshots of an image with their shares',
  arguments: [readImageArgument],
  flags: [],
  examples: ['spawn ami snapshots ami-0123456789abcdef0'],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const api = await context.api();
    const { snapshots } = await api.get<{ snapshots: SnapshotAnswer[] }>(
      `/v1/images/${encodeURIComponent(id)}/snapshots`,
      { region: flags.text('region') },
    );
    await writeResult(context, snapshots.map(snapshotFields), () =>
      renderSnapshots(snapshots, context.now(), context.styles, context.terminal.width),
    );
  },
};
