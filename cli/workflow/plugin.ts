import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { SessionAnswer } from '../client/answers';
import type { Context, Host } from '../framework/context';
import { CommandFailure, exitCodes } from '../framework/failure';

const names = ['session-manager-plugin', 'session-manager-plugin.exe'];

/**
 * Returns the path of session-manager-plugin. Throws with exit code 1 and install instructions if it is not on the
 * PATH.
 */
export function findPlugin(environment: Host['environment']): string {
  const files = (environment.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => names.map((name) => join(folder, name)));
  const found = files.find(isExecutable);
  if (found !== undefined) return found;
  throw new CommandFailure(
    'session-manager-plugin is not on the PATH: install it from https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html, or run a single command with -- COMMAND',
    exitCodes.failed,
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Passes the session to the plugin, with the same arguments as the `aws` command, and returns the plugin's exit
 * code.
 */
export async function joinSession(
  context: Context,
  plugin: string,
  session: SessionAnswer,
  profile = '',
): Promise<number> {
  const { spawn } = await import('node:child_process');
  const { region } = session;
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const joined = JSON.stringify({
    SessionId: session.session_id,
    TokenValue: session.token_value,
    StreamUrl: session.stream_url,
  });
  const parameters = [
    joined,
    region,
    'StartSession',
    profile,
    JSON.stringify({ Target: session.instance_id }),
    `https://ssm.${region}.${suffix}`,
  ];
  const child = spawn(plugin, parameters, { stdio: 'inherit', env: { ...context.environment } });
  // Ctrl-C belongs to the shell on the instance.
  const ignore = (): void => {};
  process.on('SIGINT', ignore);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? exitCodes.failed));
    });
  } finally {
    process.off('SIGINT', ignore);
  }
}
