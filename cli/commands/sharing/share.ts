import type { ShareChange } from '../../client/answers';
import { dryRunFlag, writeDryRun } from '../../workflow/dry-run';
import type { CommandSpec } from '../../framework/command';
import { exitCodes, usageError } from '../../framework/failure';
import { declined, confirm } from '../../framework/prompt';
import { writeResult } from '../../render/layout/output';
import { renderShareChange } from '../../render/shares';
import { untestedFlag } from '../../workflow/shared-flags';
import { timeValue } from '../../framework/values';
import { imageArgument, imageRegionFlag } from '../../workflow/shared-flags';

function accountValue(text: string): string {
  if (!/^\d{12}$/.test(text)) throw usageError(`'${text}' is not an account id: it must have 12 digits`);
  return text;
}

/** Shares an image and its copies, or stops sharing them. */
export const shareAmi: CommandSpec = {
  names: ['share-ami', 'ami share'],
  summary: 'Share an image and its copies, or stop sharing',
  details:
    'Shares with accounts, organizations, organizational units or the public. All conditions are checked first (blocked public access, quotas, keys, tests), and nothing changes if one is not met. ' +
    'Recipients can launch the image; to copy it, they also need its snapshots (--copyable). A region that fails is reported, and the nightly run retries it.',
  arguments: [imageArgument],
  flags: [
    {
      name: 'account',
      value: 'id',
      field: 'accounts',
      description: '12-digit account id; may be repeated',
      repeatable: true,
      parse: accountValue,
    },
    {
      name: 'org',
      value: 'arn',
      field: 'organizations',
      description: 'ARN of an organization; may be repeated',
      repeatable: true,
    },
    {
      name: 'ou',
      value: 'arn',
      field: 'organizational_units',
      description: 'ARN of an organizational unit; may be repeated',
      repeatable: true,
    },
    { name: 'public', description: 'everyone; asks for confirmation' },
    { name: 'revoke', description: 'stop sharing the image and its snapshots with them' },
    {
      name: 'until',
      value: 'date',
      description: 'date after which the nightly run stops sharing, such as 2026-03-01 (default: never)',
      parse: timeValue,
    },
    {
      name: 'copyable',
      description: 'also share the snapshots; EC2 does not support this for organizations and units',
    },
    untestedFlag,
    dryRunFlag,
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
      throw usageError('no recipient given: use --account, --org, --ou or --public');
    if (revoke && (flags.on('copyable') || flags.text('until') !== undefined))
      throw usageError('--revoke cannot be combined with --copyable or --until');
    if (flags.on('dry-run'))
      return writeDryRun(context, id, revoke ? 'shared no longer' : 'shared', { region: flags.text('region') });
    if (flags.on('public') && !revoke) {
      const where = flags.text('region') ?? 'all its regions';
      if (
        !(await confirm(
          context,
          `Anyone will be able to launch ${id} in ${where} and read all data on it. Make it public?`,
        ))
      )
        return declined;
      if (!(await confirm(context, `Confirm that ${id} contains no secrets or private data.`))) return declined;
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
    for (const warning of body.warnings) context.messages.warn(warning);
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
