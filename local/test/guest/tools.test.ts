import { computer, type Computer } from './computer';

/** Each with the exit code and a piece of what it says. Everything here must fail. */
const failures: [string, number, string][] = [
  ['yum install -y no-such-package', 1, 'Unable to find a match: no-such-package'],
  ['sudo -u ec2-user yum install -y jq', 1, 'superuser privileges'],
  ['yum install git', 1, 'Operation aborted'],
  ['yum frobnicate', 1, 'not modeled'],
  ['yum clean', 1, 'requires argument'],
  ['yum groupinstall -y Nothing', 1, 'does not exist'],
  ['rpm -q git', 1, ''],
  ['rpm -i x.rpm', 1, 'not modeled'],
  ['pip3.11 install torch', 127, 'command not found'],
  ['pytest /opt', 127, 'command not found'],
  ['git clone https://github.com/x/y', 127, 'command not found'],
  ['gcc x.c', 127, 'command not found'],
  ['docker run hello', 127, 'command not found'],
  ['nvidia-smi', 127, 'command not found'],
  ['nvcc --version', 127, 'command not found'],
  ['apt-get update', 127, 'command not found'],
  ['frobnicate', 127, 'command not found'],
  ['python3 -c "import torch"', 1, "ModuleNotFoundError: No module named 'torch'"],
  ['python3 -m pip list', 1, 'No module named pip'],
  ['python3 -c "import ctypes"', 1, 'the simulation of local mode does not have it'],
  ['python3 /opt/none.py', 2, "can't open file"],
  ['systemctl start nothing', 5, 'Unit nothing.service not found'],
  ['systemctl enable nothing', 1, 'does not exist'],
  ['systemctl is-active nothing', 3, ''],
  ['systemctl is-enabled nothing', 1, 'Failed to get unit file state'],
  ['systemctl edit sshd', 1, 'not modeled'],
  ['sudo -u ec2-user systemctl stop amazon-ssm-agent', 1, 'authentication required'],
  ['journalctl --frobnicate', 1, 'not modeled'],
  ['cloud-init frobnicate', 1, 'not modeled'],
  ['curl -sS https://example.com', 6, 'Could not resolve host: example.com'],
  ['curl http://localhost:8080', 7, 'Connection refused'],
  ['curl -fsS http://169.254.169.254/latest/meta-data/instance-id', 22, 'returned error: 401'],
  ['curl -fsSO https://github.com/samtools/nothing', 6, 'simulated: https://github.com/samtools/nothing is not in'],
  ['curl --frobnicate http://x', 1, 'not modeled'],
  ['aws ec2 describe-images', 255, 'Unable to locate credentials'],
  ['sudo -u nobody2 true', 1, 'unknown user nobody2'],
  ['useradd ec2-user', 9, 'already exists'],
  ['userdel nobody2', 6, 'does not exist'],
  ['sudo -u ec2-user useradd x', 1, 'Permission denied'],
  ['passwd -l nobody2', 1, 'Unknown user'],
  ['usermod -aG docker ec2-user', 6, "group 'docker' does not exist"],
  ['getent passwd nobody2', 2, ''],
  ['id nobody2', 1, 'no such user'],
  ['chown nobody2 /opt', 1, 'invalid user'],
  ['chown ec2-user /none', 1, 'No such file'],
  ['truncate /opt/x', 1, "specify either '--size'"],
  ['truncate -s 100G /opt/x', 1, 'not modeled'],
  ['dd if=/none of=/opt/x', 1, 'No such file'],
  ['dd if=/dev/zero of=/opt/x', 1, 'No space left'],
  ['mktemp /opt/name', 1, 'too few X'],
  ['install -m 755 none /opt/', 1, 'cannot stat'],
  ['shred none', 1, 'No such file'],
  ['ssh-keygen -t dsa -f /opt/k -N ""', 255, 'unknown key type'],
  ['openssl req -new', 1, 'not modeled'],
  ['modprobe nvidia', 1, 'not found'],
  ['update-alternatives --set python3 /none', 2, 'not registered'],
  ['timedatectl set-timezone here', 1, 'Invalid'],
  ['sysctl -a', 1, 'not modeled'],
  ['mount /dev/x /mnt', 1, 'not modeled'],
  ['kill 99999', 1, 'No such process'],
  ['pkill nothing', 1, ''],
  ['pgrep nothing', 1, ''],
  ['timeout soon true', 125, 'invalid time interval'],
  ['sleep soon', 1, 'invalid time interval'],
  ['systemd-run --frobnicate true', 1, 'not modeled'],
  ['sudo -u ec2-user reboot', 1, 'authentication required'],
  ['sudo -u ec2-user systemd-run true', 1, 'authentication required'],
  ['su - nobody2 -c true', 1, 'does not exist'],
  ['logger --frobnicate; ssm-cli frobnicate', 255, 'not modeled'],
  ['bash /none.sh', 127, 'No such file'],
  ['bash -n -c "x"; printf "if" > /opt/i; bash -n /opt/i', 2, '/opt/i'],
  ['/etc', 126, 'Is a directory'],
  ['wait 99999', 127, 'not a child'],
  ['trap x ERR', 1, 'not modeled'],
  ['ln /etc/passwd /opt/p', 1, 'ln'],
];

