import { join } from 'node:path';
import type { JobArguments } from './arguments';
import { warningOf } from './assumptions';
import { runNode, type Finished, type RunOptions } from './child';
import { billed, leftovers } from './leftovers';
import type { Local } from './simulation';
import { whileWaiting } from './waiting';

/** The parts of the record of a build that the job shows. */
interface Built {
  build_id: string;
  stack: string;
}

/** Runs a `spawn` command against the served API. */
function spawnCommand(project: string, words: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return runNode(project, [join(project, 'cli', 'dist', 'spawn.js'), ...words], {
    ...options,
    environment: { SPAWN_API_URL: undefined, SPAWN_CONTEXT: undefined, FORCE_COLOR: undefined },
  });
}

/**
 * Builds a recipe with `spawn build --wait`, which shows its progress, and prints the catalog. Returns the exit code of
 * the command that failed, or 0. After a failure, reports what is left in the simulated account.
 */
export async function runJob(
  { project, local, say, signal }: { project: string; local: Local; say: (line: string) => void; signal: AbortSignal },
  { recipe, name, once, rehearse }: JobArguments,
): Promise<number> {
  const before = billed(local);
  const words = ['build', recipe, ...(name === undefined ? [] : ['--name', name]), '--wait'];
  const built = await spawnCommand(project, words, { showErrors: true, signal });
  if (built.code !== 0) {
    const left = await whileWaiting('Looking for what the build left behind', leftovers(local, before));
    say(
      left.length === 0
        ? 'Nothing is left in the simulated account.'
        : `Still in the simulated account: ${left.join(', ')}`,
    );
    return built.code;
  }
  const list = await whileWaiting('Reading the catalog', spawnCommand(project, ['list-amis', '--region', 'all']));
  say('');
  process.stdout.write(list.stdout);
  process.stderr.write(list.stderr.replace(/^Local mode\..*\n/m, ''));
  if (rehearse) {
    const dryRun = ['build', recipe, ...(name === undefined ? [] : ['--name', name]), '--force', '--dry-run'];
    const planned = await whileWaiting('Asking what the real build would do', spawnCommand(project, dryRun));
    const assumed = local.assumptions.list();
    say(
      assumed.length === 0
        ? '\nThe rehearsal succeeded. The real build would do this:'
        : `\nThe rehearsal succeeded, but the real build may not. ${warningOf(assumed)}\nThe real build would do this:`,
    );
    process.stdout.write(planned.stdout);
    return planned.code;
  }
  if (local.assumptions.list().length > 0) say(warningOf(local.assumptions.list()));
  if (!once) {
    const latest = await spawnCommand(project, ['builds', 'list', '--kind', 'build', '--limit', '1', '-o', 'json']);
    const [{ build_id, stack }] = JSON.parse(latest.stdout) as [Built];
    say(
      `\nNext:\n  npx spawn launch my-instance --ami-stack ${stack} --instance-type m7i.large\n  npx spawn builds show ${build_id}\n  npx spawn list-amis --json`,
    );
  }
  return list.code;
}
