import { computer, type Computer } from './computer';

/** Writes a script to /opt/s and runs it. */
const script = (text: string, args = '') =>
  `cat >/opt/s <<'END'\n${text}\nEND\nchmod 755 /opt/s; /opt/s ${args}; echo "code $?"`;

/** What a script printed, and what it printed to standard error. */
async function printed(one: Computer, text: string): Promise<[string, string]> {
  const { stdout, stderr } = await one.run(text);
  return [stdout, stderr];
}

describe('the first line of a script names its interpreter, as the kernel reads it', () => {
  test.each([
    ['#!/bin/bash -e\nfalse\necho never', '', 'code 1\n'],
    ['#!/bin/bash -eu', '', 'code 0\n'],
    ['#!/usr/bin/env bash\necho "$0 $1"', 'one', '/opt/s one\ncode 0\n'],
    ['#! /bin/sh\necho sh', '', 'sh\ncode 0\n'],
    ['#!/usr/bin/env -S bash -e\nfalse\necho never', '', 'code 1\n'],
    ['#!/usr/bin/env -S A=1 bash\necho "$A"', '', '1\ncode 0\n'],
    ['#!/usr/bin/env python3\nprint(3)', '', '3\ncode 0\n'],
    ['#!/usr/bin/env -S python3 -u\nprint(4)', '', '4\ncode 0\n'],
    ['#!/usr/bin/python3 -u\nprint(5)', '', '5\ncode 0\n'],
    ['echo none', '', 'none\ncode 0\n'],
  ])('%j', async (text, args, stdout) => {
    expect(await printed(await computer(), script(text, args))).toEqual([stdout, '']);
  });

  test.each([
    ['#!/usr/bin/env bash -e\necho never', 127, "env: 'bash -e': No such file or directory\n"],
    ['#!/bin/bash -e -u\necho never', 2, '/bin/bash: - : invalid option\n'],
    ['#!/bin/bash\r\necho never', 127, 'bash: /opt/s: cannot execute: required file not found\n'],
    ['#!/usr/bin/env bash\r\necho never', 127, "env: 'bash\\r': No such file or directory\n"],
    ['#!/no/such\necho never', 127, 'bash: /opt/s: cannot execute: required file not found\n'],
  ])('%j fails', async (text, code, error) => {
    const [stdout, stderr] = await printed(await computer(), script(text));
    expect(stdout).toBe(`code ${code}\n`);
    expect(stderr).toContain(error);
  });

  test('an interpreter that is not there is called bad by the bash of Ubuntu 22.04', async () => {
    const one = await computer({ family: 'ubuntu-22.04' });
    const bad = (name: string) => `bash: /opt/s: ${name}: bad interpreter: No such file or directory\n`;
    expect(await printed(one, script('#!/bin/bash\r\necho never'))).toEqual(['code 126\n', bad('/bin/bash^M')]);
    expect(await printed(one, script('#!/no/such\necho never'))).toEqual(['code 126\n', bad('/no/such')]);
  });

  test('user data runs with the options of its first line, and by its interpreter', async () => {
    for (const [userData, file] of [
      ['#!/bin/bash -e\nfalse\ntouch /opt/after\n', 0],
      ['#!/usr/bin/env -S bash -u\ntouch /opt/after\n', 1],
    ] as const) {
      const one = await computer({ userData });
      await one.clock.advance(60_000);
      expect((await one.run('ls /opt | grep -c after')).stdout).toBe(`${file}\n`);
    }
    const one = await computer({ userData: '#!/usr/bin/env python3\nprint("from python")\n' });
    await one.clock.advance(60_000);
    expect(one.console).toContain('cloud-init[1000]: from python');
  });
});

test('the name of a command in a variable is split into words, as the rest of a command is', async () => {
  const one = await computer();
  await one.run(`printf '#!/usr/bin/python3\\nprint("py")\\n' >/opt/s.py; chmod 755 /opt/s.py`);
  for (const [text, stdout] of [
    ['x="/bin/bash -e"; $x -c "false; echo never"; echo $?', '1\n'],
    ['x="echo a"; $x b', 'a b\n'],
    ['x="export A=5"; $x; echo $A', '5\n'],
    ['f() { echo "f $1 $2"; }; x="f 1"; $x 2', 'f 1 2\n'],
    ['SUDO=; $SUDO echo none', 'none\n'],
    ['x=/opt/s.py; $x', 'py\n'],
    ['x="echo a b"; "$x" 2>/dev/null; echo $?', '127\n'],
    ['set -u; x="env A=1"; $x bash -c \'echo $A\'', '1\n'],
  ] as const) {
    expect((await one.run(text)).stdout).toBe(stdout);
  }
});

