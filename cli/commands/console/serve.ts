import { join } from 'node:path';
import type { ConsoleSession } from '../../../core/api/console-session';
import { readPageFiles } from '../../console/page-files';
import { serveConsole } from '../../console/server';
import type { CommandSpec } from '../../framework/command';
import type { Context } from '../../framework/context';
import { usageError } from '../../framework/failure';
import { describeDeployment } from '../../framework/prompt';
import { writeResult } from '../../render/layout/output';
import { openInBrowser } from '../../workflow/browser';
import manifest from '../../package.json';

/** Serves the console, a page for the browser, until Ctrl-C. */
export const serveConsolePage: CommandSpec = {
  names: ['console'],
  summary: 'Show images, builds and costs in the browser',
  details:
    'Serves a page on 127.0.0.1 until you press Ctrl-C, and signs its requests with your credentials. Nobody without the printed address gets in. Opens the browser if there is a display.',
  arguments: [],
  flags: [
    { name: 'port', value: 'port', description: 'port on 127.0.0.1 (default: a free one)', parse: portOf },
    { name: 'no-open', description: 'print the address and open nothing' },
    { name: 'read-only', description: 'refuse everything that changes something' },
  ],
  examples: ['spawn console', 'spawn console --read-only', 'spawn console --port 8080 --no-open'],
  run: async ({ flags }, context) => {
    const files = await readPageFiles(join(context.installation ?? __dirname, 'console'));
    const api = await context.api();
    const readOnly = flags.on('read-only');
    const port = flags.number('port') ?? 0;
    const served = await serveConsole({ port, readOnly, files, api, describe: describer(context) });
    const ended = new Promise<void>((resolve) => {
      context.onInterrupt(() => void served.close().then(resolve));
    });
    await writeResult(context, { address: served.address, read_only: readOnly }, () => `${served.address}\n`);
    const deployment = describeDeployment(await context.calledDeployment());
    context.messages.note(`Console of ${deployment}${readOnly ? ', read-only' : ''}. Press Ctrl-C to stop.`);
    if (!flags.on('no-open') && context.terminal.width !== undefined)
      await openInBrowser(context.environment, served.onceAddress);
    await ended;
  },
};

/** Parses a port. Throws a usage error for what is no port. */
function portOf(text: string, flag: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536) return Number(text);
  throw usageError(`--${flag} '${text}' is not a port: use a number from 1 to 65535`);
}

/** Returns a function that describes the command; it asks the deployment again until it has answered once. */
function describer(context: Context): () => Promise<Omit<ConsoleSession, 'now' | 'speed' | 'read_only'>> {
  let known: ConsoleSession['deployment'] | undefined;
  return async () => {
    if (known?.version === undefined) {
      const called = await context.calledDeployment();
      known = { ...called, description: describeDeployment(called) };
    }
    return { deployment: known, version: manifest.version, command: context.invocation ?? 'spawn' };
  };
}
