import { join } from 'node:path';
import { signed } from '../gateway/sign';
import type { Local } from './local';
import { runNode } from './child';
import type { RunView } from './progress';
import { progressLines } from './progress';

const POLL_MILLISECONDS = 250;

const failed = (message: string, exitCode: number): Error =>
  Object.assign(new Error(message), { name: 'JobFailed', exitCode });

/** Runs a `spawn` command against the served API. Removes the line in which it says that the API is local. */
export async function spawnCommand(
  project: string,
  words: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
  const result = await runNode(project, [join(project, 'cli', 'dist', 'spawn.js'), ...words], {
    SPAWN_API_URL: undefined,
    SPAWN_CONTEXT: undefined,
    FORCE_COLOR: undefined,
  });
  return { ...result, stderr: result.stderr.replace(/^local\n/m, '') };
}

/** Reads the record of a run. Retries on a server error, up to five attempts. */
async function getRun(local: Local, buildId: string, tries = 5): Promise<RunView> {
  const request = { method: 'GET', url: `${local.url}/v1/builds/${buildId}`, headers: {} };
  const { url, headers } = signed(
    request,
    local.operatorCredentials,
    'execute-api',
    local.world.homeRegion,
    local.clock.now(),
  );
  const response = await fetch(url, { headers });
  if (response.status >= 500 && tries > 1) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
    return getRun(local, buildId, tries - 1);
  }
  if (!response.ok)
    throw failed(`GET /v1/builds/${buildId} failed with status ${response.status}: ${await response.text()}`, 1);
  return (await response.json()) as RunView;
}

/**
 * Builds a recipe through the public interfaces: starts it with `spawn build`, then polls the API until the build ends.
 * Shows each new stage and region. Throws JobFailed (with `exitCode`) when the build cannot be started.
 */
export async function buildRecipe(
  project: string,
  local: Local,
  { recipe, name }: { recipe: string; name?: string },
  show: (line: string) => void,
): Promise<RunView> {
  const started = Date.now();
  const { code, stdout, stderr } = await spawnCommand(project, [
    'build',
    recipe,
    ...(name === undefined ? [] : ['--name', name]),
    '-o',
    'json',
  ]);
  if (code !== 0) throw failed(`Could not start the build of ${recipe}: ${stderr.trim() || stdout.trim()}`, code);
  const buildId = (JSON.parse(stdout) as RunView).build_id;
  show(`Started build ${buildId} of ${recipe}`);
  const seen = new Set<string>();
  for (;;) {
    const run = await getRun(local, buildId);
    const times = { simulated: local.clock.now() - Date.parse(run.created_at), real: Date.now() - started };
    for (const line of progressLines(run, seen, times)) show(line);
    if (run.status !== 'running') return run;
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}