describe('a redirection that cannot be opened is an error of its command alone', () => {
  const error = 'bash: /nowhere/f: No such file or directory\n';
  test.each([
    ['echo x >/nowhere/f', 1],
    ['{ echo a; echo x >/nowhere/f; echo "in $?"; } | cat', 0],
    ['{ echo a; echo b; } >/nowhere/f', 1],
    ['for i in 1 2; do echo $i; done >>/nowhere/f', 1],
    ['>/nowhere/f', 1],
    ['(echo a) 2>/nowhere/f', 1],
    ['echo a &>/nowhere/f', 1],
    ['f() { echo a; }; f >/nowhere/f', 1],
    ['if true >/nowhere/f; then echo yes; else echo no; fi', 0],
    ['d=/nowhere; echo a >"$d/f"', 1],
    ['cat >/nowhere/f <<END\na\nEND', 1],
  ])('%s', async (command, code) => {
    const [stdout, stderr] = await printed(await computer(), `echo before\n${command}\necho "after $?"`);
    expect(stdout).toMatch(/^before\n/);
    expect(stdout.replace('in 1\n', '')).toContain(`after ${code}\n`);
    expect(stderr).toBe(error);
  });

  test('under set -e it ends the script with 1, and what was printed is kept', async () => {
    const one = await computer();
    expect(await one.run('set -e\necho before\necho x >/nowhere/f\necho never')).toEqual({
      exitCode: 1,
      stdout: 'before\n',
      stderr: error,
      timedOut: false,
    });
  });

  test('the rest of a group still runs, and the file of a folder that is there is written', async () => {
    const one = await computer();
    expect((await one.run('{ echo a; echo x >/nowhere/f; echo b; } 2>/dev/null')).stdout).toBe('a\nb\n');
    expect((await one.run('d="/opt/two words"; mkdir "$d"; false; { echo $?; } >"$d/f"; cat "$d/f"')).stdout).toBe(
      '1\n',
    );
  });
});

test('grep -r looks into hidden files and folders, and does not follow links', async () => {
  const one = await computer();
  await one.run(
    'mkdir -p /opt/a/.b/.c "/opt/a/[x]" /opt/out; for f in .h v .b/d .b/.c/e "[x]/*.y"; do echo KEY >"/opt/a/$f"; done',
  );
  await one.run('echo KEY >/opt/out/o; ln -s /opt/out /opt/a/link');
  const all = ['.b/.c/e', '.b/d', '.h', '[x]/*.y', 'v'];
  const found = async (command: string) => (await one.run(command)).stdout.trim().split('\n').sort();
  expect(await found('grep -rl KEY /opt/a')).toEqual(all.map((name) => `/opt/a/${name}`));
  expect(await found('cd /opt/a; grep -rl KEY')).toEqual(all);
  expect(await found('cd /opt/a; grep --recursive -l -e KEY -- .')).toEqual(all.map((name) => `./${name}`));
  expect(await found('grep -rl --exclude-dir=.b --exclude=v KEY /opt/a')).toEqual(['/opt/a/.h', '/opt/a/[x]/*.y']);
  expect(await found('grep -rlsE -m 1 --include=.h "K(E)Y" /opt/a /opt/out')).toEqual(['/opt/a/.h']);
  expect(await found('grep -Rl KEY /opt/a')).toContain('/opt/a/link/o');
  expect(await found('grep -r -A 1 KEY /opt/a/v')).toEqual(['/opt/a/v:KEY']);
  expect((await one.run('mkdir /opt/empty; echo KEY | grep -r KEY /opt/empty')).exitCode).toBe(1);
});

test('what a script and the programs that it runs have printed is kept when they are ended', async () => {
  const one = await computer();
  for (const text of [
    'bash -c "echo begun; sleep infinity"',
    '{ bash -c "echo begun; sleep infinity; echo never"; } 2>&1 | tee /opt/log',
    'f() { bash -c "bash -c \'echo begun; sleep infinity\'"; }; (f)',
  ]) {
    expect(await one.run(text, 60)).toEqual({ exitCode: 137, stdout: 'begun\n', stderr: '', timedOut: true });
  }
  expect((await one.run('timeout 5 bash -c "echo begun; sleep infinity"; echo $?')).stdout).toBe('begun\n124\n');
});

test('a command inside an arithmetic expression has the functions, variables and quotes of the script', async () => {
  const one = await computer();
  await one.run(`printf '#!/bin/bash\\necho 5\\n' >/opt/s; chmod 755 /opt/s; printf 'a b\\na b\\n' >/opt/f; set -e`);
  for (const [text, stdout] of [
    ['echo $(($(nproc)+1))', '3\n'],
    ['f() { echo 3; }; echo $(($(f)+1))', '4\n'],
    ['n=3; echo $(($(echo "$n")*2)) "$((1 + $(echo $n)))"', '6 4\n'],
    ['echo $(($(grep -c "a b" /opt/f) + $(/opt/s)))', '7\n'],
    [`echo $(($(python3 -c 'print(3)')+1))`, '4\n'],
    ['n=4; x=$(( ($(echo $n)+1)*2 )); echo $x', '10\n'],
    ['n=4; (( x = $(echo $n) + 1 )); echo $x', '5\n'],
    ['n=0; while (( $(echo $n) < 2 )); do n=$((n+1)); done; echo $n', '2\n'],
    ['echo $((`echo 2`+1)) $(($((1+1))+1)) $((2**3))', '3 3 8\n'],
    ['if (( $(echo 0) )); then echo yes; else echo no; fi', 'no\n'],
  ] as const) {
    expect(await one.run(text)).toMatchObject({ stdout, stderr: '', exitCode: 0 });
  }
});
