import type { AllowedImagesAnswer, SetAllowedImagesAnswer } from '../../../core/allowed/contract';
import { commandsOf } from '../../../core/allowed/commands';
import { namesOfRefused, type AllowedState } from '../../../core/allowed/setting';
import type { CommandSpec } from '../../framework/command';
import type { Context } from '../../framework/context';
import { exitCodes, usageError } from '../../framework/failure';
import type { Flags } from '../../framework/flags';
import { confirm, declined } from '../../framework/prompt';
import { renderAllowedImages, renderAllowedImagesChange } from './render';
import { writeResult } from '../../render/layout/output';

const states = { audit: 'audit-mode', enforce: 'enabled', off: 'disabled' } as const;

/** The state that the flags ask for; undefined when nothing is to be changed. */
function wantedState(flags: Flags): AllowedState | undefined {
  const given = (Object.keys(states) as (keyof typeof states)[]).filter((name) => flags.on(name));
  if (!flags.on('apply') && given.length > 0)
    throw usageError(`--${given[0]} changes the account only together with --apply`);
  if (!flags.on('apply')) return undefined;
  if (given.length !== 1) throw usageError('--apply needs one of --audit, --enforce and --off');
  return states[given[0]!];
}

const questions: Record<AllowedState, string> = {
  'audit-mode': 'EC2 will refuse nothing, and say which images it would refuse. Set audit mode?',
  enabled: 'EC2 will refuse all other images of other accounts, for everybody and every service. Enable it?',
  disabled: 'EC2 will accept every image again. Turn it off?',
};

/** Asks whether to set Allowed AMIs, with the account, the regions and what EC2 would refuse there now. */
async function confirmChange(context: Context, shown: AllowedImagesAnswer, state: AllowedState): Promise<boolean> {
  const regions = shown.regions.map(({ region }) => region).join(', ');
  const losses =
    state === 'disabled'
      ? []
      : shown.regions.flatMap(({ region, refused }) =>
          refused.length > 0 ? [`In ${region} this would refuse ${namesOfRefused(refused)}.`] : [],
        );
  return confirm(
    context,
    [`Allowed AMIs of account ${shown.account} in ${regions}: it applies to everything in the account.`]
      .concat(losses, questions[state])
      .join('\n'),
  );
}

/** Prints criteria of Allowed AMIs for the published images, and sets them on request. */
export const allowedAmis: CommandSpec = {
  names: ['ami allowed', 'allowed-amis'],
  summary: 'Let accounts accept only published images',
  details:
    'Prints criteria of EC2’s setting Allowed AMIs by owner and name, and the commands with which the administrator of another account sets them. ' +
    'EC2 never restricts the own images of an account. With --apply, sets them in the account of the deployment, in all its regions, after a confirmation. Start with --audit: EC2 then refuses nothing, and `spawn doctor` says what it would refuse.',
  arguments: [],
  flags: [
    {
      name: 'stack',
      value: 'stack',
      field: 'stacks',
      description: 'only images of this stack; may be repeated',
      repeatable: true,
    },
    {
      name: 'vendors',
      description: 'also accept Amazon, Canonical, Debian and the owners in the setting base_owners',
    },
    { name: 'apply', description: 'set it in the account of the deployment; asks for confirmation' },
    { name: 'audit', description: 'with --apply: refuse nothing, and let EC2 say what it would refuse' },
    { name: 'enforce', description: 'with --apply: refuse what the criteria do not accept' },
    { name: 'off', description: 'with --apply: accept every image' },
  ],
  examples: [
    'spawn ami allowed',
    'spawn ami allowed --stack pytorch -o json',
    'spawn ami allowed --vendors --apply --audit',
    'spawn ami allowed --vendors --apply --enforce',
  ],
  run: async ({ flags }, context) => {
    const state = wantedState(flags);
    const [vendors, stacks] = [flags.on('vendors'), flags.list('stack')];
    const api = await context.api();
    const asked = { ...(vendors && { vendors: 'true' }), ...(stacks.length > 0 && { stacks: stacks.join(',') }) };
    const shown = await api.get<AllowedImagesAnswer>('/v1/allowed-images', state === 'disabled' ? { state } : asked);
    if (state === undefined) {
      const commands = commandsOf(
        shown.criteria,
        shown.regions.map(({ region }) => region),
      );
      return writeResult(context, { ...shown, commands }, () =>
        renderAllowedImages({ ...shown, commands }, context.styles, context.terminal.width),
      );
    }
    if (!(await confirmChange(context, shown, state))) return declined;
    const changed = await api.put<SetAllowedImagesAnswer>('/v1/allowed-images', {
      state,
      ...(vendors && { vendors }),
      ...(stacks.length > 0 && { stacks }),
    });
    await writeResult(context, { account: shown.account, state, ...changed }, () =>
      renderAllowedImagesChange(changed, state),
    );
    return changed.complete ? exitCodes.done : exitCodes.failed;
  },
};
