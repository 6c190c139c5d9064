import { computer } from './computer';

const realOne = 'For the real one: npm start -- --machines container (docs/rehearsal.md)';
const advice = {
  package: `To go on without it: npm start -- --assume-packages. ${realOne}`,
  group: realOne,
  address: (url: string) => `To answer with a file of yours: npm start -- --download ${url}=FILE. ${realOne}`,
};
const lastLine = (text: string) => text.trim().split('\n').pop();

test.each([
  ['dnf install -y no-such-package', 1, 'the package no-such-package', advice.package],
  ['dnf install -y git one two', 1, 'the package one two', advice.package],
  ['dnf groupinstall -y Nothing', 1, "the group 'Nothing'", advice.group],
  ['pip3.11 install torhc', 1, 'torhc', advice.package],
  ['pip3.11 install torch==9.9', 1, 'torch==9.9', advice.package],
  ['curl -s https://get.docker.com', 6, 'https://get.docker.com', advice.address('https://get.docker.com')],
  [
    'curl -sL https://github.com/x/y/releases/z.tar.gz',
    6,
    'https://github.com/x/y/releases/z.tar.gz',
    advice.address('https://github.com/x/y/releases/z.tar.gz'),
  ],
  [
    'wget -q https://repo.anaconda.com/m.sh',
    4,
    'https://repo.anaconda.com/m.sh',
    advice.address('https://repo.anaconda.com/m.sh'),
  ],
  ['git clone https://github.com/x/y', 128, 'https://github.com/x/y', advice.group],
])('%s fails, and says that the simulation does not have it', async (command, exitCode, what, then) => {
  const one = await computer();
  await one.run('dnf install -y python3.11-pip wget git');
  const result = await one.run(command);
  expect(result).toMatchObject({ exitCode, stdout: '' });
  expect(lastLine(result.stderr)).toBe(`simulated: ${what} is not in local mode's fixtures. ${then}`);
});

test('so does apt-get, once it has the lists; before that a real one fails too', async () => {
  const one = await computer({ family: 'ubuntu-24.04' });
  await one.clock.advance(61_000);
  expect((await one.run('apt-get install -y nothing')).stderr).toBe('E: Unable to locate package nothing\n');
  await one.run('apt-get update');
  const { exitCode, stderr } = await one.run('apt-get install -y nothing');
  expect([exitCode, lastLine(stderr)]).toEqual([
    100,
    `simulated: the package nothing is not in local mode's fixtures. ${advice.package}`,
  ]);
});

test.each(['curl -sS https://example.com', 'curl -sS https://host.invalid', 'curl http://build.internal/x'])(
  'where a real machine fails too, %s says nothing of the simulation',
  async (command) => {
    const one = await computer();
    one.online = command.includes('example.com') ? false : true;
    const { exitCode, stderr } = await one.run(command);
    expect([exitCode, stderr]).toEqual([6, expect.stringMatching(/^curl: \(6\) Could not resolve host: \S+\n$/)]);
  },
);

const everywhere = 'profile.d sysctl.d udev/rules.d security/limits.d pam.d modprobe.d logrotate.d';

test.each([
  ['al2023', `${everywhere} yum.repos.d`, 'apt'],
  ['ubuntu-24.04', `${everywhere} apt/sources.list.d apt/keyrings`, 'yum.repos.d'],
] as const)('%s has the folders that its scripts write to, and not those of others', async (family, folders, other) => {
  const one = await computer({ family });
  for (const folder of folders.split(' '))
    expect(await one.run(`echo text > /etc/${folder}/90-ours`)).toMatchObject({ exitCode: 0, stderr: '' });
  expect((await one.run(`test -e /etc/${other}`)).exitCode).toBe(1);
});

test('a session on Ubuntu starts in the directory of the snap, where its user may not write', async () => {
  const one = await computer({ family: 'ubuntu-24.04' });
  const typed = (line: string) => one.clock.until(one.guest.type('session-1', line));
  expect((await typed('pwd')).stdout).toBe('/var/snap/amazon-ssm-agent/9881\n');
  expect(await typed('echo x > file')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('ermission denied'),
  });
});

describe('with what the options take for granted', () => {
  const assumed: string[] = [];
  const noted = (_facts: unknown, what: string) => void assumed.push(what);
  beforeEach(() => void assumed.splice(0));

  test.each([
    [
      'al2023',
      'dnf install -y git one two',
      'rpm -q one two',
      /^one-0-assumed.*\ntwo-0-assumed/,
      ['the package one', 'the package two'],
    ],
    ['al2023', 'pip3.11 install odd==1.2', 'pip3.11 show odd', /Version: 1\.2/, ['the package odd==1.2']],
    [
      'ubuntu-24.04',
      'apt-get update; apt-get install -y odd',
      'dpkg -s odd',
      /Version: 0-assumed/,
      ['the package odd'],
    ],
  ] as const)(
    'on %s an unknown package of "%s" is installed, and says that it is assumed',
    async (family, install, ask, told, what) => {
      const one = await computer({ family, options: { assumePackages: true, assumed: noted } });
      await one.clock.advance(61_000);
      if (install.startsWith('pip')) await one.run('dnf install -y python3.11-pip');
      const { exitCode, stderr } = await one.run(install);
      expect([exitCode, stderr]).toEqual([
        0,
        expect.stringMatching(/^simulated: .* is assumed to be installed, without its files\n$/),
      ]);
      expect((await one.run(ask)).stdout).toMatch(told);
      expect(assumed).toEqual(what);
    },
  );

  test('an assumed package has no program and no module: what needs them still fails', async () => {
    const one = await computer({ options: { assumePackages: true } });
    await one.run('dnf install -y python3.11-pip odd; pip3.11 install odd');
    expect(await one.run('odd --version')).toMatchObject({ exitCode: 127 });
    expect((await one.run('python3.11 -c "import odd"')).exitCode).toBe(1);
  });

  test('nothing is assumed of what the fixtures have, nor where a real machine has no way out', async () => {
    const one = await computer({ options: { assumePackages: true, assumed: noted } });
    expect((await one.run('dnf install -y git')).stderr).toBe('');
    one.online = false;
    expect((await one.run('dnf install -y odd')).exitCode).toBe(1);
    expect(assumed).toEqual([]);
  });

  test('an address answers with the bytes of a file, to curl and wget, and only that address', async () => {
    const bytes = Buffer.from([0, 10, 255, 128]);
    const downloads = new Map([['https://tools.internal/a?b=1', bytes]]);
    const one = await computer({ options: { downloads, assumed: noted } });
    await one.run('dnf install -y wget');
    expect((await one.run("curl -fsSL 'https://tools.internal/a?b=1' | base64")).stdout).toBe('AAr/gA==\n');
    expect((await one.run("wget -qO /x 'https://tools.internal/a?b=1'; base64 /x")).stdout).toBe('AAr/gA==\n');
    expect(assumed).toEqual(Array(2).fill('the content of https://tools.internal/a?b=1'));
    expect((await one.run('curl -fsSL https://tools.internal/a')).exitCode).toBe(6);
    one.online = false;
    expect((await one.run("curl -fsSL 'https://tools.internal/a?b=1'")).exitCode).toBe(6);
  });
});
