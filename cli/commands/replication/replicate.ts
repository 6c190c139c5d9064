import { regionOfKey } from '../../../core/replication/keys';
import type { Image } from '../../../core/model/image';
import { accountOfArn } from '../../../core/model/location';
import type { RunAnswer, StackAnswer } from '../../client/answers';
import { listAll } from '../../framework/api';
import type { Api } from '../../framework/api';
import type { CommandSpec } from '../../framework/command';
import type { Context } from '../../framework/context';
import { CommandFailure, exitCodes, failureOf, usageError } from '../../framework/failure';
import { errorFields } from '../../framework/error-output';
import { writeResult } from '../../render/layout/output';
import { renderRun } from '../../render/runs';
import { untestedFlag } from '../../workflow/shared-flags';
import { collectTags, completionValue, durationValue, keyForm } from '../../framework/values';
import { followRun, reportEnd } from '../../workflow/wait';

/** Copies an image, or all images of a stack, to other regions or accounts. */
export const replicateAmi: CommandSpec = {
  names: ['replicate-ami', 'ami replicate'],
  summary: 'Copy images to other regions or member accounts',
  details: 'Copies one image, or with --stack all current images of a stack.',
  arguments: [{ name: 'ami', description: 'id or name of the image; omit with --stack', optional: true }],
  flags: [
    {
      name: 'to-region',
      value: 'region',
      field: 'regions',
      description: 'region to copy to; may be repeated (default with --stack: the regions of its policy)',
      repeatable: true,
    },
    {
      name: 'account',
      value: 'account',
      field: 'accounts',
      description:
        'member account to copy to; may be repeated; --to-region then defaults to the region of the image, and with --stack also to the regions of its policy',
      repeatable: true,
    },
    {
      name: 'kms-key',
      value: '[region=]arn',
      field: 'kms_keys',
      description:
        'KMS key that encrypts the copy in a region; may be repeated (default: the keys in the policy of the stack)',
      repeatable: true,
    },
    {
      name: 'complete-within',
      value: 'duration',
      field: 'complete_within_minutes',
      description:
        'request time-based copies, which EC2 charges for: 15m to 48h in steps of 15m (default: the policy of the stack)',
      parse: completionValue,
    },
    { name: 'stack', value: 'stack', description: 'copy every image of this stack that is not deprecated' },
    untestedFlag,
    {
      name: 'wait',
      description: 'wait for the copies to end; exit code 1 if a region fails, 5 if --timeout expires',
    },
    {
      name: 'timeout',
      value: 'duration',
      description: 'maximum time for --wait, such as 2h (default: 1d)',
      parse: durationValue,
    },
  ],
  examples: [
    'spawn replicate-ami ami-0123456789abcdef0 --to-region eu-west-1 --to-region us-west-2 --wait',
    'spawn replicate-ami ami-0123456789abcdef0 --to-region eu-west-1 --kms-key eu-west-1=arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    'spawn replicate-ami ami-0123456789abcdef0 --to-region eu-west-1 --complete-within 30m',
    'spawn replicate-ami ami-0123456789abcdef0 --account 222233334444 --kms-key arn:aws:kms:us-east-1:222233334444:key/1234abcd-12ab-34cd-56ef-1234567890ab --wait',
    'spawn replicate-ami --stack pytorch --to-region eu-west-1',
    'spawn replicate-ami --stack pytorch --wait',
  ],
  run: async ({ arguments: [id], flags }, context) => {
    const stack = flags.text('stack');
    if ((id === undefined) === (stack === undefined))
      throw usageError('name either one image (ami-…) or --stack, not both');
    const accounts = flags.list('account').length === 0 ? undefined : flags.list('account');
    if (id !== undefined && accounts === undefined && flags.list('to-region').length === 0)
      throw usageError('no region given: name the regions to copy to, such as --to-region eu-west-1');
    const keys = collectTags(
      'kms-key',
      flags.list('kms-key').map((key) => (key.startsWith('arn:') ? `${regionOfKey(key)}=${key}` : key)),
      keyForm,
    );
    const api = await context.api();
    const named = flags.list('to-region');
    const regions = named.length > 0 ? named : undefined;
    const policy = stack !== undefined && regions === undefined ? await policyOf(api, stack, accounts) : undefined;
    const one: Where = { regions, accounts, kms_keys: keys };
    const requests =
      stack === undefined
        ? [{ image: id!, where: one }]
        : (await imagesOfStack(api, stack, flags.text('region'))).flatMap((image) =>
            (policy ? wantedBy(policy, image, accounts, keys) : [one]).map((where) => ({ image: image.ami_id, where })),
          );
    const runs: RunAnswer[] = [];
    let code: number = exitCodes.done;
    for (const {
      image,
      where: { kms_keys, ...rest },
    } of requests) {
      try {
        const run = await start(context, api, image, {
          ...rest,
          kms_keys: Object.keys(kms_keys).length === 0 ? undefined : kms_keys,
          complete_within_minutes: flags.number('complete-within'),
          untested: flags.text('untested'),
          region: flags.text('region'),
        });
        runs.push(run);
      } catch (error) {
        // With --stack the other images are still copied.
        if (stack === undefined) throw error;
        const failure = failureOf(error);
        context.messages.error(
          new CommandFailure(`${image}: ${failure.message}`, failure.exitCode, undefined, errorFields(error)),
        );
        code = failure.exitCode;
      }
    }
    if (flags.on('wait')) {
      for (const [index, started] of runs.entries()) {
        const run = await followRun(context, started.build_id, { timeout: flags.number('timeout') });
        runs[index] = run;
        code = reportEnd(context, run) || code;
      }
    }
    await writeResult(context, stack === undefined ? runs[0] : runs, () =>
      runs.map((run) => renderRun(run, context.styles)).join('\n'),
    );
    return code;
  },
};

