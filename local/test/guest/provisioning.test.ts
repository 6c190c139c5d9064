import { computer } from './computer';

describe('scripts that set up real hosts find what their machine would have', () => {
  test('the group of Docker is there once Docker is, and its user can be added to it', async () => {
    const one = await computer();
    expect((await one.run('usermod -aG docker ec2-user')).stderr).toContain("group 'docker' does not exist");
    const added = await one.run('dnf install -y docker && usermod -aG docker ec2-user && id -nG ec2-user');
    expect([added.exitCode, added.stdout.trim().endsWith('docker')]).toEqual([0, true]);
  });

  test('a web server brings the user that it runs as', async () => {
    const one = await computer();
    await one.run('dnf install -y nginx');
    expect((await one.run('chown nginx: /var && stat -c %U /var')).stdout).toBe('nginx\n');
  });

  test.each(['ubuntu-22.04', 'ubuntu-24.04', 'debian-12'] as const)(
    '%s has the user of web servers',
    async (family) => {
      const one = await computer({ family });
      expect((await one.run('id www-data')).stdout).toBe('uid=33(www-data) gid=33(www-data) groups=33(www-data)\n');
      expect((await one.run('chown www-data: /srv; stat -c %G /srv')).stdout).toBe('www-data\n');
    },
  );

  test('Ubuntu says its release as lsb_release does', async () => {
    const one = await computer({ family: 'ubuntu-24.04' });
    expect((await one.run('lsb_release -cs; lsb_release --id')).stdout).toBe('noble\nDistributor ID:\tUbuntu\n');
  });

  test('modules of every kernel are loaded, and again at a boot where the disk says so', async () => {
    const one = await computer();
    expect((await one.run('modprobe br_netfilter; lsmod')).stdout).toContain('br_netfilter');
    await one.run('echo overlay >/etc/modules-load.d/k8s.conf');
    const two = await computer({ disk: one.guest.disk() });
    const loaded = await two.run('lsmod');
    expect(loaded.stdout).toContain('overlay');
    expect(loaded.stdout).not.toContain('br_netfilter');
  });

  test('a module that the simulation does not know fails by saying so, and the missing driver of a GPU does not', async () => {
    const one = await computer();
    const [unknown, driver] = [await one.run('modprobe efa'), await one.run('modprobe nvidia')];
    expect([unknown.exitCode, driver.exitCode]).toEqual([1, 1]);
    expect(unknown.stderr).toContain('simulated: the kernel module efa is not in');
    expect(driver.stderr).not.toContain('simulated:');
  });

  test('parameters of the kernel can be read once they are set, also after a boot', async () => {
    const one = await computer();
    const set =
      'echo net.ipv4.ip_forward = 1 >/etc/sysctl.d/99-k8s.conf; sysctl --system; sysctl -n net.ipv4.ip_forward';
    expect((await one.run(set)).stdout).toBe('net.ipv4.ip_forward = 1\n1\n');
    const two = await computer({ disk: one.guest.disk() });
    expect((await two.run('sysctl net.ipv4.ip_forward')).stdout).toBe('net.ipv4.ip_forward = 1\n');
    expect((await two.run('sysctl vm.swappiness')).stderr).toContain('not modeled by this simulation');
  });

  test.each(['al2023', 'ubuntu-24.04', 'debian-12'] as const)(
    'a usual program of %s that is not simulated fails by saying so',
    async (family) => {
      const one = await computer({ family });
      const { exitCode, stderr } = await one.run('swapoff -a');
      expect([exitCode, stderr]).toEqual([1, 'swapoff: what this program does is not modeled by this simulation\n']);
      expect((await one.run('frobnicate')).stderr).toContain('command not found');
    },
  );
});
