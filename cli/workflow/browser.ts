import type { Host } from '../framework/context';

/**
 * Returns the program that opens a URL, with its first arguments; undefined without a display, such as on a server or
 * over SSH.
 */
export function openerOf(
  environment: Host['environment'],
  platform: NodeJS.Platform = process.platform,
): readonly string[] | undefined {
  const { DISPLAY, WAYLAND_DISPLAY, SSH_CONNECTION } = environment;
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  if (platform === 'darwin') return SSH_CONNECTION ? undefined : ['open'];
  return DISPLAY || WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
}

/** Opens a URL in the browser of this user. Returns whether the program for that exists and succeeded. */
export async function openInBrowser(environment: Host['environment'], url: string): Promise<boolean> {
  const [program, ...words] = openerOf(environment) ?? [];
  if (program === undefined) return false;
  const { spawn } = await import('node:child_process');
  const child = spawn(program, [...words, url], { stdio: 'ignore', env: { ...environment } });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
}
