import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findingIn, shellOf, type PlacedScript } from '../../../core/recipe/script-check';
import type { RecipeFinding } from '../../../core/recipe/finding';

const slow = 10_000;
// Older ones, such as that of macOS, refuse what the bash of every base reads.
const oldestBash = 4;

/** The shells of this machine that read a script without running it. */
export interface Shells {
  bash: boolean;
  sh: boolean;
}

/** Asks which shells this machine has. */
export async function findShells(environment: NodeJS.ProcessEnv): Promise<Shells> {
  const bash = await run('bash', ['-c', 'echo "${BASH_VERSINFO[0]}"'], environment);
  const sh = await run('sh', ['-c', 'echo sh'], environment);
  return { bash: Number(bash.out.trim()) >= oldestBash, sh: sh.out.trim() === 'sh' };
}

/** Returns the first syntax error of each shell script, and how many scripts no shell of this machine could read. */
export async function checkSyntax(
  scripts: readonly PlacedScript[],
  shells: Shells,
  environment: NodeJS.ProcessEnv,
): Promise<{ findings: RecipeFinding[]; unread: number }> {
  const findings: RecipeFinding[] = [];
  let unread = 0;
  const folder = await mkdtemp(join(tmpdir(), 'spawn-check-'));
  try {
    for (const script of scripts) {
      // Binary data follows: a shell that only reads goes on where one that runs has ended.
      if (script.bytes.includes(0)) continue;
      const text = Buffer.from(script.bytes).toString('utf8');
      const shell = shellOf(text);
      if (shell === undefined) continue;
      // On some bases sh is bash: what only dash refuses is no error here.
      const words = shells.bash
        ? ['bash', ...(shell === 'sh' ? ['--posix'] : []), ...(text.includes('extglob') ? ['-O', 'extglob'] : [])]
        : shell === 'sh' && shells.sh
          ? ['sh']
          : undefined;
      if (words === undefined) {
        unread += 1;
        continue;
      }
      const [program = '', ...options] = words;
      const path = join(folder, 'script');
      const errorsOf = async (content: Uint8Array | string): Promise<string> => {
        await writeFile(path, content, { mode: 0o600 });
        return (await run(program, [...options, '-n', path], environment)).err;
      };
      const err = await errorsOf(script.bytes);
      const [, line, message] =
        /: (?:line )?(\d+): (.*(?:syntax error|unexpected|bad substitution).*)/i.exec(err) ?? [];
      if (line === undefined || message === undefined) continue;
      if (await someAsync(textsToExit(text, Number(line)), async (part) => (await errorsOf(part)) === '')) continue;
      const advice = `cannot be parsed by ${program}: ${message}`;
      findings.push(findingIn(script, { severity: 'error', line: Number(line), message: advice }));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { findings, unread };
}

/**
 * Returns the text up to each line before an error that is only `exit` at its start. One that parses alone ends the
 * script: another such line is within a block or a here-document.
 */
function textsToExit(text: string, errorLine: number): string[] {
  const lines = text.split('\n').slice(0, errorLine - 1);
  return lines.flatMap((line, index) =>
    /^exit(?:[ \t]+\d+)?[ \t]*$/.test(line) ? `${lines.slice(0, index + 1).join('\n')}\n` : [],
  );
}

async function someAsync<T>(items: readonly T[], isSo: (item: T) => Promise<boolean>): Promise<boolean> {
  for (const item of items) if (await isSo(item)) return true;
  return false;
}

function run(program: string, words: string[], environment: NodeJS.ProcessEnv): Promise<{ out: string; err: string }> {
  // BASH_ENV would run a file before the script is read.
  const env = { ...environment, BASH_ENV: undefined, ENV: undefined, LC_ALL: 'C' };
  return new Promise((resolve) => {
    execFile(program, words, { timeout: slow, env }, (_error, out, err) => resolve({ out, err }));
  });
}