describe('every tool can fail', () => {
  let one: Computer;
  beforeAll(async () => {
    one = await computer();
  });
  test.each(failures)('%s', async (script, exitCode, message) => {
    const result = await one.run(script);
    expect({ exitCode: result.exitCode, said: result.stderr + result.stdout }).toEqual({
      exitCode,
      said: expect.stringContaining(message),
    });
  });
});

test('nothing outside is reached from a subnet without a way out', async () => {
  const one = await computer({
    answer: ({ url }) =>
      url.startsWith('https://bucket.s3.') ? { status: 200, headers: {}, body: Buffer.from('ours') } : undefined,
  });
  await one.run('yum install -y python3.11-pip wget');
  one.online = false;
  expect(await one.run('yum install -y jq')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('Connection timed out'),
  });
  expect(await one.run('pip3.11 install numpy')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('No matching distribution found'),
  });
  expect(await one.run('wget https://github.com/lh3/bwa/releases/download/v0.7.17/bwa-0.7.17.tar.bz2')).toMatchObject({
    exitCode: 4,
  });
  expect((await one.run('curl -fsS "https://bucket.s3.us-east-1.amazonaws.com/key?X-Amz-Signature=1"')).stdout).toBe(
    'ours',
  );
});

test('a command is there only after its package is installed, and gone when it is removed', async () => {
  const one = await computer();
  expect((await one.run('command -v jq || type jq || which jq')).exitCode).not.toBe(0);
  expect((await one.run(`yum install -y jq && command -v jq && echo '{"a":[1,2]}' | jq -c .a`)).stdout).toMatch(
    /\/usr\/bin\/jq\n\[1,2\]\n$/,
  );
  expect((await one.run('yum remove -y jq; jq --version')).exitCode).toBe(127);
});

test('a replaced or linked program is what its file says', async () => {
  const one = await computer();
  expect(
    (
      await one.run(
        `yum install -y jq >/dev/null; printf '#!/bin/sh\\necho mine "$@"\\n' > /usr/bin/jq; chmod 755 /usr/bin/jq; jq 1 2; ln -sf python3.11 /usr/bin/python3; python3 --version; echo $?`,
      )
    ).stdout,
  ).toBe('mine 1 2\n127\n');
  expect(
    (
      await one.run(
        'printf "#!/bin/bash\\necho \\$# \\${11}\\n" > /usr/local/bin/many; chmod +x /usr/local/bin/many; /usr/local/bin/many 1 2 3 4 5 6 7 8 9 10 11; ls -l /usr/local/bin/many | cut -c1-21; stat -c "%a %U" /usr/local/bin/many',
      )
    ).stdout,
  ).toBe('11 11\n-rwxr-xr-x 1 root roo\n755 root\n');
});

