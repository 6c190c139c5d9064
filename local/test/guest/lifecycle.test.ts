import { createGuests } from '../../guest/factory';
import { computer } from './computer';

test('a booted guest has its own host keys, machine id and name, which the base disk has not', async () => {
  const one = await computer();
  const two = await computer({ facts: { instanceId: 'i-0fedcba9876543210' } });
  const { stdout } = await one.run('cat /etc/machine-id; hostname; ls /etc/ssh/ssh_host_*_key | wc -l');
  expect(stdout).toMatch(/^[0-9a-f]{32}\nip-10-0-1-17\.ec2\.internal\n3\n$/);
  expect((await two.run('cat /var/lib/cloud/data/instance-id')).stdout).toBe('i-0fedcba9876543210\n');
});

test('the agent comes up 20 to 30 simulated seconds after boot while user data is still running', async () => {
  const one = await computer({ userData: '#!/bin/bash\nsleep 600\ntouch /opt/done' });
  expect([one.guest.agentRunning(), one.agent]).toEqual([false, []]);
  await one.clock.advance(31_000);
  expect([one.guest.agentRunning(), one.agent]).toEqual([true, [true]]);
  expect((await one.run('cloud-init status; test -e /opt/done')).exitCode).toBe(1);
  expect((await one.run('cloud-init status --wait && test -e /opt/done')).exitCode).toBe(0);
  expect(one.seconds()).toBe(600);
});

test.each([
  ['al2023', 5, 240],
  ['ubuntu-24.04', 30, 360],
] as const)(
  'the agent of %s comes up %d to %d seconds after boot unless told otherwise',
  async (family, least, most) => {
    const one = await computer({ family, options: { agentSeconds: undefined } });
    await one.clock.advance((least - 1) * 1000);
    expect(one.agent).toEqual([]);
    await one.clock.advance((most - least + 2) * 1000);
    expect(one.agent).toEqual([true]);
  },
);

test('the command line of the agent answers before there is an agent, and so proves nothing', async () => {
  const one = await computer({ options: { agentSeconds: [200, 200] } });
  const answer = await one.run('ssm-cli get-instance-information');
  expect([answer.exitCode, JSON.parse(answer.stdout)['instance-id'], one.guest.agentRunning()]).toEqual([
    0,
    'i-0123456789abcdef0',
    false,
  ]);
});

test('an agent whose unit is not enabled never comes up', async () => {
  const builder = await computer();
  await builder.run('systemctl disable amazon-ssm-agent');
  const one = await computer({ disk: builder.guest.disk() });
  await one.clock.advance(300_000);
  expect([one.guest.agentRunning(), one.agent]).toEqual([false, []]);
});

test('user data runs once for each instance, not at every boot, and its output is logged', async () => {
  const userData = '#!/bin/bash\necho "run $(date +%H)" | tee -a /opt/runs';
  const one = await computer({ userData });
  await one.run('cloud-init status --wait');
  one.guest.powerOff();
  await one.clock.until(one.guest.boot(userData));
  expect(
    (await one.run('cloud-init status --wait; cat /opt/runs; grep -c "run 10" /var/log/cloud-init-output.log')).stdout,
  ).toBe('status: done\nrun 10\n1\n');
  expect(one.console.join('\n')).toContain('run 10');
});

test('user data that is no script is not run, and the console says so', async () => {
  const one = await computer({ userData: '#cloud-config\npackages: [git]' });
  await one.run('cloud-init status --wait');
  expect(one.console.join('\n')).toContain('"#cloud-config" is not modeled');
});

test('an image carries what was installed, but nothing of /run, /tmp and the devices, and no environment', async () => {
  const builder = await computer();
  await builder.run('yum install -y jq; echo $TOKEN | wc -c; touch /tmp/a /run/b /opt/c', 600, { TOKEN: 'squirrel' });
  const disk = builder.guest.disk();
  const one = await computer({ disk });
  expect(
    (await one.run(`echo '{"a":1}' | jq .a; ls /opt /tmp; ls /run/b; grep -r squirrel / 2>/dev/null; true`)).stdout,
  ).toBe('1\n/opt:\nc\n\n/tmp:\n');
});

test('a guest made from an image does not change the image, nor do later changes of the builder', async () => {
  const builder = await computer();
  await builder.run('echo one > /opt/file');
  const disk = builder.guest.disk();
  await builder.run('echo two > /opt/file; rm /usr/bin/tail');
  const first = await computer({ disk });
  await first.run('echo three > /opt/file');
  const second = await computer({ disk });
  expect((await second.run('tail -1 /opt/file')).stdout).toBe('one\n');
  expect((await builder.run('tail -1 /opt/file')).exitCode).toBe(127);
});

test('power off loses processes and tmpfs and keeps the disk', async () => {
  const one = await computer();
  await one.clock.advance(31_000);
  await one.run('touch /tmp/a /run/b /opt/c; systemd-run --unit keep sleep 1000');
  one.guest.powerOff();
  expect([one.guest.agentRunning(), one.agent]).toEqual([false, [true, false]]);
  await expect(one.guest.run('true', { timeoutSeconds: 5 })).rejects.toThrow('is not running');
  await one.clock.until(one.guest.boot());
  expect((await one.run('ls -d /tmp/a /run/b /opt/c 2>/dev/null; systemctl is-active keep')).stdout).toBe(
    '/opt/c\ninactive\n',
  );
});

test('a guest that goes down under a script ends it with an error', async () => {
  const one = await computer();
  const running = one.guest.run('sleep 100', { timeoutSeconds: 1000 });
  await one.clock.advance(10_000);
  one.guest.powerOff();
  await expect(one.clock.until(running)).rejects.toThrow('went down while the script was running');
});

test('making a guest and taking an image cost next to nothing', async () => {
  const one = await computer();
  await one.run('for i in $(seq 1 500); do echo $i > /opt/f$i; done');
  const began = performance.now();
  for (let round = 0; round < 20; round += 1) one.guest.disk();
  expect((performance.now() - began) / 20).toBeLessThan(10);
  expect(() => createGuests().guest({ kind: 'disk' }, one.guest.facts, {} as never)).toThrow('needs a disk');
});

test('Ubuntu boots with its own user, packages and agent', async () => {
  const one = await computer({ family: 'ubuntu-24.04' });
  await one.clock.advance(31_000);
  const { stdout } = await one.run(
    '. /etc/os-release; echo $ID $VERSION_ID; python3 --version; ls /home; yum --version || apt-get --version | head -0; dpkg -s cloud-init | head -1',
  );
  expect(stdout).toBe('ubuntu 24.04\nPython 3.12.3\nssm-user\nubuntu\nPackage: cloud-init\n');
  expect(one.agent).toEqual([true]);
});

test('a guest saves a random seed when it goes down, unless the unit that saves it was stopped before', async () => {
  const one = await computer();
  one.guest.powerOff();
  await one.clock.until(one.guest.boot());
  expect((await one.run('cat /var/lib/systemd/random-seed')).stdout).toBe('seed of i-0123456789abcdef0\n');
  await one.run('systemctl stop systemd-random-seed && rm /var/lib/systemd/random-seed');
  one.guest.powerOff();
  await one.clock.until(one.guest.boot());
  expect((await one.run('ls /var/lib/systemd')).stdout).toBe('');
});
