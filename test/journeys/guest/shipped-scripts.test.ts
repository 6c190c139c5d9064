import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WireRequest, WireResponse } from '../../../local/kernel/types';
import { judgeResidue } from '../../../core/residue/report';
import { searchScript } from '../../../core/residue/script';
import { computer } from '../../../local/test/guest/computer';

const shipped = (name: string, values: Record<string, string>) => {
  const [first, ...rest] = readFileSync(join(__dirname, '../../../core/scripts', name), 'utf8').split('\n');
  return [first, ...Object.entries(values).map(([key, value]) => `${key}='${value}'`), ...rest].join('\n');
};

/** A bucket that answers GET and PUT of presigned addresses. */
function bucket(objects: Map<string, string>) {
  return ({ method, url, body }: WireRequest): WireResponse | undefined => {
    if (!url.startsWith('https://bucket/')) return undefined;
    if (method === 'PUT') {
      objects.set(url, Buffer.from(body ?? []).toString('utf8'));
      return { status: 200, headers: {}, body: Buffer.from('') };
    }
    const text = objects.get(url);
    return { status: text === undefined ? 404 : 200, headers: {}, body: Buffer.from(text ?? '') };
  };
}

const clean = (residue: string) => `mkdir -p /run/spawn
cat >/run/spawn/clean <<'SPAWN_CLEAN'
${shipped('clean.sh', { CLEAN_SECONDS: '780', CLEANUP_URL: 'https://bucket/cleanup', PACKAGES_URL: 'https://bucket/packages', REPORT_URL: 'https://bucket/report', MANIFEST: 'Made here.', MANIFEST_TITLE: 'Made here.' })}SPAWN_CLEAN
cat >/run/spawn/residue <<'SPAWN_RESIDUE'
${residue}SPAWN_RESIDUE
systemd-run --collect --no-block --unit=spawn-clean /bin/bash /run/spawn/clean`;

const found = (report: string) =>
  (
    JSON.parse(report) as {
      items: { name: string; status: string; findings: { file: string; line?: number; rule: string }[] }[];
    }
  ).items.filter(({ status }) => status !== 'clean');

test('the user data of a builder reports that the machine is up, whether or not its agent is', async () => {
  const objects = new Map<string, string>();
  const one = await computer({
    answer: bucket(objects),
    options: { agentSeconds: [300, 300] },
    userData: shipped('ready.sh', { READY_URL: 'https://bucket/ready', SHUTDOWN_MINUTES: '120' }),
  });
  await one.clock.advance(15_000);
  expect([...objects]).toEqual([['https://bucket/ready', 'ready']]);
  expect(one.agent).toEqual([]);
  await one.clock.advance(121 * 60_000);
  expect(one.power).toEqual(['shutdown']);
});

test('user data that cannot tell that the machine is up says so on its console, and does not go on for ever', async () => {
  const one = await computer({
    answer: () => ({ status: 403, headers: {}, body: Buffer.from('') }),
    userData: shipped('ready.sh', { READY_URL: 'https://bucket/ready', SHUTDOWN_MINUTES: '120' }),
  });
  await one.clock.advance(10 * 60_000);
  expect(one.console.join('\n')).toContain('could not tell that it is up');
});

test('the script of a recipe runs with its environment, and its output is kept', async () => {
  const objects = new Map([
    ['https://bucket/script', '#!/bin/bash\nset -e\necho "hello $NAME from $PWD"\nexit 7\n'],
    ['https://bucket/environment', "NAME='you'\n"],
  ]);
  const one = await computer({ answer: bucket(objects) });
  const script = shipped('run.sh', {
    LOCK: 'one',
    SCRIPT_URL: 'https://bucket/script',
    OUTPUT_URL: 'https://bucket/output',
    ENVIRONMENT_URL: 'https://bucket/environment',
  });
  expect(await one.run(script)).toMatchObject({ exitCode: 7, stdout: 'hello you from /root\n' });
  expect(objects.get('https://bucket/output')).toBe('hello you from /root\n');
  expect((await one.run('ls -d /run/spawn.*')).exitCode).toBe(2);
});

