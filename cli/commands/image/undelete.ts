import type { ImageChange } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { writeChange } from '../../workflow/change';

/** Brings a removed image back from the Recycle Bin. */
export const undeleteAmi: CommandSpec = {
  names: ['ami undelete', 'undelete-ami'],
  summary: 'Bring a removed image back from the Recycle Bin',
  details:
    'Restores the image in its region with its snapshots, tags, launch permissions and record. Works while a retention rule of the Recycle Bin keeps image and snapshots; `spawn doctor` shows the rules. Copies in other regions are restored by their own ids.',
  arguments: [{ name: 'id', description: 'id of the image' }],
  flags: [
    { name: 'region', value: 'region', description: 'region of the image (default: from the catalog)' },
    { name: 'dry-run', description: 'only say whether and until when the Recycle Bin has the image' },
  ],
  examples: ['spawn ami undelete ami-0123456789abcdef0', 'spawn ami undelete ami-0123456789abcdef0 --dry-run'],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const { body } = await (
      await context.api()
    ).post<ImageChange>(`/v1/images/${encodeURIComponent(id)}/undeletion`, {
      region: flags.text('region'),
      dry_run: flags.on('dry-run') || undefined,
    });
    const changed = flags.on('dry-run') ? 'can be restored' : 'restored';
    return writeChange(context, body, { changed, same: 'not removed' });
  },
};
