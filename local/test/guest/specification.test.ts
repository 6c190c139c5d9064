import { computer } from './computer';
import { cleanup, hardening, install, validate } from './scripts';

const tests = `mkdir -p /opt/tests && printf 'import torch\\n\\ndef test_version():\\n    assert torch.__version__.startswith("2.")\\n' > /opt/tests/test_torch.py`;

describe('the scripts of the specification run unchanged', () => {
  test('before the install, validate.sh fails at its first check', async () => {
    const one = await computer();
    const { exitCode, stdout } = await one.run(validate);
    expect([exitCode, stdout]).toEqual([1, '']);
  });

  test('the install takes simulated minutes and leaves Python 3.11, git and torch on the disk', async () => {
    const one = await computer();
    expect((await one.run(install)).exitCode).toBe(0);
    expect(one.seconds()).toBeGreaterThan(60);
    const { stdout } = await one.run(
      'rpm -q git python3.11; pip3.11 list --format=freeze | grep ^torch; python3.11 -c "import torch; print(torch.__version__, torch.cuda.is_available())"',
    );
    expect(stdout).toBe(
      'git-2.40.1-1.amzn2023.0.3.x86_64\npython3.11-3.11.6-1.amzn2023.0.3.x86_64\ntorch==2.2.2+cpu\ntorchaudio==2.2.2+cpu\ntorchvision==0.17.2+cpu\n2.2.2+cpu False\n',
    );
  });

  test('validate.sh passes once python3 is 3.11 and there are tests to run', async () => {
    const one = await computer();
    await one.run(`${install}\npip3.11 install pytest\nln -sf python3.11 /usr/bin/python3\n${tests}`);
    const { exitCode, stdout } = await one.run(validate);
    expect(stdout).toContain('All tests passed!');
    expect(exitCode).toBe(0);
  });

  test('validate.sh fails when a test fails', async () => {
    const one = await computer();
    await one.run(
      `${install}\npip3.11 install pytest\nln -sf python3.11 /usr/bin/python3\n${tests.replace('"2."', '"3."')}`,
    );
    const { exitCode, stdout } = await one.run(validate);
    expect(stdout).toContain('1 failed');
    expect(exitCode).toBe(1);
  });

  test('cleanup.sh empties logs and removes temporary files, history, host keys and the state of cloud-init', async () => {
    const one = await computer({ userData: '#!/bin/bash\necho built' });
    await one.run(
      'touch /tmp/x /var/tmp/y; echo ls > ~/.bash_history; echo secret >> /var/log/cloud-init.log; yum install -y jq',
    );
    const before = await one.run('ls /etc/ssh/ssh_host_* /var/lib/cloud/instances /tmp/x /var/cache/dnf/*');
    expect(before.exitCode).toBe(0);
    expect((await one.run(cleanup)).exitCode).toBe(0);
    const after = await one.run(
      'ls /tmp /var/tmp /var/lib/cloud /var/cache/dnf; ls -d /etc/ssh/ssh_host_* ~/.bash_history 2>/dev/null; find /var/log -name "*.log" -size +0',
    );
    expect(after.stdout.replace(/^(\S+:)?\n/gm, '')).toBe('');
  });

  test('hardening-script.sh removes private keys and keeps authorized_keys', async () => {
    const one = await computer({ facts: { keyName: 'laptop' } });
    await one.run(
      'mkdir -p ~/.ssh && ssh-keygen -t rsa -f ~/.ssh/id_rsa -N "" && cp /home/ec2-user/.ssh/authorized_keys ~/.ssh/',
    );
    const { exitCode, stdout } = await one.run(hardening);
    expect([exitCode, stdout.trimEnd().split('\n').pop()]).toEqual([0, 'Hardening complete']);
    expect((await one.run('ls ~/.ssh; ls /var/log | grep cloud-init')).stdout).toBe('authorized_keys\n');
  });
});
