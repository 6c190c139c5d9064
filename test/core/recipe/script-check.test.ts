import { checkScript, scriptsOf, shellOf } from '../../../core/recipe/script-check';
import { recipeSchema } from '../../../core/recipe/schema';

const path = ['provision', 0, 'script'];
const inFile = (text: string | Buffer, file = 'install.sh') =>
  checkScript({ path, file, bytes: Buffer.from(text as string) }).map(
    ({ severity, message }) => `${severity}: ${message}`,
  );
const inline = (text: string) =>
  checkScript({ path, bytes: Buffer.from(text) }).map(({ severity, message, scriptLine }) => [
    `${severity}: ${message}`,
    scriptLine,
  ]);

test.each([
  '#!/bin/bash\necho',
  '#! /bin/sh -e\necho',
  '#!/usr/bin/env bash\n',
  '#!/usr/bin/env -S bash -e -u\n',
  '#!/usr/bin/python3 -u\n',
])('%j is in order', (text) => {
  expect(inFile(text)).toEqual([]);
});

test.each<[string, RegExp]>([
  ['\uFEFF#!/bin/bash\n', /^error: the script 'install\.sh' begins with a byte-order mark/],
  ['#!bash\n', /^error: .*names no absolute path/],
  ['#!/bin/bash -e -u\n', /^error: .*'-e -u' as one argument/],
  ['#!/usr/bin/env bash -e\n', /^error: .*write env -S bash -e$/],
  ['#!/usr/bin/env\n', /^error: .*names no program for env/],
  ['#!/usr/bin/env fish\n', /^warning: .*runs with fish, which not every base has/],
  ['#!/usr/bin/zsh\n', /^warning: .*runs with \/usr\/bin\/zsh/],
  ['echo\n', /^warning: .*has no shebang, so bash runs it/],
  ['\n#!/bin/bash\n', /^warning: the script 'install\.sh', line 2, has a shebang that is not at the start/],
  [' #!/bin/sh\n', /^warning: .*not at the start/],
  ['#!/bin/bash\necho\r\n', /^warning: the script 'install\.sh', line 2, ends in CR LF/],
])('%j is told', (text, message) => {
  expect(inFile(text)).toEqual([expect.stringMatching(message)]);
});

test('UTF-16 in either order is an error', () => {
  const text = Buffer.from('\uFEFF#!/bin/bash\n', 'utf16le');
  expect(inFile(text)).toEqual([expect.stringMatching(/^error: .*UTF-16/)]);
  expect(inFile(Buffer.from(text).swap16())).toEqual([expect.stringMatching(/^error: .*UTF-16/)]);
});

test('a Python file without a shebang is an error, for bash would run it', () => {
  expect(inFile('import os\n', 'setup.py')).toEqual([expect.stringMatching(/^error: the script 'setup\.py' has no/)]);
});

test('an inline script needs no shebang, and its findings have the line within it', () => {
  expect(inline('dnf install -y git\n')).toEqual([]);
  expect(inline('\n#!/bin/bash\n')).toEqual([
    [expect.stringMatching(/^warning: the script, line 2, has a shebang that is not at the start/), 2],
  ]);
});

test('a shebang after a command belongs to a file that the script writes, and one after comments is late', () => {
  const helper = "cat >/usr/local/bin/tool <<'EOF'\n#!/bin/bash\necho\nEOF\n";
  expect(inline(helper)).toEqual([]);
  expect(inFile(`#!/bin/bash\n${helper}`)).toEqual([]);
  expect(inFile(helper)).toEqual([expect.stringMatching(/^warning: .*has no shebang, so bash runs it/)]);
  expect(inFile(`# Copyright\n\n#!/bin/bash\n${helper}`)).toEqual([
    expect.stringMatching(/^warning: the script 'install\.sh', line 3, has a shebang that is not at the start/),
  ]);
});

test('the shell of a script is bash without a shebang, and none for another program', () => {
  expect(
    ['echo', '#!/bin/sh\n', '#!/usr/bin/env bash\n', '#!/usr/bin/env -S bash -e\n', '#!/usr/bin/python3\n'].map(
      shellOf,
    ),
  ).toEqual(['bash', 'sh', 'bash', 'bash', undefined]);
});

test('scripts are those of provision, cleanup and test whose text is known', () => {
  const recipe = recipeSchema.parse({
    stack: 'web',
    version: '1.0.0',
    base: 'al2023',
    instance_types: ['m7i.large'],
    provision: [{ run: 'one' }, { script: 'two.sh' }, { script: 'missing.sh' }],
    cleanup: { run: 'three' },
    test: { script: 'four.sh' },
  });
  const files = { 'two.sh': Buffer.from('two').toString('base64'), 'four.sh': Buffer.from('four').toString('base64') };
  expect(
    scriptsOf(recipe, files).map((one) => `${one.path.join('.')} ${one.file} ${Buffer.from(one.bytes).toString()}`),
  ).toEqual([
    'provision.0.run undefined one',
    'provision.1.script two.sh two',
    'cleanup.run undefined three',
    'test.script four.sh four',
  ]);
});
