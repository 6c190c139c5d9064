import fc from 'fast-check';
import { computer } from './computer';

test('a script that sleeps for ever is killed at its timeout, in simulated time', async () => {
  const one = await computer();
  expect(await one.run('echo begun; sleep infinity; echo never', 600)).toEqual({
    exitCode: 137,
    stdout: 'begun\n',
    stderr: '',
    timedOut: true,
  });
  expect(one.seconds()).toBe(600);
});

test('a script that computes for ever counts as hanging until its timeout', async () => {
  const one = await computer();
  expect(await one.run('while true; do :; done', 300)).toMatchObject({ exitCode: 137, timedOut: true, stderr: '' });
  expect(one.seconds()).toBe(300);
});

test('endless recursion crashes as a real shell does', async () => {
  const one = await computer();
  expect(await one.run('f(){ f; }; f')).toMatchObject({ exitCode: 139, timedOut: false });
});

test('a fork bomb runs out of processes, and the guest lives on', async () => {
  const one = await computer();
  await one.run('printf "#!/bin/bash\\n/opt/again\\n" > /opt/again; chmod +x /opt/again');
  expect(await one.run('/opt/again')).toMatchObject({
    exitCode: 254,
    stderr: expect.stringContaining('fork: retry: Resource temporarily unavailable'),
  });
  expect((await one.run('echo alive')).stdout).toBe('alive\n');
});

test('a flood of output is cut with a mark and the script goes on', async () => {
  const one = await computer();
  const { exitCode, stdout } = await one.run('yes | head -c 1100000\ntouch /opt/after');
  expect([exitCode, stdout.length < 1_049_000]).toEqual([0, true]);
  expect(stdout).toContain('[output cut: only the first 1048576 bytes are kept]');
  expect((await one.run('ls /opt/after')).exitCode).toBe(0);
});

test('any exit code comes out as it is', async () => {
  const one = await computer();
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 255 }),
      async (code) => (await one.run(`exit ${code}`)).exitCode === code,
    ),
    { numRuns: 20 },
  );
});

test('reboot and shutdown tell the host, once and in time', async () => {
  const one = await computer();
  await one.run('sudo reboot');
  await one.run('shutdown -h +120');
  await one.clock.advance(119 * 60_000);
  expect(one.power).toEqual(['reboot']);
  await one.clock.advance(60_000);
  expect(one.power).toEqual(['reboot', 'shutdown']);
});

test('a planned shutdown can be taken back, and does not survive power off', async () => {
  const one = await computer();
  await one.run('shutdown -h +10; shutdown -c; shutdown -h +20');
  one.guest.powerOff();
  await one.clock.advance(3600_000);
  expect(one.power).toEqual([]);
});

test.each([
  'systemctl stop amazon-ssm-agent',
  'pkill amazon-ssm',
  'kill $(pgrep -f amazon-ssm-agent)',
  'yum remove -y amazon-ssm-agent',
])('%s ends the agent and not the script', async (command) => {
  const one = await computer();
  await one.clock.advance(31_000);
  expect((await one.run(`${command}\nsleep 1\necho still here`)).stdout).toContain('still here');
  expect([one.agent, one.guest.agentRunning()]).toEqual([[true, false], false]);
});

test('an agent whose binary was removed runs on until the next boot', async () => {
  const one = await computer();
  await one.clock.advance(31_000);
  await one.run('rm /usr/bin/amazon-ssm-agent');
  expect(one.guest.agentRunning()).toBe(true);
  one.guest.powerOff();
  await one.clock.until(one.guest.boot());
  await one.clock.advance(100_000);
  expect(one.guest.agentRunning()).toBe(false);
});

test('a transient unit outlives the agent and the script that started it', async () => {
  const one = await computer();
  await one.clock.advance(31_000);
  await one.run(
    `systemd-run --unit finish --collect --no-block bash -c 'sleep 5; systemctl stop amazon-ssm-agent; sleep 5; echo done > /opt/finished'`,
  );
  await one.clock.advance(20_000);
  expect(one.agent).toEqual([true, false]);
  expect((await one.run('cat /opt/finished')).stdout).toBe('done\n');
});

test('a background job outlives its script, and wait gives its exit code', async () => {
  const one = await computer();
  expect((await one.run('nohup bash -c "sleep 60; touch /opt/late" >/dev/null 2>&1 &\nls /opt/late')).exitCode).toBe(2);
  await one.clock.advance(61_000);
  expect((await one.run('ls /opt/late')).exitCode).toBe(0);
  expect((await one.run('(sleep 3; exit 9) & wait $!; echo $?')).stdout).toBe('9\n');
});

test('timeout ends a program in simulated time', async () => {
  const one = await computer();
  expect((await one.run('timeout 30 sleep 100; echo $?; timeout 30 sleep 10; echo $?; echo $SECONDS')).stdout).toBe(
    '124\n0\n40\n',
  );
});

test('an EXIT trap runs at every end, with the exit code kept', async () => {
  const one = await computer();
  const script = `set -e\ncleanup() { echo "cleaning $name"; }\ntrap cleanup EXIT\nname=disk\n`;
  expect(await one.run(`${script}false`)).toMatchObject({ exitCode: 1, stdout: 'cleaning disk\n' });
  expect(await one.run(`${script}exit 7`)).toMatchObject({ exitCode: 7, stdout: 'cleaning disk\n' });
  expect(await one.run(`${script}echo end`)).toMatchObject({ exitCode: 0, stdout: 'end\ncleaning disk\n' });
});

test('output arrives while the script runs', async () => {
  const one = await computer();
  const seen: [number, string][] = [];
  await one.clock.until(
    one.guest.run('for i in 1 2 3; do echo $i; sleep 10; done', {
      timeoutSeconds: 100,
      onOutput: (_stream, text) => seen.push([one.seconds(), text]),
    }),
  );
  expect(seen).toEqual([
    [0, '1\n'],
    [10, '2\n'],
    [20, '3\n'],
  ]);
});

test('exec with a redirection applies to what follows, and $(…) still works', async () => {
  const one = await computer();
  const { stdout } = await one.run('exec > >(tee /var/log/user-data.log) 2>&1\nname=$(hostname -s)\necho "on $name"');
  expect(stdout).toBe('on ip-10-0-1-17\n');
  expect((await one.run('cat /var/log/user-data.log')).stdout).toBe('on ip-10-0-1-17\n');
});

test('a script file runs by its path, with its own interpreter, only if it may be executed', async () => {
  const one = await computer();
  await one.run(
    `printf '#!/usr/bin/env python3\\nimport sys\\nprint(len(sys.argv))\\n' > /opt/p.py; printf '#!/bin/bash\\ntrap "echo bye" EXIT\\necho $0 $1 $#\\n' > /opt/s.sh`,
  );
  expect((await one.run('/opt/s.sh')).exitCode).toBe(126);
  expect((await one.run('chmod +x /opt/*; /opt/p.py a b; cd /opt; ./s.sh "x y"')).stdout).toBe(
    '3\n./s.sh x y 1\nbye\n',
  );
  expect(
    (await one.run('bash -euo pipefail -c "echo $0; false | cat; echo no" name; bash -n /opt/s.sh && sh /opt/s.sh z'))
      .stdout,
  ).toContain('/opt/s.sh z 1\nbye\n');
});
