import { computer } from './computer';

const planted = `mkdir -p /opt/keys; printf 'one\\ntwo words\\n' >/opt/keys/id; printf 'two\\n' >/run/values`;

describe('what looks for residue finds it', () => {
  test.each([
    ['grep -rlsE -e "(o|x)ne" /opt', 0, '/opt/keys/id\n'],
    ['grep -rlE -e nothing /opt', 1, ''],
    ['grep -lsFf /run/values /opt/keys/id', 0, '/opt/keys/id\n'],
    ['grep -c -f /run/values -e one /opt/keys/id', 0, '2\n'],
    ['find / -xdev -type f -path "/opt/*" -print0 | xargs -0 grep -lsFf /run/values', 0, '/opt/keys/id\n'],
    ['echo one | fgrep one', 0, 'one\n'],
    [
      'grep -IHnoE --null -e "[^a-z]*w[[:alpha:]]+" /opt/keys/id | tr "\\000" "\\t"',
      0,
      '/opt/keys/id\t2:wo\n/opt/keys/id\t2: words\n',
    ],
    [
      'echo YQBvbmUK | base64 -d >/opt/keys/b; grep -IlE one /opt/keys/id /opt/keys/b; grep -laF one /opt/keys/b',
      0,
      '/opt/keys/id\n/opt/keys/b\n',
    ],
    ['grep -aE -m 1 -e "o|t" /opt/keys/id', 0, 'one\n'],
    ['grep -aE -e nothing /opt/keys/id', 1, ''],
  ])('%s', async (command, exitCode, stdout) => {
    const one = await computer();
    expect(await one.run(`${planted}; ${command}`)).toMatchObject({ exitCode, stdout });
  });

  test.each([
    'grep --nonsense x /opt/keys/id',
    'grep -f /nowhere /opt/keys/id',
    'grep x /nowhere',
    'grep -av x /opt/keys/id',
  ])('%s is an error and not an empty answer', async (command) => {
    const one = await computer();
    const { exitCode, stderr } = await one.run(`${planted}; ${command}`);
    expect(exitCode).toBe(2);
    expect(stderr).not.toBe('');
  });
});
