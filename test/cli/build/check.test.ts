import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '../kit/spawn';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spawn-check-test-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const recipe = [
  'stack: web',
  'version: 1.0.0',
  'base: al2023',
  'instance_types: [m7i.large]',
  'provision:',
  '  - script: install.sh',
  '  - run: |',
  '      if true; then',
  '        echo yes',
  '      )',
  'test:',
  '  run: "true"',
  '  instance_types: [m7g.large]',
  '',
];
const put = (name: string, content: string | Buffer) => writeFileSync(join(directory, name), content);
const check = (argv: string[] = [], environment = { PATH: process.env.PATH ?? '' }) =>
  spawn(['build', 'recipe.yaml', '--check', ...argv], { directory, environment });

test('errors are lines with the place in the recipe, and in the block of an inline script', async () => {
  put('recipe.yaml', recipe.join('\n'));
  put('install.sh', '#!/bin/bash\nfor x in 1 2; do\n  echo "$x"\nfi\n');
  const { code, out, requests } = await check();
  expect([code, requests]).toEqual([2, []]);
  expect(out.split('\n')).toEqual([
    expect.stringMatching(/^recipe\.yaml:6:13: the script 'install\.sh', line 4, cannot be parsed by bash: .*`fi'/),
    expect.stringMatching(/^recipe\.yaml:10:1: the script, line 3, cannot be parsed by bash: .*`\)'/),
    expect.stringMatching(/^recipe\.yaml:13:20: the instance type 'm7g\.large' is arm64, but the image is x86_64/),
    '',
  ]);
});

test('nothing is run: a script is only read', async () => {
  put('recipe.yaml', [...recipe.slice(0, 6), ''].join('\n'));
  put('install.sh', `#!/bin/bash\nshopt -s extglob\nls !(a)\ntouch ${join(directory, 'ran')}\n`);
  put('environment.sh', `touch ${join(directory, 'ran')}\n`);
  const environment = { PATH: process.env.PATH ?? '', BASH_ENV: join(directory, 'environment.sh') };
  expect((await check([], environment)).code).toBe(0);
  expect(existsSync(join(directory, 'ran'))).toBe(false);
});

test('without a shell the syntax is left out, which --verbose tells', async () => {
  put('recipe.yaml', [...recipe.slice(0, 6), ''].join('\n'));
  put('install.sh', '#!/bin/bash\nfi\n');
  const nowhere = { PATH: directory };
  const quiet = await check([], nowhere);
  expect([quiet.code, quiet.err]).toEqual([0, expect.not.stringContaining('bash')]);
  expect((await check(['--verbose'], nowhere)).err).toContain('the syntax of 1 script(s) is not checked');
});

test('doubts are warnings with their place, and the recipe is valid all the same', async () => {
  const lines = [
    ...recipe.slice(0, 3),
    'instance_types: [m7i.larg]',
    ...recipe.slice(4, 6),
    'regions: [eu-west-9]',
    '',
  ];
  put('recipe.yaml', `\uFEFF${lines.join('\n')}`);
  put('install.sh', 'true\n');
  const { code, out, err } = await check();
  expect([code, out]).toEqual([0, 'recipe.yaml: the recipe is valid\n']);
  expect(err).toMatch(/^warning: recipe\.yaml:1:1: the recipe begins with a byte-order mark/m);
  expect(err).toMatch(/^warning: recipe\.yaml:4:18: the size of .*did you mean m7i\.large\?/m);
  expect(err).toMatch(/^warning: recipe\.yaml:7:11: the region 'eu-west-9'.*did you mean eu-west-1\?/m);
  expect(err).toMatch(/^warning: recipe\.yaml:6:13: the script 'install\.sh' has no shebang/m);
  expect(JSON.parse((await check(['--json'])).out).warnings).toHaveLength(5);
});

test('a recipe in UTF-16 is told to be that', async () => {
  put('recipe.yaml', Buffer.from(`\uFEFF${recipe.join('\n')}`, 'utf16le'));
  const { code, out } = await check();
  expect([code, out]).toEqual([2, expect.stringMatching(/^recipe\.yaml:1:1: the recipe is UTF-16/)]);
});
