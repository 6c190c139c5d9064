import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemblyOf } from '../kit/assemblies';

const folder = mkdtempSync(join(tmpdir(), 'spawn-simulation-'));
afterAll(() => rmSync(folder, { recursive: true }));

const given = {
  steps: [
    { actor: 0, do: 'build', with: { regions: ['us-west-2'] } },
    { actor: 1, do: 'plant', with: { version: '0.1.0' } },
    { actor: 1, do: 'replicate' },
    { actor: 2, do: 'launch' },
  ],
  rate: 0.05,
};

/** The log of a history that one process of its own writes, with another history before it if asked for. */
function logOf(seed: number, name: string): string[] {
  const file = join(folder, name);
  const program = join(__dirname, '..', '..', 'dist', 'simulate.js');
  const words = ['--assembly', assemblyOf('next'), '--log', file, '--replay', JSON.stringify({ ...given, seed })];
  const { stderr } = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8' });
  const log = readFileSync(file, 'utf8').split('\n');
  if (log.length < 500) throw new Error(stderr);
  return log;
}

test('the same seed gives the same calls, events and transitions in two processes, byte for byte, and another does not', () => {
  const [one, two, other] = [logOf(7, 'one'), logOf(7, 'two'), logOf(8, 'other')];
  expect(two.find((line, index) => line !== one[index])).toBeUndefined();
  expect(two).toHaveLength(one.length);
  expect(other.filter((line) => line.includes(' call ')).join()).not.toBe(
    one.filter((line) => line.includes(' call ')).join(),
  );
});
