import { spawnSync } from 'node:child_process';
import { layerScript } from '../../container/layer';

const script = layerScript(
  { instanceId: 'i-0123456789abcdef0', region: 'eu-west-1' } as Parameters<typeof layerScript>[0],
  '127.0.0.1:4566',
);

test.each(['sh', 'bash'])('%s reads the layer and every program in it', (shell) => {
  expect(spawnSync(shell, ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  const programs = [...script.matchAll(/^printf '%s' '([^]*?)' >'\/run\/spawn-local\/bin\/([\w-]+)'$/gm)];
  expect(programs.map(([, , name]) => name)).toEqual(
    expect.arrayContaining(['curl', 'systemctl', 'shutdown', 'cloud-init']),
  );
  for (const [, text = '', name] of programs)
    expect([name, spawnSync(shell, ['-n'], { input: text.replaceAll("'\\''", "'"), encoding: 'utf8' }).stderr]).toEqual(
      [name, ''],
    );
});

test('nothing of the layer lies outside the folders in memory', () => {
  const written = [...script.matchAll(/>'([^']+)'$/gm)].map(([, path = '']) => path);
  expect(written.length).toBeGreaterThan(10);
  expect(written.filter((path) => !path.startsWith('/run/'))).toEqual([]);
});

test('each stand-in says in its output that it is one', () => {
  const standIns = ['cloud-init', 'systemctl', 'systemd-run'];
  for (const name of standIns) expect(script).toMatch(new RegExp(`${name}: stand-in of local mode`));
});
