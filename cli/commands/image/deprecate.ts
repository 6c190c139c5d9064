import type { ImageChange } from '../../client/answers';
import { writeChange } from '../../workflow/change';
import type { CommandSpec } from '../../framework/command';
import { timeValue } from '../../framework/values';
import { imageArgument, imageRegionFlag } from '../../workflow/shared-flags';

/** Deprecates an image and its copies. */
export const deprecateAmi: CommandSpec = {
  names: ['deprecate-ami', 'ami deprecate'],
  summary: 'Deprecate an image and its copies in all regions',
  details: 'A deprecated image can still be launched by its id, with a warning. It is no longer selected by its stack.',
  arguments: [imageArgument],
  flags: [
    { name: 'reason', value: 'text', description: 'reason, at most 256 characters' },
    {
      name: 'replacement',
      value: 'ami',
      description: 'image to use instead; a copy refers to the copy of that image in its own region',
    },
    {
      name: 'at',
      value: 'date',
      description: 'time when the deprecation starts, such as 2026-03-01 or 2026-03-01T12:00:00Z (default: now)',
      parse: timeValue,
    },
    imageRegionFlag,
  ],
  examples: [
    'spawn deprecate-ami ami-0123456789abcdef0 --reason "Superseded by pytorch-2.3.0" --replacement ami-0fedcba9876543210',
    'spawn ami deprecate ami-0123456789abcdef0 --at 2026-03-01',
  ],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const at = flags.text('at');
    const api = await context.api();
    const { body } = await api.post<ImageChange>(`/v1/images/${encodeURIComponent(id)}/deprecation`, {
      reason: flags.text('reason'),
      replacement: flags.text('replacement'),
      at,
      region: flags.text('region'),
    });
    return writeChange(context, body, {
      changed: at === undefined ? 'deprecated' : `deprecated from ${at}`,
      same: 'already deprecated with these values',
    });
  },
};