test('a script that is delivered twice runs once, and both deliveries end alike', async () => {
  const objects = new Map([['https://bucket/script', '#!/bin/bash\necho run >>/opt/runs\nsleep 60\nexit 3\n']]);
  const one = await computer({ answer: bucket(objects) });
  const script = shipped('run.sh', {
    LOCK: 'one',
    SCRIPT_URL: 'https://bucket/script',
    OUTPUT_URL: 'https://bucket/output',
    ENVIRONMENT_URL: '',
  });
  const ends = await Promise.all([one.run(script), one.run(script)]);
  expect(ends.map(({ exitCode }) => exitCode)).toEqual([3, 3]);
  expect((await one.run('cat /opt/runs')).stdout).toBe('run\n');
});

test.each([249, 250, 251])(
  'a script that ends with %d, which only the script around it may say, has failed by itself',
  async (code) => {
    const own = `#!/bin/bash\necho done\nexit ${code}\n`;
    const objects = new Map([
      ['https://bucket/script', own],
      ['https://bucket/cleanup', own],
    ]);
    const one = await computer({ answer: bucket(objects) });
    const script = shipped('run.sh', {
      LOCK: 'one',
      SCRIPT_URL: 'https://bucket/script',
      OUTPUT_URL: 'https://bucket/output',
      ENVIRONMENT_URL: '',
      CHECK_USER_DATA: '',
    });
    const output = `done\nspawn: the script ended with exit code ${code}, which is reported as 1\n`;
    expect(await one.run(script)).toMatchObject({ exitCode: 1, stdout: output });
    expect(objects.get('https://bucket/output')).toBe(output);
    await one.run(clean(searchScript()));
    await one.clock.advance(120_000);
    expect(() => judgeResidue(objects.get('https://bucket/report'), [])).toThrow(`ended with exit code ${code}`);
  },
);

test('a cleanup script that the builder cannot download is told as that', async () => {
  const objects = new Map<string, string>();
  const one = await computer({ answer: bucket(objects) });
  await one.run(clean(searchScript()));
  await one.clock.advance(120_000);
  expect(() => judgeResidue(objects.get('https://bucket/report'), [])).toThrow(
    'could not be downloaded by the builder',
  );
});

test('a builder that was cleaned has no residue, lists its packages, and has no agent registration', async () => {
  const objects = new Map([['https://bucket/cleanup', shipped('cleanup-default.sh', {})]]);
  const one = await computer({ answer: bucket(objects), facts: { keyName: 'laptop' }, userData: '#!/bin/bash\ntrue' });
  await one.clock.advance(31_000);
  await one.run('yum install -y python3.11-pip jq; pip3.11 install numpy; echo x > /root/.bash_history');
  expect((await one.run(clean(searchScript()))).exitCode).toBe(0);
  await one.clock.advance(120_000);
  expect(found(objects.get('https://bucket/report') ?? '')).toEqual([]);
  expect(objects.get('https://bucket/report')).toContain('"cleanup_exit_code":0');
  expect(objects.get('https://bucket/packages')).toContain('pip\tnumpy\t1.26.4\n');
  expect(objects.get('https://bucket/packages')).toContain('rpm\tjq\t1.7.1-2.amzn2023\tx86_64\t0\n');
  expect(objects.get('https://bucket/packages')).toContain('os\tAmazon Linux\t2023\tamzn\t\n');
  expect(one.agent).toEqual([true, false]);
  one.guest.powerOff();
  await one.clock.until(one.guest.boot());
  expect((await one.run('ls /var/lib/systemd')).stdout).toBe('');
});

