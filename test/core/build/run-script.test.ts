import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scriptCommand } from '../../../core/instance/scripts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spawn-run-'));
  // An address is a file of this folder: --output reads it, --upload-file writes it.
  const curl = `#!/bin/bash
while [ $# -gt 0 ]; do case $1 in --output) to=$2; shift ;; --upload-file) from=$2; shift ;; --retry|--request) shift ;; --*) ;; *) url=$1 ;; esac; shift; done
if [ -n "\${to:-}" ]; then cp "$url" "$to"; else cp "$from" "$url"; fi
`;
  writeFileSync(join(folder, 'curl'), curl);
  chmodSync(join(folder, 'curl'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a script of a recipe as the agent does, in a real bash: its exit code and the output that was kept. */
function run(script: string, checkUserData = false): { code: number; output: string } {
  const at = (name: string): string => join(folder, name);
  // Memory-backed storage does not survive a reboot.
  rmSync(at('work'), { recursive: true, force: true });
  writeFileSync(at('script'), script);
  const command = scriptCommand({ lock: 'one', scriptUrl: at('script'), outputUrl: at('output'), checkUserData })
    .replaceAll('/run/spawn', at('work'))
    .replaceAll('/var/lib/spawn', at('kept'));
  let code = 0;
  try {
    execFileSync('/bin/bash', ['-c', command], {
      env: { PATH: `${folder}:/usr/bin:/bin`, HOME: folder },
      stdio: 'ignore',
    });
  } catch (error) {
    code = (error as { status: number }).status;
  }
  return { code, output: existsSync(at('output')) ? readFileSync(at('output'), 'utf8') : '' };
}

test.each([
  ['#!/bin/bash -e\nfalse\necho never\n', 1, ''],
  ['#!/usr/bin/env bash\necho env; exit 7\n', 7, 'env\n'],
  ['#!/usr/bin/env -S bash -e\nfalse\necho never\n', 1, ''],
  ['#! /bin/sh -e \necho sh >&2\n', 0, 'sh\n'],
  ['#!\necho bash\n', 0, 'bash\n'],
  ['echo none; exit 3', 3, 'none\n'],
  ['#!/bin/bash\r\necho never\r\n', 127, 'spawn: /bin/bash^M: bad interpreter: No such file or directory\n'],
  ['#!/no/such thing\n', 127, 'spawn: /no/such: bad interpreter: No such file or directory\n'],
])('a script runs by its first line as the kernel reads it: %j', (script, code, output) => {
  expect(run(script)).toEqual({ code, output });
});

test('what a script has printed before a reboot stands before what it prints after it', () => {
  const script = 'if [ -e "$HOME/done" ]; then echo second; else touch "$HOME/done"; echo first; exit 194; fi\n';
  expect(run(script)).toEqual({ code: 194, output: 'first\n' });
  expect(run(script)).toEqual({ code: 0, output: 'first\nsecond\n' });
  expect(existsSync(join(folder, 'kept'))).toBe(false);
});

test('a script that asks for a reboot for ever is ended after the tenth', () => {
  const codes = Array.from({ length: 11 }, () => run('echo again; exit 194\n').code);
  expect(codes).toEqual([...Array.from({ length: 10 }, () => 194), 251]);
  const { output } = { output: readFileSync(join(folder, 'output'), 'utf8') };
  expect(output.match(/again/g)).toHaveLength(11);
  expect(output).toMatch(/spawn: the script asked for more than 10 reboots\n$/);
});

describe('a script that may not run while user data does', () => {
  /** Runs it where `cloud-init status --long` prints these lines and ends with a code. */
  const where = (code: number, ...lines: string[]): number => {
    const words = '[ "$*" = "status --long" ] || exit 9';
    writeFileSync(
      join(folder, 'cloud-init'),
      `#!/bin/bash\n${words}\nprintf '%s\\n' '${lines.join("' '")}'\nexit ${code}\n`,
    );
    chmodSync(join(folder, 'cloud-init'), 0o755);
    return run('echo ran\n', true).code;
  };

  test.each([
    [0, ['status: running', 'boot_status_code: enabled-by-generator', 'detail:', 'Running in stage: modules-final']],
    [2, ['status: running', 'extended_status: degraded running']],
    [1, ['status: error', 'extended_status: error - running']],
    [0, ['status: not run']],
    [0, ['status: not started', 'extended_status: not started']],
  ])('does nothing then: %i %j', (code, lines) => {
    expect(where(code, ...lines)).toBe(249);
    expect(existsSync(join(folder, 'output'))).toBe(false);
  });

  test.each([
    [0, ['status: done', 'detail:', 'DataSourceEc2 is running']],
    [2, ['status: done', 'extended_status: degraded done']],
    [1, ['status: error', 'extended_status: error - done']],
    [0, ['status: disabled']],
    [1, ['']],
  ])('runs otherwise: %i %j', (code, lines) => {
    expect(where(code, ...lines)).toBe(0);
  });

  test('runs where there is no cloud-init, and again after a reboot of its own, at which cloud-init runs too', () => {
    expect(run('echo ran\n', true).code).toBe(0);
    const script = 'if [ -e "$HOME/done" ]; then exit 7; else touch "$HOME/done"; exit 194; fi\n';
    expect(run(script, true).code).toBe(194);
    writeFileSync(join(folder, 'cloud-init'), '#!/bin/bash\necho "status: running"\n');
    chmodSync(join(folder, 'cloud-init'), 0o755);
    expect(run(script, true).code).toBe(7);
  });
});
