import { commandLogIn } from '../../../core/instance/command-log';
import type { DeploymentAnswer } from '../../../core/api/contract/deployment';
import type { ImageDetails, RunAnswer } from '../../client/answers';
import type { Api } from '../../framework/api';
import { findImageId } from '../../framework/image-ids';
import type { Context } from '../../framework/context';
import type { CommandSpec } from '../../framework/command';
import { CommandFailure, exitCodes, usageError } from '../../framework/failure';
import type { Flags } from '../../framework/flags';
import { writeResult } from '../../render/layout/output';
import { openInBrowser } from '../../workflow/browser';
import { executionPage, imagePage, logGroupPage } from '../../workflow/console';
import { runPath } from '../../workflow/wait';

/** Opens the page of an image or a build in AWS's console. */
export const open: CommandSpec = {
  names: ['open'],
  summary: 'Open an image or a build in the AWS console',
  details:
    'Opens the browser if there is a display; otherwise, and in a pipe, prints the URL. The browser must be signed in to the account of the deployment.',
  arguments: [{ name: 'id', description: 'id or name of an image, id of a build (bld-…) or an operation (op-…)' }],
  flags: [
    { name: 'logs', description: 'for a build: the log group with the output of its scripts' },
    { name: 'print', description: 'print the URL and open nothing' },
  ],
  examples: [
    'spawn open ami-0123456789abcdef0',
    'spawn open ami-0123456789abcdef0 --region eu-west-1 --print',
    'spawn open bld-0mk3f2k1a7x2m9q4c --logs',
  ],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const isImage = !/^(bld|op)-/.test(id);
    if (isImage && flags.on('logs')) throw usageError('--logs requires a build: an image has no log group');
    const api = await context.api();
    if (api.local)
      throw new CommandFailure('local mode has no AWS console', exitCodes.refused, 'To look at it: spawn console');
    const url = isImage ? await pageOfImage(context, api, id, flags) : await pageOfRun(api, id, flags);
    const isPerson = context.terminal.width !== undefined && context.format === 'table';
    const opened = isPerson && !flags.on('print') && (await openInBrowser(context.environment, url));
    await writeResult(context, { id, url, opened }, () => (opened ? `Opened ${url}\n` : `${url}\n`));
  },
};

async function pageOfImage(context: Context, api: Api, given: string, flags: Flags): Promise<string> {
  const id = await findImageId(context, given, flags.text('region'));
  const { region } = await api.get<ImageDetails>(`/v1/images/${encodeURIComponent(id)}`, {
    region: flags.text('region'),
  });
  return imagePage(region, id);
}

async function pageOfRun(api: Api, id: string, flags: Flags): Promise<string> {
  const run = await api.get<RunAnswer>(runPath(id));
  if (!flags.on('logs')) return executionPage(run.execution_arn);
  const { log_group, home_region } = await api.get<DeploymentAnswer>('/v1/deployment');
  return logGroupPage(run.region, commandLogIn(run.region, log_group, home_region));
}
