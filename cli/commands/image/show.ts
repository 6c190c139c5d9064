import type { Ancestor } from '../../../core/image/ancestry';
import type { ImageDetails, ReferencesAnswer } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { renderAncestry } from '../../render/contents';
import { renderImage } from '../../render/image';
import { imageFields } from '../../render/images';
import { writeResult } from '../../render/layout/output';
import { renderUsedBy } from '../../render/usage';
import { readImageArgument } from '../../workflow/shared-flags';

/** Shows one image with its tests, health, snapshots, replicas, history and tags. */
export const showAmi: CommandSpec = {
  names: ['ami show'],
  summary: 'Show an image with its tests, health, history and usage',
  arguments: [readImageArgument],
  flags: [],
  examples: ['spawn ami show ami-0123456789abcdef0', 'spawn ami show ami-0123456789abcdef0 --region eu-west-1 -o json'],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const api = await context.api();
    const path = `/v1/images/${encodeURIComponent(id)}`;
    const region = flags.text('region');
    const image = await api.get<ImageDetails>(path, { region });
    if (image.account !== undefined)
      context.messages.warn(
        `usage of the image in account ${image.account} is unknown: spawn does not read instances there`,
      );
    const usage =
      image.account !== undefined
        ? undefined
        : await api.get<ReferencesAnswer>(`${path}/references`, { region }).catch((error: Error) => {
            context.messages.warn(`usage of the image is unknown: ${error.message}`);
            return undefined;
          });
    const origin =
      image.account !== undefined
        ? undefined
        : await api.get<{ ancestry: Ancestor[] }>(`${path}/ancestry`, { region }).catch((error: Error) => {
            context.messages.warn(`the ancestry of the image is unknown: ${error.message}`);
            return undefined;
          });
    const { styles, emoji } = context;
    const {
      snapshots,
      base_source,
      provenance,
      imds_support,
      last_launched,
      owner_id,
      source_region,
      replicas,
      events,
    } = image;
    const fields = {
      ...imageFields(image),
      snapshots,
      base_source,
      imds_support,
      last_launched,
      owner_id,
      source_region,
      replicas,
      events,
      used_by: usage?.references,
      ancestry: origin?.ancestry,
      provenance,
    };
    await writeResult(
      context,
      fields,
      () =>
        renderImage(image, { now: context.now(), styles, emoji }) +
        (usage ? renderUsedBy(usage, styles) : '') +
        renderAncestry(origin?.ancestry ?? [], styles),
    );
  },
};
