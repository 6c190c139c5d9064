import { join } from 'node:path';
import { signed } from '../gateway/sign';
import type { Local } from './local';
import { runNode } from './child';
import type { RunView } from './progress';
import { progressLines } from './progress';

const POLL_MILLISECONDS = 250;

const failed = (message: string, exitCode: number): Error =>
  Object.assign(new Error(message), { name: 'JobFailed', exitCode });

/** Runs a `spawn` command against the served API. Its word that the API is local is left out. */
export async function spawnCommand(
  project: string,
  words: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
  const result = await runNode(project, [join(project, 'dist', 'cli', 'spawn.js'), ...words], {
    SPAWN_API_URL: undefined,
    FORCE_COLOR: undefined,
  });
  return { ...result, stderr: result.stderr.replace(/^local\n/m, '') };
}

/** The record of a run. Like any client it asks again when the API is not well, five times at most. */
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
    throw failed(`GET /v1/builds/${buildId} was answered ${response.status}: ${await response.text()}`, 1);
  return (await response.json()) as RunView;
}

/**
 * Builds a recipe as anybody would: `spawn build` starts it, then the signed API is asked until it ends; each new stage
 * and region is shown. Error `JobFailed` (with `exitCode`) when it cannot be started.
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
  if (code !== 0) throw failed(`The build of ${recipe} did not start: ${stderr.trim() || stdout.trim()}`, code);
  const buildId = (JSON.parse(stdout) as RunView).build_id;
  show(`${buildId} builds ${recipe}`);
  const seen = new Set<string>();
  for (;;) {
    const run = await getRun(local, buildId);
    const times = { simulated: local.clock.now() - Date.parse(run.created_at), real: Date.now() - started };
    for (const line of progressLines(run, seen, times)) show(line);
    if (run.status !== 'running') return run;
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}
