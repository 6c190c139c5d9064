import { spawn } from 'node:child_process';
import { emptyCase, type Case } from '../engine/case';
import { runCase } from '../engine/run';
import { addFigure } from './figures';

/** How many seeds the plan is about. */
const planned = 1000;

/** A short history of a seed, in which one call in twenty fails. */
const small = (seed: number): Case => ({
  ...emptyCase,
  seed,
  steps: [
    { actor: 0, do: 'plant' },
    { actor: 0, do: 'replicate' },
    { actor: 1, do: 'launch' },
    { actor: 2, do: 'build', with: { untested: true } },
  ],
  rate: 0.05,
});

/** Prints the digest of the log of each seed, from the first to the last or backwards. */
export async function digests(assembly: string, first: number, count: number, backwards: boolean): Promise<number> {
  const seeds = Array.from({ length: count }, (_, index) => first + index);
  for (const seed of backwards ? seeds.reverse() : seeds) {
    const { digest, cpuMilliseconds } = await runCase(assembly, small(seed));
    process.stdout.write(`${seed} ${digest} ${cpuMilliseconds}\n`);
  }
  return 0;
}

/**
 * Runs each seed in two processes, in the second one backwards, so that what earlier histories leave differs. Tells the
 * seeds whose logs differ; returns the exit code.
 */
export async function twice(
  project: string,
  assembly: string,
  { first, count }: { first: number; count: number },
  say: (line: string) => void,
): Promise<number> {
  const words = ['--assembly', assembly, '--seed', String(first), '--digests', String(count)];
  const one = await lines([...words]);
  const other = await lines([...words, '--backwards']);
  const differing = [...one].filter(([seed, { digest }]) => other.get(seed)?.digest !== digest).map(([seed]) => seed);
  const milliseconds = [...one.values(), ...other.values()].reduce((sum, line) => sum + line.milliseconds, 0);
  say(`T20: ${one.size} seeds twice, ${differing.length} differ ${differing.join(' ')}`);
  addFigure(project, 'T20', planned, {
    date: new Date().toISOString().slice(0, 10),
    run: one.size,
    violations: differing.length,
    cpu_seconds: Math.round(milliseconds / 100) / 10,
  });
  return differing.length === 0 && one.size === count ? 0 : 1;
}

function lines(words: string[]): Promise<Map<string, { digest: string; milliseconds: number }>> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['--max-semi-space-size=64', __filename, ...words], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.once('error', fail);
    child.once('close', () => {
      const all = text
        .trim()
        .split('\n')
        .map((line) => line.split(' '));
      done(
        new Map(
          all.map(([seed = '', digest = '', milliseconds]) => [seed, { digest, milliseconds: Number(milliseconds) }]),
        ),
      );
    });
  });
}
