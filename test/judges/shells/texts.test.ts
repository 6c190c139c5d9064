import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../../../cli/commands/all';
import { renderManPages } from '../../../cli/document/man-pages';
import { spawn } from '../../cli/kit/spawn';

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

test('fish completes a command after the global flags before it', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'spawn-completion-')), 'spawn.fish');
  writeFileSync(file, (await spawn(['completion', 'fish'])).out);
  const offered = (line: string): string[] => {
    const { status, stdout, stderr } = spawnSync('fish', ['-N', '-c', `source ${file}; complete -C "${line}"`], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    return stdout.split('\n').flatMap((each) => each.split('\t')[0] || []);
  };
  expect(offered('spawn --region eu-west-1 --json deprec')).toEqual(['deprecate-ami']);
  expect(offered('spawn ami -v depr')).toEqual(['deprecate']);
  expect(offered('spawn --output=json list-amis --sort')).toEqual(['--sort-by']);
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
