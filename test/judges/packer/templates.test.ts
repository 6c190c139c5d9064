import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { spawn } from '../../cli/kit/spawn';

/**
 * Packer's own judgement of the generated templates. Debian ships Packer 1.6.6, which lacks three things that the
 * templates use: `imds_support` and `metadata_options` of the builder, and `required_plugins`. For a version before 1.7
 * the templates are judged without these three.
 */
const unknownBefore17 = ['imds_support', 'metadata_options'];
const examples = resolve(__dirname, '..', '..', '..', 'examples');
let version = '';
let directory = '';

function packer(...argv: string[]): string {
  const { status, stdout, stderr, error } = spawnSync('packer', argv, {
    cwd: directory,
    encoding: 'utf8',
    env: { ...process.env, CHECKPOINT_DISABLE: '1', PACKER_NO_COLOR: '1', AWS_REGION: 'us-east-1' },
  });
  if (error)
    throw new Error(`packer cannot be run (${error.message}): install it, on Debian with apt-get install packer`);
  return status === 0 ? 'valid' : `${stdout}${stderr}`;
}

beforeAll(() => {
  const { stdout, error } = spawnSync('packer', ['version'], { encoding: 'utf8' });
  if (error)
    throw new Error(`packer cannot be run (${error.message}): install it, on Debian with apt-get install packer`);
  version = /v(\d+\.\d+)/.exec(stdout)?.[1] ?? '';
  directory = mkdtempSync(join(tmpdir(), 'packer-'));
  for (const example of ['pytorch-cpu', 'pytorch-gpu', 'genomics'])
    cpSync(join(examples, example), directory, { recursive: true });
  writeFileSync(join(directory, 'script.sh'), '#!/bin/bash\nyum install -y git\n');
  mkdirSync(join(directory, 'conf'));
  for (const name of ['a', "b's {{x}} \${y}"]) writeFileSync(join(directory, 'conf', name), name);
  const copied = [
    { source: 'conf', destination: '/etc/app', mode: '0600', owner: 'ec2-user' },
    { source: 'https://example.org/x', destination: "/opt/it's {{x}} ${y}", sha256: 'a'.repeat(64) },
  ];
  const recipe = { stack: 'web', version: '1.0.0', base: 'al2023', instance_types: ['m7i.large'], files: copied };
  const spot = { ...recipe, instance_types: ['m7i.large', 'm6i.large'], spot: true };
  writeFileSync(join(directory, 'spot.yaml'), JSON.stringify({ ...spot, provision: [{ script: 'script.sh' }] }));
  writeFileSync(join(directory, 'files.yaml'), JSON.stringify({ ...recipe, provision: [{ script: 'script.sh' }] }));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const isOld = () => Number(version.split('.')[1]) < 7 && version.startsWith('1.');

function withoutNewMembers(file: string): void {
  if (!isOld()) return;
  const path = join(directory, file);
  const text = readFileSync(path, 'utf8');
  if (file.endsWith('.json')) {
    const template = JSON.parse(text);
    for (const builder of template.builders) for (const name of unknownBefore17) delete builder[name];
    return writeFileSync(path, JSON.stringify(template));
  }
  const withoutBlock = (all: string, name: string) =>
    all.replace(new RegExp(`^( *)${name}( +=.*| \\{\\n[^]*?^\\1\\})\\n`, 'm'), '');
  writeFileSync(path, [...unknownBefore17, 'required_plugins'].reduce(withoutBlock, text));
}

const flags = ['--base-ami', 'al2023', '--instance-type', 'm7i.large', '--provisioner', '@script.sh'];
const templates: [what: string, argv: string[]][] = [
  ['the flags of the specification', flags],
  [
    'a base by its id and a script in the template',
    ['--base-ami', 'ami-0123456789abcdef0', '--instance-type', 'm7g.large', '--provisioner', 'echo "${HOME} {{x}}"'],
  ],
  [
    'Ubuntu and tags that look like templates',
    ['--base-ami', 'ubuntu-24.04', ...flags.slice(2), '--tag', 'note=${env.HOME} %{if} {{user}}'],
  ],
  ['a recipe with a spot builder of several types', ['spot.yaml']],
  ['a recipe with files', ['files.yaml']],
  ['pytorch-cpu', [join(examples, 'pytorch-cpu', 'recipe.yaml')]],
  ['pytorch-gpu', [join(examples, 'pytorch-gpu', 'recipe.yaml')]],
  ['genomics', [join(examples, 'genomics', 'recipe.yaml')]],
];

describe.each(['image.json', 'image.pkr.hcl'])('Packer accepts %s', (file) => {
  test.each(templates)('from %s', async (_what, argv) => {
    expect((await spawn(['generate-packer-template', ...argv, '--output-file', file], { directory })).code).toBe(0);
    if (file.endsWith('.hcl')) expect(packer('fmt', '-check', '-diff', file)).toBe('valid');
    withoutNewMembers(file);
    expect(packer('validate', file)).toBe('valid');
  });
});
