import { execFileSync } from 'node:child_process';
import { isShellScript, joinUserData, largestUserData } from '../../../core/instance/user-data';
import { named } from '../kit/images';

const instance = { name: 'chr-2', job_array: { name: 'chr', index: 2, size: 3 } };
/** Runs a script in a real shell, with the output of the job where the others' goes. */
function run(script: string | undefined): { output: string; code: number } {
  try {
    return {
      output: execFileSync('/bin/bash', ['-c', (script ?? '').replace('>/var/log/spawn-job.log', '')], {
        encoding: 'utf8',
      }),
      code: 0,
    };
  } catch (error) {
    const { stdout, status } = error as { stdout: string; status: number };
    return { output: stdout, code: status };
  }
}

test('user data alone stays as it is, whatever it is', () => {
  for (const own of ['#cloud-config\n', '#!/usr/bin/python3\n', '#!/bin/sh\necho', undefined])
    expect(joinUserData({ bootstrap: null, own }, instance)).toBe(own);
});

test('bootstrap, user data and command run in this order', () => {
  const script = joinUserData(
    {
      bootstrap: '#!/bin/sh\necho bootstrap',
      own: '#!/bin/bash\necho own',
      command: 'echo "$JOB_ARRAY_NAME $JOB_ARRAY_INDEX of $JOB_ARRAY_SIZE"',
    },
    instance,
  );
  expect(script).toMatch(/^#!\/bin\/bash\n/);
  expect(run(script)).toEqual({ output: 'bootstrap\nown\nchr 2 of 3\n', code: 0 });
});

test('each part has a shell of its own: what it sets, leaves or breaks is not the next one’s', () => {
  const script = joinUserData(
    {
      bootstrap: '#!/bin/bash -e\ncd /tmp; X=1; export Y=1\nfalse\necho never',
      own: "#!/usr/bin/env bash\necho \"<$X$Y>\" 'it''s'; exit 7",
      command: 'if then',
    },
    instance,
  );
  expect(run(script)).toEqual({ output: expect.stringMatching(/^<> its\n.*syntax error/s), code: 1 });
});

test('the exit code is the first that is not 0', () => {
  expect(run(joinUserData({ own: '#!/bin/sh\nexit 7', command: 'exit 3' }, instance)).code).toBe(7);
  expect(run(joinUserData({ own: '#!/bin/sh\n', command: 'exit 3' }, instance)).code).toBe(3);
});

test('nothing that a name or a command holds is taken for shell by the script around it', () => {
  const nasty = "a'; echo injected; '$(echo no)`echo no`\\";
  expect(run(joinUserData({ command: 'printf %s "$JOB_ARRAY_NAME"' }, { name: nasty }))).toEqual({
    output: nasty,
    code: 0,
  });
});

test('user data that is no shell script is refused with a bootstrap or a command', () => {
  for (const own of ['#cloud-config\npackages: []', '#!/usr/bin/python3\nprint()', 'echo no shebang']) {
    expect(() => joinUserData({ own, command: 'true' }, instance)).toThrow(
      named('InvalidRequest', own.split('\n')[0]!),
    );
    expect(() => joinUserData({ own, bootstrap: '#!/bin/sh\n' }, instance)).toThrow(
      named('InvalidRequest', 'bootstrap'),
    );
  }
});

test('more than EC2 takes is refused with what it is made of, exactly as much is not', () => {
  const filler = '#!/bin/sh\n'.padEnd(largestUserData, '#');
  expect(joinUserData({ own: filler }, instance)).toBe(filler);
  expect(() => joinUserData({ own: `${filler}#` }, instance)).toThrow(named('TooLarge', '16385 bytes, and'));
  expect(() => joinUserData({ own: filler, command: 'true' }, instance)).toThrow(
    named('TooLarge', 'including the command'),
  );
});

test('a shell script begins with the path of sh or bash', () => {
  for (const text of ['#!/bin/bash\n', '#!/bin/sh -eu', '#! /usr/bin/env bash\n', '#!/usr/bin/bash'])
    expect(isShellScript(text)).toBe(true);
  for (const text of ['', 'echo', '#!/bin/zsh', '#!/usr/bin/perl', ' #!/bin/sh', '#!/bin/bash; rm', '#!/bin/bash\r\n'])
    expect(isShellScript(text)).toBe(false);
});
