import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { copyFilesScript, type FileCopy } from '../../../core/instance/scripts';
import { sha256 } from '../../../core/lib/digest';

let folder: string;
const at = (name: string): string => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spawn-copy-'));
  // An address is a file of this folder; the options are kept.
  const curl = `#!/bin/bash\necho "$*" >>${at('calls')}\nfor word; do last=$word; done\nwhile [ "$1" != --output ]; do shift; done\n[ -f "$last" ] && cp "$last" "$2" || exit 22\n`;
  writeFileSync(at('curl'), curl);
  chmodSync(at('curl'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const binary = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 256));
const me = userInfo().username;
const file = (destination: string, changes: Partial<FileCopy> = {}): FileCopy => {
  writeFileSync(at('content'), binary);
  const source = { url: at('content'), source: 'content', sha256: sha256(binary), isElsewhere: false };
  return { ...source, destination: at(destination), mode: '0640', owner: me, ...changes };
};

/** Runs the script in a real bash: its exit code and output. */
function copy(...files: FileCopy[]): [number | null, string] {
  const { status, stdout, stderr } = spawnSync('/bin/bash', ['-c', copyFilesScript(files)], {
    env: { PATH: `${folder}:/usr/bin:/bin:/usr/sbin` },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  return [status, stdout + stderr];
}

test('a file is made with its folders, byte for byte, with its mode, whatever its name is', () => {
  const name = `a/b c/it's "$(touch ${at('canary')})" \`x\` *\n-n`;
  const [code] = copy(file(name));
  expect(code).toBe(0);
  expect(readFileSync(at(name)).equals(binary)).toBe(true);
  expect([statSync(at(name)).mode & 0o7777, statSync(at('a/b c')).mode & 0o7777]).toEqual([0o640, 0o755]);
  expect(existsSync(at('canary'))).toBe(false);
  expect(readdirSync(at('a/b c'))).toHaveLength(1);
});

test('what is there is replaced: a link itself, and not what it leads to', () => {
  writeFileSync(at('old'), 'old');
  symlinkSync(at('old'), at('link'));
  expect(copy(file('link'))[0]).toBe(0);
  expect([readFileSync(at('old'), 'utf8'), readFileSync(at('link')).equals(binary)]).toEqual(['old', true]);
});

test('a mode may have the bits that a change of owner takes away', () => {
  expect(copy(file('tool', { mode: '4755' }))[0]).toBe(0);
  expect(statSync(at('tool')).mode & 0o7777).toBe(0o4755);
});

test.each([
  [
    'another digest',
    { sha256: 'a'.repeat(64) },
    /^spawn: content is not what the recipe names: its SHA-256 is [0-9a-f]{64}, and the recipe says a{64}\n$/,
  ],
  ['an address without an answer', { url: '/nowhere' }, /^spawn: content could not be fetched for .*\n$/],
  ['a user who is not there', { owner: 'no-such-user' }, /^spawn: there is no user no-such-user on the machine/],
  [
    'a group that is not there',
    { owner: `${me}:no-such-group` },
    /^spawn: there is no group no-such-group on the machine/,
  ],
])(
  '%s ends it with a sentence; the old file stays, nothing is left, and nothing else is copied',
  (_what, changes, said) => {
    mkdirSync(at('sub'));
    writeFileSync(at('sub/x'), 'old');
    const [code, output] = copy(file('sub/x', changes), file('second'));
    expect([code, output]).toEqual([1, expect.stringMatching(said)]);
    expect([readdirSync(at('sub')), readFileSync(at('sub/x'), 'utf8')]).toEqual([['x'], 'old']);
    expect(existsSync(at('second'))).toBe(false);
  },
);

test('a folder is not overwritten, and a parent that is a file is said', () => {
  mkdirSync(at('sub'));
  expect(copy(file('sub'))).toEqual([1, expect.stringContaining(`${at('sub')} is a folder on the machine`)]);
  writeFileSync(at('plain'), '');
  expect(copy(file('plain/x'))).toEqual([1, expect.stringContaining('cannot be made')]);
});

test('only an address of somebody else is followed to another, by https alone, and its brackets are its own', () => {
  copy(file('own'), file('theirs', { isElsewhere: true }));
  const calls = readFileSync(at('calls'), 'utf8').split('\n');
  expect(calls[0]).not.toMatch(/--location|--proto/);
  expect(calls[1]).toContain('--location --proto =https --globoff --output');
});