/** The targets of one request: regions of the home account or of member accounts. */
interface Where {
  regions?: string[];
  accounts?: string[];
  kms_keys: Record<string, string>;
}

/** Returns the policy of a stack. Throws if it names no regions or accounts and none were given. */
async function policyOf(api: Api, stack: string, accounts: string[] | undefined): Promise<StackAnswer['policy']> {
  const { policy } = await api.get<StackAnswer>(`/v1/stacks/${encodeURIComponent(stack)}`);
  if (accounts || policy.regions?.length || policy.accounts?.length) return policy;
  throw usageError(
    `the policy of ${stack} names no regions or accounts: use --to-region or --account, or set them with spawn stack set ${stack}`,
  );
}

/**
 * Returns the targets that the policy requires for an image: its regions, and member accounts in those regions and the
 * region of the image. With named accounts, only these.
 */
function wantedBy(
  { regions = [], accounts: members = [] }: StackAnswer['policy'],
  { region: home }: Image,
  named: string[] | undefined,
  keys: Record<string, string>,
): Where[] {
  if (named) return [{ regions: [...new Set([home, ...regions])], accounts: named, kms_keys: keys }];
  const keysWhere = (isOfMember: boolean): Record<string, string> =>
    Object.fromEntries(Object.entries(keys).filter(([, key]) => members.includes(accountOfArn(key)) === isOfMember));
  const own =
    regions.some((region) => region !== home) || members.length === 0 ? [{ regions, kms_keys: keysWhere(false) }] : [];
  return [
    ...own,
    ...(members.length > 0
      ? [{ regions: [...new Set([home, ...regions])], accounts: members, kms_keys: keysWhere(true) }]
      : []),
  ];
}

async function imagesOfStack(api: Api, stack: string, region: string | undefined): Promise<Image[]> {
  const images = await listAll<Image>(api, '/v1/images', 'images', { stack, region });
  const originals = images.filter(
    (image) => image.state === 'available' && !image.deprecated && image.replicated_from === undefined,
  );
  if (originals.length === 0) {
    throw new CommandFailure(
      `stack '${stack}' has no image to copy in ${region ?? 'the home region'}`,
      exitCodes.notFound,
      `To list images: spawn list-amis --region all`,
    );
  }
  return originals;
}

async function start(
  context: Context,
  api: Api,
  id: string,
  asked: {
    regions?: string[];
    accounts?: string[];
    kms_keys?: Record<string, string>;
    complete_within_minutes?: number;
    untested?: string;
    region?: string;
  },
): Promise<RunAnswer> {
  const { body } = await api.post<RunAnswer>(`/v1/images/${encodeURIComponent(id)}/replicas`, asked);
  context.messages.note(
    `${body.build_id} copies ${id} to ${[...(asked.regions ?? []), ...(asked.accounts ?? []).map((account) => `account ${account}`)].join(', ')}; follow: spawn wait ${body.build_id}`,
  );
  context.messages.warnAll(body.warnings);
  return body;
}
