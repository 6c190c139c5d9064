import { computer, type Computer } from './computer';

const typed = (one: Computer, line: string) => one.clock.until(one.guest.type('session-1', line));

/** What a line prints as ec2-user, standard error first, and its exit code. */
async function asUser(one: Computer, line: string, user = 'ec2-user'): Promise<string> {
  const script = `sudo -u ${user} bash -c '${line.replaceAll("'", `'\\''`)}'`;
  const { stdout, stderr, exitCode } = await one.run(script);
  return `${stderr}${stdout}${exitCode}`;
}

const denied = 'Permission denied';

describe('a file and a folder of root are closed to another user', () => {
  const prepare = `
    mkdir -m 700 /opt/closed; echo x >/opt/closed/f; echo x >/opt/secret; chmod 600 /opt/secret
    echo x >/opt/open; mkdir /opt/listed /opt/passed; echo x >/opt/listed/f; echo x >/opt/passed/f
    chmod 744 /opt/listed; chmod 711 /opt/passed; printf "#!/bin/bash\\necho ran\\n" >/opt/plain; cp /opt/plain /opt/owned; chmod 700 /opt/owned
    printf "#!/bin/bash\\necho ran\\n" >/usr/local/bin/plain; cp -p /usr/local/bin/plain /usr/local/bin/owned; chmod 700 /usr/local/bin/owned
    install -d -m 1777 /opt/shared; echo x >/opt/shared/f; chmod 666 /opt/shared/f`;
  test.each([
    ['cat /opt/secret', `cat: /opt/secret: ${denied}\n1`],
    ['head -1 /opt/secret', `head: /opt/secret: ${denied}\n1`],
    ['grep x /opt/secret', `grep: /opt/secret: ${denied}\n2`],
    ['grep -a x /opt/secret', `grep: /opt/secret: ${denied}\n2`],
    ['cat </opt/secret', `bash: /opt/secret: ${denied}\n1`],
    ['cat /opt/open', 'x\n0'],
    ['cat /opt/closed/f', `cat: /opt/closed/f: ${denied}\n1`],
    ['cd /opt; cat closed/f secret open', `cat: closed/f: ${denied}\ncat: secret: ${denied}\nx\n1`],
    ['cd /opt/closed; pwd', `bash: cd: /opt/closed: ${denied}\n/\n0`],
    ['cd /opt/passed && pwd && cat f && ls', `ls: cannot open directory '.': ${denied}\n/opt/passed\nx\n2`],
    ['cd /opt/listed', `bash: cd: /opt/listed: ${denied}\n1`],
    ['ls /opt/listed', 'f\n0'],
    ['cat /opt/listed/f', `cat: /opt/listed/f: ${denied}\n1`],
    ['ls /opt/closed', `ls: cannot open directory '/opt/closed': ${denied}\n2`],
    ['ls /opt/closed/f', `ls: cannot access '/opt/closed/f': ${denied}\n2`],
    ['stat /opt/closed/f', `stat: cannot statx '/opt/closed/f': ${denied}\n1`],
    ['. /opt/secret', `bash: /opt/secret: ${denied}\n1`],
    ['source /opt/closed/f', `bash: /opt/closed/f: ${denied}\n1`],
    ['bash /opt/secret', `bash: /opt/secret: ${denied}\n126`],
    ['find /opt/closed', `find: '/opt/closed': ${denied}\n/opt/closed\n1`],
    ['echo y >/opt/open; cat /opt/open', `bash: /opt/open: ${denied}\nx\n0`],
    ['echo y >>/opt/open', `bash: /opt/open: ${denied}\n1`],
    ['echo y >/opt/new', `bash: /opt/new: ${denied}\n1`],
    ['set -e; sudo echo y >/opt/new; echo never', `bash: /opt/new: ${denied}\n1`],
    ['echo y >/opt/closed/new', `bash: /opt/closed/new: ${denied}\n1`],
    ['echo y | tee /opt/new', `tee: /opt/new: ${denied}\ny\n1`],
    ['echo y | sudo tee /opt/new && cat /opt/new', 'y\ny\n0'],
    ['touch /opt/new', `touch: cannot touch '/opt/new': ${denied}\n1`],
    ['touch /opt/open', `touch: cannot touch '/opt/open': ${denied}\n1`],
    ['mkdir /opt/new', `mkdir: cannot create directory '/opt/new': ${denied}\n1`],
    ['mkdir -p /opt/new/deep', `mkdir: cannot create directory '/opt/new': ${denied}\n1`],
    ['rm /opt/open', `rm: cannot remove '/opt/open': ${denied}\n1`],
    ['rm -f /opt/open', `rm: cannot remove '/opt/open': ${denied}\n1`],
    ['rm -rf /opt/listed', `rm: cannot remove '/opt/listed/f': ${denied}\n1`],
    ['rmdir /opt/passed', `rmdir: failed to remove '/opt/passed': ${denied}\n1`],
    ['rm -f /opt/shared/f', "rm: cannot remove '/opt/shared/f': Operation not permitted\n1"],
    ['echo y >/opt/shared/f; echo z >/opt/shared/own && rm /opt/shared/own && cat /opt/shared/f', 'y\n0'],
    ['mv /opt/open /tmp/open', `mv: cannot move '/opt/open': ${denied}\n1`],
    ['cp /opt/secret /tmp/copy', `cp: cannot open '/opt/secret' for reading: ${denied}\n1`],
    ['cp /opt/open /opt/copy', `cp: cannot create regular file '/opt/copy': ${denied}\n1`],
    ['cp /opt/open /tmp/copy && cat /tmp/copy', 'x\n0'],
    ['ln -s /opt/open /opt/link', `ln: failed to create symbolic link '/opt/link': ${denied}\n1`],
    ['chmod 777 /opt/open', "chmod: changing permissions of '/opt/open': Operation not permitted\n1"],
    ['chown ec2-user /opt/open', "chown: changing ownership of '/opt/open': Operation not permitted\n1"],
    ['/opt/plain', `bash: /opt/plain: ${denied}\n126`],
    ['/opt/owned', `bash: /opt/owned: ${denied}\n126`],
    ['plain', `bash: /usr/local/bin/plain: ${denied}\n126`],
    ['owned', `bash: /usr/local/bin/owned: ${denied}\n126`],
    ['command -v owned', '1'],
    ['truncate -s 0 /opt/open', `truncate: /opt/open: ${denied}\n1`],
    [
      'python3 -c "import os\nos.listdir(\'/opt/closed\')"',
      'Traceback (most recent call last):\n  File "<string>", line 2, in <module>\n' +
        "PermissionError: [Errno 13] Permission denied: '/opt/closed'\n1",
    ],
    ['x=$(cat /opt/secret 2>&1); echo "<$x>"', `<cat: /opt/secret: ${denied}>\n0`],
    ['echo y >/opt/new 2>/dev/null || echo no', `bash: /opt/new: ${denied}\nno\n0`],
  ])('%s', async (line, output) => {
    const one = await computer();
    await one.run(prepare);
    expect(await asUser(one, line)).toBe(output);
  });
});

test('root reads and writes everything, and executes what has an x bit for anybody', async () => {
  const one = await computer();
  await one.run(
    'printf "#!/bin/bash\\necho ran\\n" >/opt/s; cp /opt/s /usr/local/bin/s; chmod 0 /opt/s; echo x >/opt/f; chmod 0 /opt/f; mkdir /opt/d; chmod 0 /opt/d',
  );
  expect((await one.run('cat /opt/f; echo y >/opt/f; cat /opt/f; cd /opt/d && touch new && ls')).stdout).toBe(
    'x\ny\nnew\n',
  );
  expect(await one.run('/opt/s')).toMatchObject({ exitCode: 126, stderr: `bash: /opt/s: ${denied}\n` });
  expect(await one.run('s')).toMatchObject({ exitCode: 126, stderr: `bash: /usr/local/bin/s: ${denied}\n` });
  expect((await one.run('chmod 001 /opt/s; /opt/s; chmod +x /usr/local/bin/s; s')).stdout).toBe('ran\nran\n');
  expect(await one.run('chmod 644 /usr/bin/cat; cat /etc/hostname')).toMatchObject({
    exitCode: 126,
    stderr: `bash: /usr/bin/cat: ${denied}\n`,
  });
});

test('test -r, -w and -x tell what the user may do', async () => {
  const one = await computer();
  await one.run(
    'cd /opt; for m in 600 644 755 666; do touch f$m; chmod $m f$m; done; mkdir -m 700 d; touch d/f; chmod 0 f600',
  );
  const tests =
    'for f in /opt/f600 /opt/f644 /opt/f755 /opt/f666 /opt/d/f; do [ -r $f ] && echo -n r; test -w "$f" && echo -n w; if [[ -x $f ]]; then echo -n x; fi; echo -n " "; done';
  expect(await asUser(one, tests)).toBe(' r rx rw  0');
  expect((await one.run(tests)).stdout).toBe('rw rw rwx rw rw ');
  expect(
    await asUser(
      one,
      '[ ! -r /opt/f600 -a -r /opt/f644 ] && [[ ! -w /opt/f644 && -r /opt/f644 ]] && [ "-r" = -r ] && [ -e /opt/f600 ] && [ ! -e /opt/d/f ] && echo yes',
    ),
  ).toBe('yes\n0');
});

test('a new file belongs to who makes it, with the bits that umask leaves', async () => {
  const one = await computer();
  expect(
    await asUser(
      one,
      'cd /tmp; touch a; mkdir b; umask; umask 077; touch c; mkdir d; (umask 002; echo >e); echo >f; bash -c "umask; touch g"; mktemp -d >/dev/null; stat -c "%n %a %U:%G" a b c d e f g',
    ),
  ).toBe(
    '0022\n0077\na 644 ec2-user:ec2-user\nb 755 ec2-user:ec2-user\nc 600 ec2-user:ec2-user\nd 700 ec2-user:ec2-user\ne 664 ec2-user:ec2-user\nf 600 ec2-user:ec2-user\ng 600 ec2-user:ec2-user\n0',
  );
  expect(
    (
      await one.run(
        'cd /opt; umask 027; touch a; mkdir b; mkdir -m 711 c; install -m 640 -o ec2-user -g nobody a d; install -d -o ec2-user -m 750 e; install a f; stat -c "%n %a %U:%G" a b c d e f',
      )
    ).stdout,
  ).toBe(
    'a 640 root:root\nb 750 root:root\nc 711 root:root\nd 640 ec2-user:nobody\ne 750 ec2-user:root\nf 755 root:root\n',
  );
});

test('cp gives a copy to who makes it, and cp -p and mv keep owner, mode and time', async () => {
  const one = await computer();
  await one.run(
    'cd /opt; echo x >a; chmod 666 a; chown ec2-user:nobody a; touch -d 2020-01-01 a; mkdir t; cp a t/f; chown -R ec2-user t; umask 022',
  );
  expect(
    (
      await one.run(
        'cd /opt; cp a b; cp -p a c; cp -a a d; cp -r t u; cp -a t v; echo old >e; chmod 600 e; cp a e; mv a m; stat -c "%n %a %U:%G" b c d e m u u/f v v/f; date -r m 2>/dev/null; stat -c %y c | cut -c1-10; cat e',
      )
    ).stdout,
  ).toBe(
    'b 644 root:root\nc 666 ec2-user:nobody\nd 666 ec2-user:nobody\ne 600 root:root\nm 666 ec2-user:nobody\nu 755 root:root\nu/f 644 root:root\nv 755 ec2-user:root\nv/f 644 ec2-user:root\n2020-01-01\nx\n',
  );
  expect(await asUser(one, 'cp -p /opt/m /tmp/m && stat -c "%a %U:%G" /tmp/m')).toBe('666 ec2-user:ec2-user\n0');
});

test('chmod takes symbols, and chown takes numbers, groups and whole folders', async () => {
  const one = await computer();
  const modes = ['u+x,g-r', 'a=rX', 'go=', '+x', 'u=rwx,g=u,o=rx', 'a+rX', '1755', 'g+s'];
  const { stdout } = await one.run(
    `cd /opt; for m in ${modes.map((mode) => `'${mode}'`).join(' ')}; do touch f; chmod 640 f; chmod $m f; stat -c %a f; done; mkdir -p d/e; touch d/e/f; chmod -R go-rwx d; chmod -R g+rX d; stat -c "%n %a" d d/e d/e/f`,
  );
  expect(stdout).toBe('700\n444\n600\n751\n775\n644\n1755\n2640\nd 750\nd/e 750\nd/e/f 640\n');
  expect(
    (
      await one.run(
        'cd /opt; chown -R 1000:1000 d; chgrp nobody d/e; chown ssm-user: d/e/f; stat -c "%n %U:%G %u:%g" d d/e d/e/f; ls -ld d | cut -c1-30',
      )
    ).stdout,
  ).toBe(
    'd ec2-user:ec2-user 1000:1000\nd/e ec2-user:nobody 1000:65534\nd/e/f ssm-user:ssm-user 1001:1001\ndrwxr-x--- 1 ec2-user ec2-user\n',
  );
});

test('sudo -u, su and runuser switch user, groups and home', async () => {
  const one = await computer();
  await one.run(
    'groupadd data; useradd -m app; usermod -aG data app; echo x >/opt/f; chgrp data /opt/f; chmod 640 /opt/f',
  );
  const who = 'id -un; id -Gn; echo $HOME; cat /opt/f';
  const expected = 'app\napp data\n/home/app\nx\n';
  for (const line of [
    `sudo -u app bash -c '${who}'`,
    `sudo -i -u app bash -c '${who}'`,
    `su app -c '${who}'`,
    `su - app -c '${who}'`,
    `runuser -u app -- bash -c '${who}'`,
    `runuser -l app -c '${who}'`,
    `runuser app -c '${who}'`,
  ]) {
    expect((await one.run(line)).stdout).toBe(
      line.startsWith('runuser -u') ? expected.replace('/home/app', '/root') : expected,
    );
  }
  expect((await one.run('id app; su app -c "id; groups; whoami; echo \\$UID"')).stdout).toBe(
    'uid=1002(app) gid=1002(app) groups=1002(app),2006(data)\n'
      .repeat(2)
      .replaceAll('2006', /(\d+)\(data/.exec((await one.run('id app')).stdout)?.[1] ?? '') + 'app data\napp\n1002\n',
  );
  expect(await asUser(one, 'cat /opt/f; sudo -u app cat /opt/f; sudo cat /opt/f; runuser -u app id')).toBe(
    `cat: /opt/f: ${denied}\nrunuser: may not be used by non-root users\nx\nx\n1`,
  );
  expect((await one.run('su app -c "sudo id"; echo $?')).stdout).toBe('1\n');
});

test('user data and commands are root, and a session is ssm-user', async () => {
  const one = await computer({
    userData: '#!/bin/bash\nid -un >/opt/who; cat /etc/shadow >/dev/null && echo read >>/opt/who\n',
  });
  await one.clock.advance(60_000);
  expect((await one.run('cat /opt/who; id -un; stat -c %U /opt/who')).stdout).toBe('root\nread\nroot\nroot\n');
  expect(await typed(one, 'id -un; echo $HOME; cat /etc/shadow')).toMatchObject({
    stdout: 'ssm-user\n/home/ssm-user\n',
    stderr: `cat: /etc/shadow: ${denied}\n`,
    exitCode: 1,
  });
  expect(await typed(one, 'cd /root')).toMatchObject({ stderr: `bash: cd: /root: ${denied}\n`, exitCode: 1 });
  expect(await typed(one, 'cd; pwd; touch f; stat -c %U:%a f; sudo touch /root/f && sudo ls /root')).toMatchObject({
    stdout: '/home/ssm-user\nssm-user:644\nf\n',
  });
  await typed(one, 'exit');
  expect((await one.run('stat -c "%U %a" /home/ssm-user/.bash_history')).stdout).toBe('ssm-user 600\n');
});

test('a unit runs as its User', async () => {
  const one = await computer();
  await one.run(
    `printf '[Service]\\nType=oneshot\\nUser=ec2-user\\nExecStart=/bin/bash -c "id -un >/tmp/who; cat /etc/shadow >>/tmp/who"\\n' >/etc/systemd/system/one.service`,
  );
  expect((await one.run('systemctl start one; cat /tmp/who; stat -c %U /tmp/who')).stdout).toBe('ec2-user\nec2-user\n');
});

test.each([
  ['al2023', 'ec2-user', '550 root:root /root\n0 root:root /etc/shadow\n700 ec2-user:ec2-user /home/ec2-user\n'],
  ['ubuntu-22.04', 'ubuntu', '700 root:root /root\n640 root:shadow /etc/shadow\n750 ubuntu:ubuntu /home/ubuntu\n'],
] as const)('the vendor files of %s have the owners and modes of the vendor', async (family, person, own) => {
  const one = await computer({ family });
  const { stdout } = await one.run(
    `stat -c "%a %U:%G %n" /root /etc/shadow /home/${person} /home/${person}/.ssh /home/${person}/.bashrc /tmp /var/tmp /etc/passwd /etc/sudoers.d /etc/ssh/ssh_host_rsa_key /usr/bin/ls`,
  );
  expect(stdout).toBe(
    `${own}700 ${person}:${person} /home/${person}/.ssh\n644 ${person}:${person} /home/${person}/.bashrc\n1777 root:root /tmp\n1777 root:root /var/tmp\n644 root:root /etc/passwd\n750 root:root /etc/sudoers.d\n600 root:root /etc/ssh/ssh_host_rsa_key\n755 root:root /usr/bin/ls\n`,
  );
});

test('find knows owner, group, mode and what may be read', async () => {
  const one = await computer();
  await one.run('mkdir /opt/d; cd /opt/d; touch a b c; chown ec2-user a; chgrp nobody b; chmod 600 c; chmod 4755 b');
  for (const [expression, found] of [
    ['-user ec2-user', 'a'],
    ['-user 1000', 'a'],
    ['-group nobody -type f', 'b'],
    ['-type f ! -user root', 'a'],
    ['-perm 600', 'c'],
    ['-perm -4000', 'b'],
    ['-nouser', ''],
    ['-user root -name "[ac]"', 'c'],
  ] as const) {
    expect((await one.run(`cd /opt/d; find . ${expression} | sed s,./,,`)).stdout.trim()).toBe(found);
  }
  expect(await asUser(one, 'find /opt/d -type f -readable | sort')).toBe('/opt/d/a\n/opt/d/b\n0');
  expect(await asUser(one, 'find /opt/d -type f -writable')).toBe('/opt/d/a\n0');
});

test('an image keeps owners, modes and the sticky bit', async () => {
  const one = await computer();
  await one.run('echo x >/opt/f; chown ec2-user:nobody /opt/f; chmod 640 /opt/f; mkdir -m 1770 /opt/d; echo x >/tmp/f');
  const two = await computer({ disk: one.guest.disk() });
  expect((await two.run('stat -c "%a %U:%G %n" /opt/f /opt/d /tmp')).stdout).toBe(
    '640 ec2-user:nobody /opt/f\n1770 root:root /opt/d\n1777 root:root /tmp\n',
  );
  expect(await asUser(two, 'cat /opt/f; cat /opt/f', 'ssm-user')).toBe(`cat: /opt/f: ${denied}\n`.repeat(2) + '1');
});
