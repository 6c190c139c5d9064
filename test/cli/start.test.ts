import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import manifest from '../../cli/package.json';

const entry = join(__dirname, '..', '..', 'cli', 'bin', 'spawn.js');

function milliseconds(argv: string[]): number {
  const started = performance.now();
  expect(spawnSync(process.execPath, argv).status).toBe(0);
  return performance.now() - started;
}

test('spawn --version prints the version of the package', () => {
  expect(spawnSync(process.execPath, [entry, '--version'], { encoding: 'utf8' })).toMatchObject({ stdout: `${manifest.version}\n`, stderr: '' });
});

test('spawn --version takes at most 1.3 times as long as a bare start of Node', () => {
  // The best of many, in turns, since other work on the machine only ever adds.
  const rounds = Array.from({ length: 15 }, () => [milliseconds(['-e', '']), milliseconds([entry, '--version'])] as const);
  const [bare, command] = [0, 1].map((index) => Math.min(...rounds.map((round) => round[index]!)));
  expect(command! / bare!).toBeLessThan(1.3);
});
