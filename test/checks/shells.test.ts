import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '../cli/kit/spawn';

test.each([
  ['bash', '-n'],
  ['zsh', '-n'],
  ['fish', '--no-execute'],
])('%s reads the completion that is written for it', async (shell, option) => {
  const file = join(mkdtempSync(join(tmpdir(), 'spawn-completion-')), `spawn.${shell}`);
  writeFileSync(file, (await spawn(['completion', shell])).out);
  const { status, stderr, error } = spawnSync(shell, [option, file], { encoding: 'utf8' });
  if (error)
    throw new Error(`${shell} cannot be run (${error.message}): install it, on Debian with apt-get install ${shell}`);
  expect([status, stderr]).toEqual([0, '']);
});