test('services are what unit files and links on the disk say', async () => {
  const one = await computer();
  await one.run('yum install -y nginx');
  expect(
    (
      await one.run(
        'systemctl is-enabled nginx; systemctl is-active nginx; systemctl enable --now nginx; systemctl is-enabled nginx; systemctl is-active nginx; pgrep nginx >/dev/null && echo up',
      )
    ).stdout,
  ).toBe('disabled\ninactive\nenabled\nactive\nup\n');
  await one.run('systemctl mask --now nginx');
  expect((await one.run('systemctl is-enabled nginx; systemctl start nginx')).stderr).toContain('is masked');
  const unit =
    '[Service]\\nType=oneshot\\nEnvironment=WHO=me\\nExecStart=/bin/bash -c "echo $WHO > /opt/unit; exit 3"\\n';
  expect(
    await one.run(
      `printf '${unit}' > /etc/systemd/system/job.service; systemctl daemon-reload; systemctl start job; echo $?; cat /opt/unit; systemctl is-failed job`,
    ),
  ).toMatchObject({ stdout: '1\nme\nfailed\n' });
});

test('an enabled service of an image runs on a guest made from it', async () => {
  const builder = await computer();
  await builder.run('yum install -y docker; systemctl enable docker');
  const one = await computer({ disk: builder.guest.disk() });
  expect((await one.run('systemctl is-active docker')).stdout).toBe('active\n');
});

test('the system holds the locks of apt in its first minute: that of packages is waited for if the settings say so, that of the lists never', async () => {
  const one = await computer({ family: 'ubuntu-24.04', userData: '#!/bin/bash\ntrue' });
  await one.clock.advance(1_000);
  expect(
    (await one.run('systemctl show --property=ActiveState apt-daily.service apt-daily-upgrade.service')).stdout,
  ).toBe('ActiveState=activating\n\nActiveState=inactive\n');
  expect(await one.run('apt-get update')).toMatchObject({
    exitCode: 100,
    stderr: expect.stringContaining('/var/lib/apt/lists/lock. It is held by process'),
  });
  expect(await one.run('apt-get -o DPkg::Lock::Timeout=600 update')).toMatchObject({ exitCode: 100 });
  expect(await one.run('apt-get install -y bash')).toMatchObject({
    exitCode: 100,
    stderr: expect.stringContaining('Unable to acquire the dpkg frontend lock'),
  });
  expect((await one.run('apt-get -o DPkg::Lock::Timeout=600 install -y bash')).exitCode).toBe(0);
  expect(one.seconds()).toBeGreaterThan(20);
  expect(one.seconds()).toBeLessThan(75);
});

test('apt finds nothing before update, and records what it installs', async () => {
  const one = await computer({ family: 'ubuntu-24.04' });
  await one.clock.advance(61_000);
  expect(await one.run('apt-get install -y jq')).toMatchObject({
    exitCode: 100,
    stderr: expect.stringContaining('Unable to locate package jq'),
  });
  expect(
    (
      await one.run(
        "apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y build-essential jq >/dev/null && dpkg-query -W -f='${Package} ${Version}\\n' jq gcc && gcc --version | head -1",
      )
    ).stdout,
  ).toContain('jq 1.7.1-3build1\n');
  expect(await one.run('apt-get install -y nothing')).toMatchObject({ exitCode: 100 });
  expect(await one.run('apt-get install -y python3-pip >/dev/null; pip3 install numpy')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('externally-managed-environment'),
  });
});

