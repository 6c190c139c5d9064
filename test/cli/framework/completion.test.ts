import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../../../cli/commands/all';
import { globalFlags } from '../../../cli/framework/global-flags';
import { completedKinds } from '../../../cli/framework/completion-values';
import { script, spawn } from '../kit/spawn';
import { image } from '../kit/things';

const folder = mkdtempSync(join(tmpdir(), 'spawn-completion-'));
const scripts: Record<string, string> = {};
beforeAll(async () => {
  scripts.bash = join(folder, 'spawn.bash');
  writeFileSync(scripts.bash, (await spawn(['completion', 'bash'])).out);
  mkdirSync(join(folder, 'bin'));
  const command = join(folder, 'bin', 'spawn');
  // Lists what was requested, one kind a line, as the API would list its things.
  writeFileSync(command, '#!/bin/bash\nshift\nfor kind; do printf "%s-1\\tthe first\\n" "$kind"; done\n');
  chmodSync(command, 0o755);
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
    env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH}` },
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
  expect(offered('ami', 'list', '--outp')).toEqual(['--output']);
  expect(offered('doctor', '--sort')).toEqual([]);
  expect(offered('list-amis', '--stack', 'pytorch', '--reve')).toEqual(['--reverse']);
});

test('bash completes a command after the global flags before it, and these flags themselves', () => {
  expect(offered('--region', 'eu-west-1', '--json', 'deprec')).toEqual(['deprecate-ami']);
  expect(offered('--region', '=', 'eu-west-1', 'ami', '-v', 'depr')).toEqual(['deprecate']);
  expect(offered('--verbose', 'list-amis', '--sort')).toEqual(['--sort-by']);
  expect(offered('--reg')).toEqual(['--region']);
  expect(offered('ami', '--outp')).toEqual(['--output']);
  expect(offered('-o', 'y')).toEqual(['yaml']);
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
  expect(offered('create-ami', 'ami-builder', '--name', '')).toEqual([]);
  expect(offered('build', 'recipe.yaml', '--wa')).toEqual(['--wait']);
});

test('bash offers what the API lists where an image, a stack, a channel, a build or an instance is meant', () => {
  expect(offered('ami', 'show', '')).toEqual(['images-1']);
  expect(offered('ami', 'diff', 'ami-0123456789abcdef0', 'im')).toEqual(['images-1']);
  expect(offered('list-amis', '--stack', '')).toEqual(['stacks-1']);
  expect(offered('promote-ami', '--to', 'ch')).toEqual(['channels-1']);
  expect(offered('builds', 'logs', '')).toEqual(['builds-1']);
  expect(offered('terminate', '')).toEqual(['instances-1']);
  expect(offered('wait', '')).toEqual(['builds-1', 'images-1', 'instances-1']);
  expect(offered('ami', 'show', '--out')).toEqual(['--output']);
});

test('every word that the API completes is an argument or a value of some command', () => {
  const written = new Set(
    commands.flatMap((each) => [...each.arguments.map(({ name }) => name), ...each.flags.map(({ value }) => value)]),
  );
  expect(Object.keys(completedKinds).filter((word) => !written.has(word))).toEqual([]);
});

test('the words of the API are printed one a line with what they are, names that a shell would split left out', async () => {
  const instance = { instance_id: 'i-0123456789abcdef0', name: 'my builder', state: 'running' };
  const { code, out, err } = await spawn(['complete', 'images', 'instances', 'instances'], {
    answer: script({
      'GET /v1/images': {
        images: [{ ...image, ami_id: 'ami-0123456789abcdef0', name: 'pytorch-2.2', region: 'eu-west-1' }],
      },
      'GET /v1/instances': { instances: [instance, { ...instance, instance_id: 'i-1', state: 'terminated' }] },
    }),
  });
  expect([code, err]).toEqual([0, '']);
  expect(out).toBe('ami-0123456789abcdef0\tpytorch-2.2 in eu-west-1\ni-0123456789abcdef0\tmy builder running\n');
});

test('a line break in the name of an instance makes no word of its own, which bash would expand', async () => {
  const instance = { instance_id: 'i-0123456789abcdef0', name: 'builder\n$(reboot)\u2028x\ty', state: 'running' };
  const { out } = await spawn(['complete', 'instances'], {
    answer: script({ 'GET /v1/instances': { instances: [instance] } }),
  });
  expect(out).toBe('i-0123456789abcdef0\tbuilder $(reboot) x y running\n');
});

test('an API that refuses offers nothing, silently', async () => {
  expect(await spawn(['complete', 'stacks'])).toMatchObject({ code: 0, out: '', err: '' });
});

test('an API that does not answer within a second offers nothing, silently', async () => {
  jest.useFakeTimers();
  try {
    const run = spawn(['complete', 'stacks'], { silent: true });
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await run).toMatchObject({ code: 0, out: '', err: '' });
  } finally {
    jest.useRealTimers();
  }
});

test('bash knows every name of every command with all its flags', () => {
  for (const { names, flags } of commands.filter(({ hidden }) => hidden !== true)) {
    const wanted = [...new Set([...flags, ...globalFlags].map(({ name }) => `--${name}`))].sort();
    for (const name of names) expect([name, offered(...name.split(' '), '--').sort()]).toEqual([name, wanted]);
  }
});

test('a shell that is none of these is refused', async () => {
  expect((await spawn(['completion', 'tcsh'])).code).toBe(2);
  expect((await spawn(['completion'])).code).toBe(2);
});
