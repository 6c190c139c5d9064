import type { ReferenceChangeAnswer } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { writeResult } from '../../render/layout/output';
import { renderReferenceChange } from '../../render/registered';
import { timeValue } from '../../framework/values';
import { referenceNameFlag } from '../../workflow/shared-flags';
import { imageArgument, imageRegionFlag } from '../../workflow/shared-flags';

/** Registers a use of an image outside AWS. */
export const addReference: CommandSpec = {
  names: ['ami reference add'],
  summary: 'Register a use of an image and its copies outside AWS',
  details: 'No cleanup removes an image that has a reference. A reference with the same name is replaced.',
  arguments: [imageArgument],
  flags: [
    referenceNameFlag,
    { name: 'url', value: 'url', description: 'link to more information' },
    {
      name: 'until',
      value: 'date',
      description: 'time when the reference expires, such as 2026-03-01 (default: never)',
      parse: timeValue,
    },
    { name: 'reason', value: 'text', description: 'reason, at most 256 characters' },
    imageRegionFlag,
  ],
  examples: [
    'spawn ami reference add ami-0123456789abcdef0 --name ci-profile --url https://ci.example.com/profiles/7 --until 2026-12-31',
  ],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const request = {
      name: flags.text('name'),
      url: flags.text('url'),
      until: flags.text('until'),
      reason: flags.text('reason'),
      region: flags.text('region'),
    };
    const { body } = await (
      await context.api()
    ).post<ReferenceChangeAnswer>(`/v1/images/${encodeURIComponent(id)}/references`, request);
    await writeResult(context, body, () => renderReferenceChange(body, 'used by'));
  },
};
