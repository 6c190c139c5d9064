import type { ReferenceChangeAnswer } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';
import { renderReferenceChange } from '../../render/registered';
import { referenceNameFlag } from '../../workflow/shared-flags';
import { imageArgument, imageRegionFlag } from '../../workflow/shared-flags';

/** Removes a registered reference. */
export const removeReference: CommandSpec = {
  names: ['ami reference remove'],
  summary: 'Remove a registered reference from an image and its copies',
  arguments: [imageArgument],
  flags: [referenceNameFlag, imageRegionFlag],
  examples: ['spawn ami reference remove ami-0123456789abcdef0 --name ci-profile'],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const path = `/v1/images/${encodeURIComponent(id)}/references/${encodeURIComponent(flags.text('name') ?? '')}`;
    const answer = await (await context.api()).remove<ReferenceChangeAnswer>(path, { region: flags.text('region') });
    await writeResult(context, answer, () => renderReferenceChange(answer, 'no longer used by'));
  },
};
