import type { WireRequest, WireResponse } from '../../../local/kernel/types';
import { freezeCommand } from '../../../core/instance/scripts';
import { computer } from '../../../local/test/guest/computer';

const command = freezeCommand({
  lock: 'a1',
  seconds: 60,
  frozenUrl: 'https://bucket/frozen',
  releaseUrl: 'https://bucket/release',
  thawedUrl: 'https://bucket/thawed',
});

async function instance() {
  const objects = new Map<string, string>();
  const answer = ({ method, url, body }: WireRequest): WireResponse | undefined => {
    const key = /^https:\/\/bucket\/(.*)$/.exec(url)?.[1];
    if (key === undefined) return undefined;
    if (method === 'PUT') objects.set(key, Buffer.from(body ?? []).toString('utf8'));
    const text = objects.get(key);
    return { status: text === undefined ? 404 : 200, headers: {}, body: Buffer.from('') };
  };
  const one = await computer({ answer });
  return { one, objects };
}

test('the file systems stay frozen until the release, and are thawed then', async () => {
  const { one, objects } = await instance();
  expect(await one.run(command)).toMatchObject({ exitCode: 0 });
  await one.clock.advance(10_000);
  expect(objects.get('frozen')).toBe('frozen\n');
  expect(objects.has('thawed')).toBe(false);
  objects.set('release', 'released');
  await one.clock.advance(5_000);
  expect(objects.get('thawed')).toBe('released\n');
  expect(await one.run('fsfreeze --unfreeze /')).toMatchObject({ exitCode: 1 });
});

test('without a release they are thawed when the time is over', async () => {
  const { one, objects } = await instance();
  await one.run(command);
  await one.clock.advance(50_000);
  expect(objects.get('frozen')).toBe('frozen\n');
  expect(objects.has('thawed')).toBe(false);
  await one.clock.advance(20_000);
  expect(objects.get('thawed')).toBe('expired\n');
  expect(await one.run('fsfreeze --unfreeze /')).toMatchObject({ exitCode: 1 });
});

test('the guard thaws them even if the script that froze them is killed', async () => {
  const { one, objects } = await instance();
  // The agent does not work while the file system is frozen, so that both happen in one command.
  await one.run(`${command}sleep 3; systemctl stop spawn-freeze-a1`);
  await one.clock.advance(65_000);
  expect(objects.get('thawed')).toBe('expired\n');
  expect(await one.run('fsfreeze --unfreeze /')).toMatchObject({ exitCode: 1 });
});

test('an instance without fsfreeze reports that, and freezes nothing', async () => {
  const { one, objects } = await instance();
  await one.run(`rm -f /usr/sbin/fsfreeze; ${command.slice(command.indexOf('\n'))}`);
  await one.clock.advance(10_000);
  expect(objects.get('frozen')).toBe('failed: fsfreeze is not installed\n');
});

test('what somebody else has frozen is left frozen', async () => {
  const { one, objects } = await instance();
  // The agent does not work while the file system is frozen, so that both happen in one command.
  await one.run(`${command}systemd-run --unit=other bash -c 'fsfreeze --freeze /; sleep 30; fsfreeze --unfreeze /'`);
  await one.clock.advance(10_000);
  expect(objects.get('frozen')).toMatch(/^failed: \/: fsfreeze: \/: freeze failed: Device or resource busy/);
  await one.clock.advance(10_000);
});

test('a command that is delivered twice freezes once', async () => {
  const { one, objects } = await instance();
  await one.run(command);
  await one.clock.advance(70_000);
  objects.clear();
  expect(await one.run(command)).toMatchObject({ exitCode: 0 });
  await one.clock.advance(10_000);
  expect([...objects]).toEqual([]);
});
