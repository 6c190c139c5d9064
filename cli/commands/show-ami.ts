import type { ImageDetails, SnapshotAnswer } from '../answers';
import type { CommandSpec } from '../command';
import { renderImage } from '../render/image';
import { imageFields } from '../render/images';
import { writeResult } from '../render/output';
import { renderSnapshots, snapshotFields } from '../render/snapshots';

const imageArgument = { name: 'ami', description: 'id of the image (ami-…)' };

/** Shows one image with its tests, health, snapshots, replicas, history and tags. */
export const showAmi: CommandSpec = {
  names: ['ami show'],
  summary: 'Show one image: facts, tests, health, snapshots, replicas, history, tags',
  arguments: [imageArgument],
  flags: [],
  examples: ['spawn ami show ami-0123456789abcdef0', 'spawn ami show ami-0123456789abcdef0 --region eu-west-1 -o json'],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const image = await (await context.api()).get<ImageDetails>(`/v1/images/${encodeURIComponent(id)}`, { region: flags.text('region') });
    const { styles, emoji } = context;
    const { snapshots, base_source, owner_id, source_region, replicas, events } = image;
    const fields = { ...imageFields(image), snapshots, base_source, owner_id, source_region, replicas, events };
    await writeResult(context, fields, () => renderImage(image, { now: context.now(), styles, emoji }));
  },
};

/** Lists the snapshots of an image, as EC2 has them. */
export const listSnapshots: CommandSpec = {
  names: ['ami snapshots'],
  summary: 'List the snapshots of an image and whom they are shared with',
  arguments: [imageArgument],
  flags: [],
  examples: ['spawn ami snapshots ami-0123456789abcdef0'],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const api = await context.api();
    const { snapshots } = await api.get<{ snapshots: SnapshotAnswer[] }>(`/v1/images/${encodeURIComponent(id)}/snapshots`, { region: flags.text('region') });
    await writeResult(context, snapshots.map(snapshotFields), () => renderSnapshots(snapshots, context.now(), context.styles, context.terminal.width));
  },
};
