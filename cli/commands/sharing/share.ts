import type { ShareChange } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import { exitCodes, usageError } from '../../framework/failure';
import { declined, confirm } from '../../framework/prompt';
import { writeResult } from '../../render/layout/output';
import { renderShareChange } from '../../render/shares';
import { untestedFlag } from '../../workflow/shared-flags';
import { timeValue } from '../../framework/values';
import { imageArgument, imageRegionFlag } from '../../workflow/shared-flags';

function accountValue(text: string): string {
  if (!/^\d{12}$/.test(text)) throw usageError(`'${text}' is not an account: it has twelve digits`);
  return text;
}

/** Shares an image and its copies, or takes that back. */
export const shareAmi: CommandSpec = {
  names: ['share-ami', 'ami share'],
  summary: 'Share an image and its copies with accounts, organizations or everybody, or take that back',
  details:
    'Everything is checked first, and nothing changes when it cannot be: public access that the account blocks, quotas, keys, tests. ' +
    'Who is given an image may launch it; to copy it, the snapshots must be shared too (--copyable). A region that fails is told, and the night tries again.',
  arguments: [imageArgument],
  flags: [
    {
      name: 'account',
      value: 'id',
      field: 'accounts',
      description: 'account of twelve digits; may be repeated',
      repeatable: true,
      parse: accountValue,
    },
    {
      name: 'org',
      value: 'arn',
      field: 'organizations',
      description: 'organization; may be repeated',
      repeatable: true,
    },
    {
      name: 'ou',
      value: 'arn',
      field: 'organizational_units',
      description: 'organizational unit; may be repeated',
      repeatable: true,
    },
    { name: 'public', description: 'everybody: asks first' },
    { name: 'revoke', description: 'take the image and its snapshots back from them' },
    {
      name: 'until',
      value: 'date',
      description: 'when the night takes it back, such as 2026-03-01 (default: never)',
      parse: timeValue,
    },
    {
      name: 'copyable',
      description: 'share the snapshots too; not with organizations and units, which EC2 does not allow',
    },
    untestedFlag,
    imageRegionFlag,
  ],
  examples: [
    'spawn share-ami ami-0123456789abcdef0 --account 210987654321 --account 345678901234',
    'spawn share-ami ami-0123456789abcdef0 --account 210987654321 --copyable --until 2026-06-30',
    'spawn share-ami ami-0123456789abcdef0 --org arn:aws:organizations::123456789012:organization/o-exampleorgid',
    'spawn share-ami ami-0123456789abcdef0 --public',
    'spawn ami share ami-0123456789abcdef0 --account 210987654321 --revoke',
  ],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const revoke = flags.on('revoke');
    const [accounts, organizations, units] = [flags.list('account'), flags.list('org'), flags.list('ou')];
    if (accounts.length + organizations.length + units.length === 0 && !flags.on('public'))
      throw usageError('nobody is named: give --account, --org, --ou or --public');
    if (revoke && (flags.on('copyable') || flags.text('until') !== undefined))
      throw usageError('--revoke takes everything back: leave --copyable and --until out');
    if (flags.on('public') && !revoke) {
      const where = flags.text('region') ?? 'all its regions';
      if (
        !(await confirm(
          context,
          `Everybody in the world may launch ${id} in ${where} then, and read all that is on it. Make it public?`,
        ))
      )
        return declined;
      if (!(await confirm(context, `Is there no secret and nothing private on ${id}?`))) return declined;
    }
    const { body } = await (
      await context.api()
    ).post<ShareChange>(`/v1/images/${encodeURIComponent(id)}/shares`, {
      accounts,
      organizations,
      organizational_units: units,
      public: flags.on('public'),
      copyable: flags.on('copyable'),
      until: flags.text('until'),
      revoke,
      untested: flags.text('untested'),
      region: flags.text('region'),
    });
    for (const warning of body.warnings) context.terminal.err(`warning: ${warning}\n`);
    await writeResult(
      context,
      {
        changed: body.changed,
        complete: body.complete,
        results: body.results,
        gone: body.gone,
        warnings: body.warnings,
      },
      () => renderShareChange(body, revoke),
    );
    return body.complete ? exitCodes.done : exitCodes.failed;
  },
};
