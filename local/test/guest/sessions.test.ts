import { computer, type Computer } from './computer';

const typed = (one: Computer, line: string) => one.clock.until(one.guest.type('session-1', line));

test('a session keeps directory, variables and functions, and is ssm-user', async () => {
  const one = await computer();
  for (const line of ['cd /opt', 'name=value', 'export SHOWN=yes', 'greet() { echo "hello $1"; }'])
    await typed(one, line);
  expect((await typed(one, 'whoami; pwd; echo $name; greet you; bash -c "echo $SHOWN-\\$name"')).stdout).toBe(
    'ssm-user\n/opt\nvalue\nhello you\nyes-\n',
  );
  expect((await one.clock.until(one.guest.type('session-2', 'pwd; echo "<$name>"'))).stdout).toBe('/usr/bin\n<>\n');
});

test('what was typed lands in the history at exit, unless it was cleared', async () => {
  const one = await computer();
  await typed(one, 'echo secret');
  expect((await one.run('ls /home/ssm-user/.bash_history')).exitCode).toBe(2);
  await typed(one, 'exit');
  expect((await one.run('cat /home/ssm-user/.bash_history')).stdout).toBe('echo secret\nexit\n');
  await one.run('rm /home/ssm-user/.bash_history');
  await typed(one, 'echo secret');
  await typed(one, 'history -c');
  await typed(one, 'exit');
  expect((await one.run('cat /home/ssm-user/.bash_history')).stdout).toBe('exit\n');
});

test("sudo makes it root, with root's home", async () => {
  const one = await computer();
  expect((await typed(one, 'sudo whoami; sudo -u ec2-user bash -c "whoami; echo $HOME; echo ~"; id -un')).stdout).toBe(
    'root\nec2-user\n/home/ssm-user\n/home/ec2-user\nssm-user\n',
  );
});
