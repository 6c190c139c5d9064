import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../../cli/commands/all';
import { renderManPages } from '../../cli/document/man-pages';
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

test('man reads every page without a warning', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spawn-man-'));
  const files = Object.entries(renderManPages(commands, '1.2.3')).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
  const { status, stdout, stderr, error } = spawnSync('man', ['--warnings', '-P', 'cat', '-l', ...files], {
    encoding: 'utf8',
    env: { ...process.env, MANWIDTH: '80', LC_ALL: 'C.UTF-8' },
  });
  if (error) throw new Error(`man cannot be run (${error.message}): install it, on Debian with apt-get install man-db`);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('spawn-list-amis, spawn-ami-list - List images');
});
