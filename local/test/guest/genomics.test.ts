import { computer } from './computer';

const packages =
  'yum install -y gcc-c++ make zlib-devel bzip2-devel xz-devel ncurses-devel wget tar bzip2 cmake git tmux';
const samtools = `set -e
cd /root
wget -q https://github.com/samtools/samtools/releases/download/1.19/samtools-1.19.tar.bz2
tar xf samtools-1.19.tar.bz2
cd samtools-1.19
./configure --prefix=/usr/local
make -j8
sudo make install`;

test('samtools is built from its source archive and installed as a program that knows its version', async () => {
  const one = await computer();
  expect((await one.run(packages)).exitCode).toBe(0);
  const built = await one.run(samtools);
  expect([built.exitCode, built.stderr]).toEqual([0, '']);
  expect(built.stdout).toContain('gcc -g -Wall -O2 -o samtools main.o');
  expect(
    (await one.run('samtools --version; samtools 2>/dev/null; echo $?; ls -l /usr/local/bin/samtools | cut -c1-10'))
      .stdout,
  ).toBe('samtools 1.19\n1\n-rwxr-xr-x\n');
});

test('an image carries the program, even when the sources are gone', async () => {
  const builder = await computer();
  await builder.run(`${packages}\n${samtools}\nrm -rf /root/samtools*`);
  const one = await computer({ disk: builder.guest.disk() });
  expect((await one.run('samtools --version')).stdout).toBe('samtools 1.19\n');
});

test('bwa needs no configure', async () => {
  const one = await computer();
  await one.run(packages);
  const script =
    'set -e; cd /opt; curl -fsSLO https://github.com/lh3/bwa/releases/download/v0.7.17/bwa-0.7.17.tar.bz2; tar xjf bwa-0.7.17.tar.bz2; make -C bwa-0.7.17; install -m 755 bwa-0.7.17/bwa /usr/local/bin/; (bwa 2>&1 || true) | grep Version';
  expect((await one.run(script)).stdout).toMatch(/Version: 0\.7\.17-r1188\n$/);
});

test.each([
  ['without a compiler', 'yum install -y make wget bzip2', 'no acceptable C compiler found in $PATH'],
  ['without the headers of zlib', 'yum install -y gcc make wget bzip2-devel', 'zlib development files not found'],
  [
    'without those of curses',
    'yum install -y gcc make wget zlib-devel bzip2-devel xz-devel',
    'curses development files not found',
  ],
  ['without make', 'yum install -y gcc zlib-devel bzip2-devel xz-devel ncurses-devel', 'make: command not found'],
])('%s the build fails as the real one does', async (_case, preparation, message) => {
  const one = await computer();
  await one.run(preparation);
  const { exitCode, stderr } = await one.run(samtools);
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain(message);
  expect((await one.run('samtools')).exitCode).toBe(127);
});

test('make builds only what is older than what it needs, and stops at a failing recipe', async () => {
  const one = await computer();
  await one.run(
    'yum install -y make; mkdir /opt/m; cd /opt/m; printf "out: in\\n\\tcp in out\\nbad:\\n\\tfalse\\n\\ttouch never\\n" > Makefile; echo 1 > in',
  );
  expect((await one.run('cd /opt/m && make && make')).stdout).toBe("cp in out\nmake: 'out' is up to date.\n");
  expect((await one.run('cd /opt/m && sleep 1 && touch in && make')).stdout).toBe('cp in out\n');
  expect(await one.run('cd /opt/m && make bad; echo $?; ls never')).toMatchObject({
    stdout: 'false\n2\n',
    exitCode: 2,
  });
  expect((await one.run('cd /opt/m && make nothing')).stderr).toContain("No rule to make target 'nothing'");
});

test('what the compiler cannot do is an error that says so', async () => {
  const one = await computer();
  await one.run('yum install -y gcc');
  const { exitCode, stderr } = await one.run(
    'echo "int main(void) { for (;;) {} }" > /opt/a.c; gcc -o /opt/a /opt/a.c',
  );
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('can be compiled by this simulation')]);
  expect(
    (await one.run("printf '#include <zlib.h>\\nint main() { return 0; }' > /opt/b.c; gcc /opt/b.c")).stderr,
  ).toContain('zlib.h: No such file or directory');
});