test('pip knows versions, labels, requirements and what is broken', async () => {
  const one = await computer();
  await one.run('yum install -y python3.11-pip');
  const fails = async (command: string) => (await one.run(`pip3.11 ${command}`)).stderr;
  expect(await fails('install torhc')).toContain('No matching distribution found for torhc');
  expect(
    (await one.run('pip3.11 install torch==2.2.0 torchvision && pip3.11 list --format=freeze | grep ^torchv')).stdout,
  ).toMatch(/torchvision==0\.17\.0\n$/);
  await one.run('pip3.11 uninstall -y torch torchvision');
  expect(await fails('install torch==9.9')).toContain('from versions: 2.0.1');
  expect(await fails('install numpy --index-url https://pypi.internal/simple')).toContain('Name or service not known');
  expect(
    (
      await one.run(
        'pip3.11 install "torch>=2.1,<2.2" "numpy==1.*" && python3.11 -c "import torch, numpy; print(torch.__version__, torch.version.cuda, numpy.__version__)"',
      )
    ).stdout,
  ).toMatch(/2\.1\.2 12\.1 1\.26\.4\n$/);
  expect(
    (await one.run('pip3.11 check; pip3.11 uninstall -y sympy; pip3.11 check; echo $?; pip3.11 show torch | head -2'))
      .stdout,
  ).toMatch(/No broken[^]*torch 2\.1\.2 requires sympy[^]*1\nName: torch\nVersion: 2\.1\.2\n$/);
});

test('a GPU is there only with the hardware and the driver', async () => {
  const gpus = [{ name: 'A10G', manufacturer: 'NVIDIA', count: 1, memoryMiB: 24576 }];
  const install = 'pip3 install -q torch --index-url https://download.pytorch.org/whl/cu121';
  const script =
    'nvidia-smi -L; echo $?; python3 -c "import torch; print(torch.cuda.is_available(), torch.cuda.device_count())"';
  const builder = await computer({ family: 'al2023-gpu', facts: { gpus } });
  expect((await builder.run(`${install}; ${script}; /usr/local/cuda/bin/nvcc --version | tail -1`)).stdout).toBe(
    'GPU 0: NVIDIA A10G (UUID: GPU-00000000)\n0\nTrue 1\nCuda compilation tools, release 12.1, V12.1.105\n',
  );
  const plain = await computer({ disk: builder.guest.disk() });
  expect((await plain.run(script)).stdout).toBe('No devices were found\n6\nFalse 0\n');
  const bare = await computer({ facts: { gpus } });
  expect((await bare.run('nvidia-smi')).exitCode).toBe(127);
});

test('metadata needs a token, and knows the guest', async () => {
  const one = await computer({ facts: { roleName: 'builder' }, userData: '#!/bin/sh\ntrue' });
  const script = `TOKEN=$(curl -sX PUT http://169.254.169.254/latest/api/token -H "X-aws-ec2-metadata-token-ttl-seconds: 60")
get() { curl -s -H "X-aws-ec2-metadata-token: $TOKEN" -w ' %{http_code}\\n' "http://169.254.169.254/latest/$1"; }
get meta-data/instance-id; get meta-data/placement/region; get meta-data/iam/security-credentials/; get meta-data/tags/instance | tail -1; get user-data | head -1
get dynamic/instance-identity/document | grep -c '"region": "us-east-1"'`;
  expect((await one.run(script)).stdout).toBe(
    'i-0123456789abcdef0 200\nus-east-1 200\nbuilder 200\n 404\n#!/bin/sh\n1\n',
  );
});

test('a guest tags itself through the callback, as its role', async () => {
  const seen: unknown[] = [];
  const createTags = async (facts: { instanceId: string }, resources: string[], tags: Record<string, string>) => {
    if (resources[0] !== facts.instanceId)
      throw Object.assign(new Error('not yours'), { name: 'UnauthorizedOperation' });
    seen.push(tags);
  };
  const one = await computer({ facts: { roleName: 'builder' }, options: { createTags } });
  expect(
    (
      await one.run(
        'aws ec2 create-tags --region us-east-1 --resources i-0123456789abcdef0 --tags Key=spawn:build-complete,Value=true',
      )
    ).exitCode,
  ).toBe(0);
  expect(seen).toEqual([{ 'spawn:build-complete': 'true' }]);
  expect(await one.run('aws ec2 create-tags --resources i-other --tags Key=a,Value=b')).toMatchObject({
    exitCode: 254,
    stderr: expect.stringContaining('UnauthorizedOperation'),
  });
});
