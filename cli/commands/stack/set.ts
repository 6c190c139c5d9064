import type { PolicyPreview, StackAnswer } from '../../client/answers';
import type { CommandSpec } from '../../framework/command';
import type { Context } from '../../framework/context';
import { usageError } from '../../framework/failure';
import type { Flags } from '../../framework/flags';
import { ApiError } from '../../framework/problem';
import { confirm, declined } from '../../framework/prompt';
import { writeResult } from '../../render/layout/output';
import { followingTemplate, isReset, policyFlags } from '../../workflow/policy-flags';
import { renderPolicyPreview, renderStack } from '../../render/stacks';
import { keyForm, splitTag } from '../../framework/values';

/** Returns the values of a repeatable flag; refuses `default` together with other values. */
function listOf(name: string, flags: Flags): string[] {
  const values = flags.list(name);
  if (values.length > 1 && values.some(isReset))
    throw usageError(`--${name} default cannot be combined with other values of --${name}: use it alone, or remove it`);
  return values;
}

function bodyOf(flags: Flags): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  const cleanup: Record<string, unknown> = {};
  for (const { name, field } of policyFlags) {
    const value = flags.parsed<{ sent: unknown }>(name);
    if (value === undefined) continue;
    if (field.startsWith('cleanup.')) cleanup[field.slice('cleanup.'.length)] = value.sent;
    else body[field] = value.sent;
  }
  const [regions, accounts, keys, templates] = [
    listOf('region', flags),
    listOf('account', flags),
    listOf('encryption-key', flags),
    listOf('launch-template', flags),
  ];
  if (regions.length > 0) body.regions = regions.some(isReset) ? null : regions;
  if (accounts.length > 0) body.accounts = accounts.some(isReset) ? null : accounts;
  if (templates.length > 0) body.launch_templates = templates.some(isReset) ? null : templates.map(followingTemplate);
  if (keys.length > 0)
    body.encryption_keys = keys.some(isReset)
      ? null
      : Object.fromEntries(
          keys.map((text) => splitTag('encryption-key', text, keyForm)).map(([region, arn]) => [region, arn || null]),
        );
  return { ...body, ...(Object.keys(cleanup).length > 0 && { cleanup }) };
}

/** Asks whether a stack that has no images and no policy is meant, because its name may be misspelled. */
async function confirmNew(context: Context, stack: string): Promise<boolean> {
  const api = await context.api();
  try {
    await api.get<StackAnswer>(`/v1/stacks/${encodeURIComponent(stack)}`);
    return true;
  } catch (error) {
    if (!(error instanceof ApiError) || error.errorName !== 'StackNotFound') throw error;
    if (!context.yes) context.messages.note(error.message);
    return confirm(context, `Set the policy of the new stack ${stack}?`);
  }
}

async function showPreview(context: Context, stack: string, body: Record<string, unknown>): Promise<void> {
  const path = `/v1/stacks/${encodeURIComponent(stack)}/policy-previews`;
  const { body: preview } = await (await context.api()).post<PolicyPreview>(path, body);
  await writeResult(context, preview, () => renderPolicyPreview(preview, context.styles, context.terminal.width));
}

/** Changes the policy of a stack. */
export const setStack: CommandSpec = {
  names: ['stack set'],
  summary: 'Change the policy of a stack',
  details:
    'Settings without a flag do not change. The value `default` resets a setting to its default. A stack without images and policy is confirmed first, or needs --yes.',
  arguments: [{ name: 'stack', description: 'name of the stack, such as pytorch' }],
  flags: [
    {
      name: 'region',
      value: 'region',
      field: 'regions',
      description: 'region to publish releases in; may be repeated; replaces the previous list',
      repeatable: true,
    },
    {
      name: 'account',
      value: 'account',
      field: 'accounts',
      description:
        'member account that gets copies of releases in the same regions; may be repeated; replaces the previous list',
      repeatable: true,
    },
    {
      name: 'encryption-key',
      value: 'region=arn',
      field: 'encryption_keys',
      description:
        'KMS key for builders and images in the home region, and for copies in others; an empty ARN removes it; may be repeated',
      repeatable: true,
    },
    {
      name: 'launch-template',
      value: 'form',
      field: 'launch_templates',
      description:
        'launch template that follows a channel, as channel=stable,variant=x86_64,region=us-east-1,template=web; group=NAME refreshes an Auto Scaling group and may be repeated in it, min-healthy=90 is the percentage that stays healthy, roll-back-channel=on also points the channel back after a failure; may be repeated; replaces the previous list',
      repeatable: true,
    },
    ...policyFlags,
    {
      name: 'dry-run',
      description:
        'only show which images a night would deprecate and remove under the changed policy; without other flags, under the current one',
    },
  ],
  examples: [
    'spawn stack set pytorch --deprecate-after 90d --supersede-grace 7d',
    'spawn stack set pytorch --cleanup on --keep-latest 3 --cleanup-unused-after 180d',
    'spawn stack set pytorch --cleanup on --keep-latest 3 --dry-run',
    'spawn stack set web --launch-template channel=stable,variant=x86_64,region=us-east-1,template=web,group=web-asg',
    'spawn stack set pytorch --region us-east-1 --region eu-west-1 --deprecate-after default',
  ],
  run: async ({ arguments: [stack = ''], flags }, context) => {
    const body = bodyOf(flags);
    if (flags.on('dry-run')) return showPreview(context, stack, body);
    if (Object.keys(body).length === 0)
      throw usageError('nothing to set: use at least one flag, such as --deprecate-after 90d');
    if (!(await confirmNew(context, stack))) return declined;
    const answer = await (await context.api()).put<StackAnswer>(`/v1/stacks/${encodeURIComponent(stack)}`, body);
    if (answer.images.total === 0)
      context.messages.note(`${stack} has no images yet; the policy applies from the first image`);
    await writeResult(context, answer, () => renderStack(answer, context.styles));
  },
};
