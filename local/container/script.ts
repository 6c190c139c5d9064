import { randomUUID } from 'node:crypto';
import type { Clock, GuestFacts, RunOptions, RunResult } from '../kernel/types';
import type { Engine } from './engine';
import { layerFolder, searchPath } from './layer';

interface Place {
  engine: Engine;
  container: string;
  clock: Clock;
}

/** As much of a stream as is kept for the answer: more than Run Command keeps. */
const keptOutput = 200_000;

/** Runs a script in a container as the SSM agent does: as root, by `sh -c` of a file in the agent's own folder. */
export async function runScript(
  { engine, container, clock }: Place,
  { instanceId }: GuestFacts,
  script: string,
  options: RunOptions,
): Promise<RunResult> {
  const id = randomUUID();
  const folder = `/var/lib/amazon/ssm/${instanceId}/document/orchestration/${id}/awsrunShellScript/0.awsrunShellScript`;
  const put = 'umask 077; mkdir -p "$0"; cat >"$0/_script.sh"; chmod 700 "$0/_script.sh"';
  await engine.run(['exec', '-i', container, '/bin/sh', '-c', put, folder], { input: script });
  // The processes of the script are a group of their own: the engine starts each `exec` in a new session.
  const group = `${layerFolder}/running/${id}`;
  const end = `for _ in $(seq 1 50); do [ ! -s ${group} ] || break; sleep 0.1; done; kill -KILL -- "-$(cat ${group})"`;
  const kill = (): void => void engine.run(['exec', container, '/bin/sh', '-c', end]).catch(() => undefined);
  if (options.signal?.aborted) return { exitCode: 137, stdout: '', stderr: '', timedOut: false };
  let timedOut = false;
  const timer = clock.after(options.timeoutSeconds * 1000, () => {
    timedOut = true;
    kill();
  });
  options.signal?.addEventListener('abort', kill);
  const kept = { stdout: '', stderr: '' };
  try {
    const begin = `echo $$ >${group}; exec /bin/sh -c "$0"`;
    const where = ['exec', '-w', options.workingDirectory ?? '/', ...environmentWords(options.environment), container];
    const { code } = await engine.run([...where, '/bin/sh', '-c', begin, `${folder}/_script.sh`], {
      onOutput: (stream, text) => {
        kept[stream] = (kept[stream] + text).slice(0, keptOutput);
        options.onOutput?.(stream, text);
      },
    });
    return { exitCode: timedOut ? 137 : code, ...kept, timedOut };
  } finally {
    timer.cancel();
    options.signal?.removeEventListener('abort', kill);
  }
}

function environmentWords(environment: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries({ PATH: searchPath, ...environment }).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
}
