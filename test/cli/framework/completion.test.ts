import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../../../cli/commands/all';
import { globalFlags } from '../../../cli/framework/global-flags';
import { spawn } from '../kit/spawn';

const folder = mkdtempSync(join(tmpdir(), 'spawn-completion-'));
const scripts: Record<string, string> = {};
beforeAll(async () => {
  scripts.bash = join(folder, 'spawn.bash');
  writeFileSync(scripts.bash, (await spawn(['completion', 'bash'])).out);
  for (const file of ['recipe.yaml', 'recipe.txt', 'validate.sh']) writeFileSync(join(folder, file), '');
});

/** What a real bash offers for the last of the words, as readline parts them. */
function offered(...words: string[]): string[] {
  const line = [
    'source "$0"',
    'COMP_WORDS=(spawn "$@")',
    'COMP_CWORD=$#',
    '_spawn 2>/dev/null',
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n');
  const { stdout, status, stderr } = spawnSync('bash', ['-c', line, scripts.bash!, ...words], {
    encoding: 'utf8',
    cwd: folder,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.split('\n').filter(Boolean);
}

test('bash completes a command, and one below a word that stands before several', () => {
  expect(offered('deprec')).toEqual(['deprecate-ami']);
  expect(offered('ami', 'depr')).toEqual(['deprecate']);
  expect(offered('ami', 'reference', '')).toEqual(['add', 'list', 'remove']);
  expect(offered('')).toEqual(expect.arrayContaining(['build', 'builds', 'ami', 'doctor', 'completion']));
});

test('bash completes a flag of the command, and those of every command', () => {
  expect(offered('list-amis', '--sort')).toEqual(['--sort-by']);
  expect(offered('ami', 'list', '--out')).toEqual(['--output']);
  expect(offered('doctor', '--sort')).toEqual([]);
  expect(offered('list-amis', '--stack', 'pytorch', '--rev')).toEqual(['--reverse']);
});

test('bash completes a value out of a few, also after an equals sign', () => {
  expect(offered('list-amis', '--sort-by', '')).toEqual(
    commands.flatMap(({ names, flags }) =>
      names[0] === 'list-amis'
        ? flags.filter(({ name }) => name === 'sort-by').flatMap(({ choices = [] }) => choices)
        : [],
    ),
  );
  expect(offered('doctor', '-o', 'y')).toEqual(['yaml']);
  expect(offered('doctor', '--output', '=', 'js')).toEqual(['json']);
  expect(offered('doctor', '--output', '=')).toEqual(['table', 'json', 'yaml']);
  expect(offered('completion', 'z')).toEqual(['zsh']);
});

test('bash offers files where a file is meant, and nothing where a value is free', () => {
  expect(offered('build', 'recipe.').sort()).toEqual(['recipe.txt', 'recipe.yaml']);
  expect(offered('test-ami', '--test-script', '@val')).toEqual(['@validate.sh']);
  expect(offered('list-amis', '--stack', '')).toEqual([]);
  expect(offered('build', 'recipe.yaml', '--wa')).toEqual(['--wait']);
});

test('bash knows every name of every command with all its flags', () => {
  for (const { names, flags } of commands) {
    const wanted = [...new Set([...flags, ...globalFlags].map(({ name }) => `--${name}`))].sort();
    for (const name of names) expect([name, offered(...name.split(' '), '--').sort()]).toEqual([name, wanted]);
  }
});

test('a shell that is none of these is refused', async () => {
  expect((await spawn(['completion', 'tcsh'])).code).toBe(2);
  expect((await spawn(['completion'])).code).toBe(2);
});