test('a builder of Ubuntu lists its packages with their sources, and forgets who snapd said that it is', async () => {
  const objects = new Map([['https://bucket/cleanup', 'true\n']]);
  const one = await computer({ family: 'ubuntu-24.04', answer: bucket(objects), userData: '#!/bin/bash\ntrue' });
  await one.clock.advance(31_000);
  const before = (
    await one.run(`mkdir -p /run/spawn; cat >/run/search <<'END'\n${searchScript()}END\nbash /run/search 0`)
  ).stdout;
  expect(
    found(before)
      .find(({ name }) => name === 'device-identity')
      ?.findings.map(({ file }) => file),
  ).toEqual(['/var/lib/snapd/device/private-keys-v1/i-0123456789abcdef0', '/var/lib/snapd/state.json']);
  await one.run(clean(searchScript()));
  await one.clock.advance(120_000);
  expect(objects.get('https://bucket/packages')).toContain('dpkg\tbash\t5.2.21-2ubuntu4\tamd64\tbash\n');
  expect(found(objects.get('https://bucket/report') ?? '').map(({ name }) => name)).not.toContain('device-identity');
  expect(objects.get('https://bucket/packages')).toContain('os\tUbuntu\t24.04\tubuntu\tnoble\n');
});

test('what lets apt wait on a builder of Ubuntu is gone once it is cleaned', async () => {
  const setting = '/etc/apt/apt.conf.d/99spawn-wait-for-lock';
  const one = await computer({
    family: 'ubuntu-24.04',
    answer: bucket(new Map([['https://bucket/cleanup', 'true\n']])),
    userData: shipped('ready.sh', { READY_URL: 'https://bucket/ready', SHUTDOWN_MINUTES: '120' }),
  });
  await one.clock.advance(31_000);
  expect((await one.run(`cat ${setting}`)).stdout).toBe('DPkg::Lock::Timeout "600";\n');
  await one.run(clean(shipped('residue.sh', {})));
  await one.clock.advance(120_000);
  expect((await one.run(`ls ${setting}`)).exitCode).toBe(2);
});

test('an image says what it is in /opt/README.txt, beside one that the recipe wrote', async () => {
  for (const [before, readme, ours] of [
    ['true', 'Made here.', 'README.txt'],
    ['echo mine >/opt/README.txt', 'mine', 'README.spawn.txt'],
    ['printf "Made here.\\nof the base" >/opt/README.txt', 'Made here.', 'README.txt'],
  ] as const) {
    const one = await computer({
      answer: bucket(new Map([['https://bucket/cleanup', 'true\n']])),
      userData: '#!/bin/bash\ntrue',
    });
    await one.clock.advance(31_000);
    await one.run(before);
    await one.run(clean(searchScript()));
    await one.clock.advance(120_000);
    expect((await one.run('cat /opt/README.txt')).stdout.trim()).toBe(readme);
    expect((await one.run(`cat /opt/${ours}`)).stdout.trim()).toBe('Made here.');
  }
});

test('a builder that was not cleaned is found out, item by item', async () => {
  const objects = new Map([['https://bucket/cleanup', 'true\n']]);
  const one = await computer({ answer: bucket(objects), facts: { keyName: 'laptop' }, userData: '#!/bin/bash\ntrue' });
  await one.clock.advance(31_000);
  await one.run(
    'ssh-keygen -t rsa -f /opt/key -N ""; echo x > /root/.bash_history; mkdir -p /root/.aws; echo AKIAABCDEFGHIJKLMNOP > /root/.aws/credentials; echo "export API_KEY=k3Jq9vTz" >> /root/.bashrc; echo squirrel > /opt/note',
  );
  await one.run(`mkdir -p /run/spawn; echo squirrel > /run/spawn/secrets; ${clean(searchScript())}`);
  await one.clock.advance(120_000);
  expect(found(objects.get('https://bucket/report') ?? '').map(({ name, status }) => [name, status])).toEqual(
    [
      'private-keys',
      'cloud-credentials',
      'environment-tokens',
      'secret-values',
      'authorized-keys',
      'host-keys',
      'shell-histories',
      'cloud-init-state',
      'machine-id',
    ].map((name) => [name, 'found']),
  );
});
