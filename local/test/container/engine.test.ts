import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEngine } from '../../container/engine';
import { createContainers } from '../../container/factory';
import { hasEnded, removeAll, thisOwner } from '../../container/owner';
import { ContainerDisk } from '../../container/disk';
import type { GuestFacts, GuestHost } from '../../kernel/types';

/** An engine that notes what it is asked, and answers by its subcommand. */
function fakeEngine(version: string, answers: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'engine-'));
  const [command, log] = [join(folder, 'engine'), join(folder, 'log')];
  const cases = Object.entries(answers).map(([word, answer]) => `${word}) echo '${answer}';;`);
  writeFileSync(
    command,
    `#!/bin/sh\necho "$*" >>${log}\nif [ -e ${folder}/hangs ]; then case "$*" in *"$(cat ${folder}/hangs)"*) exec tail -f /dev/null;; esac; fi\n[ ! -e ${folder}/fails-$1 ] || { cat ${folder}/fails-$1 >&2; exit 2; }\ncase $1 in\n--version) echo '${version}';;\n${cases.join('\n')}\nesac\n`,
  );
  chmodSync(command, 0o755);
  writeFileSync(log, '');
  return {
    command,
    asked: () => readFileSync(log, 'utf8').trim().split('\n'),
    hangs: (words: string) => writeFileSync(join(folder, 'hangs'), words),
    fails: (word: string, reason: string) => writeFileSync(join(folder, `fails-${word}`), reason),
  };
}

const facts: GuestFacts = {
  instanceId: 'i-0123456789abcdef0',
  imageId: 'ami-0123456789abcdef0',
  instanceType: 'm7i.large',
  architecture: 'x86_64',
  gpus: [],
  vcpus: 2,
  memoryMiB: 8192,
  region: 'eu-west-1',
  availabilityZone: 'eu-west-1a',
  accountId: '123456789012',
  privateIp: '10.0.0.5',
  hostname: 'ip-10-0-0-5.eu-west-1.compute.internal',
};

const hostOf = (online: boolean, said: string[] = []): GuestHost => ({
  clock: {
    now: () => 0,
    after: () => ({ cancel: () => undefined }),
    sleep: async () => undefined,
    hold: () => () => undefined,
  },
  random: () => 0.5,
  online: () => online,
  request: () => undefined,
  agentChanged: () => undefined,
  powerRequested: () => undefined,
  console: (text) => said.push(text),
});

const silent = { warn: () => undefined };

describe('the container engine', () => {
  test('is told apart by its answer, whatever it is called', async () => {
    const [docker, podman] = [fakeEngine('Docker version 28.2.2, build e6534b4'), fakeEngine('podman version 4.3.1')];
    expect((await findEngine(docker.command)).kind).toBe('docker');
    expect((await findEngine(podman.command)).kind).toBe('podman');
  });

  test('that does not work is named with the way out', async () => {
    await expect(findEngine('/nowhere/engine')).rejects.toMatchObject({
      name: 'EngineMissing',
      message: expect.stringMatching(/\/nowhere\/engine .*--engine/),
    });
  });
});

describe('a container', () => {
  const runLine = async (online: boolean, network?: string): Promise<string> => {
    const engine = fakeEngine('podman version 4.3.1');
    const containers = await createContainers(
      { engine: engine.command, network, containerOptions: ['--ulimit', 'nofile=64:64'] },
      silent,
    );
    const guest = containers.guest(new ContainerDisk(async () => 'the-image'), facts, hostOf(online));
    await guest.boot();
    guest.powerOff();
    return engine.asked().find((line) => line.startsWith('run '))!;
  };

  test('has a label, limits and the host name of its instance, and no folder, privilege or host network', async () => {
    const line = await runLine(true);
    expect(line).toContain(`--label spawn.local-mode=${thisOwner()}`);
    expect(line).toContain('--hostname ip-10-0-0-5.eu-west-1.compute.internal');
    expect(line).toContain('--memory 4096m --pids-limit 4096 --ulimit nofile=64:64 the-image');
    expect(line).not.toMatch(/--privileged|--volume|--mount|-v |--cap-add|--network/);
  });

  test('has no network where its subnet has no way out, or where nothing may have one', async () => {
    expect(await runLine(false)).toContain('--network none');
    expect(await runLine(true, 'none')).toContain('--network none');
    expect(await runLine(true, 'slirp4netns')).toContain('--network slirp4netns');
  });
});

describe('the program that gives a machine the address of the metadata service', () => {
  const helperOf = (engine: { asked: () => string[] }): string =>
    engine.asked().find((line) => line.includes('address add'))!;

  test('runs beside it, with limits and no options of the user but limits of the system', async () => {
    const engine = fakeEngine('podman version 4.3.1');
    const containerOptions = [
      '--ulimit',
      'nofile=64:64',
      '--volume',
      '/:/host',
      '--ulimit=nproc=64:64',
      '--privileged',
    ];
    const containers = await createContainers({ engine: engine.command, containerOptions }, silent);
    await containers.guest(new ContainerDisk(async () => 'the-image'), facts, hostOf(true)).boot();
    const machine = engine.asked().find((line) => line.startsWith('run '))!;
    const [, name] = /--name (\S+)/.exec(machine)!;
    expect(machine).not.toContain('--cap-add');
    expect(helperOf(engine)).toContain(
      `--network container:${name} --cap-drop all --cap-add NET_ADMIN --memory 4096m --pids-limit 4096 --ulimit nofile=64:64 --ulimit=nproc=64:64 the-image /sbin/ip address add`,
    );
  });

  test('is that of the base, which no script has changed', async () => {
    const engine = fakeEngine('podman version 4.3.1');
    const containers = await createContainers({ engine: engine.command }, silent);
    let disk = new ContainerDisk(async () => 'the-base');
    for (let generation = 1; generation <= 3; generation += 1) {
      const guest = containers.guest(disk, facts, hostOf(true));
      await guest.boot();
      if (generation === 1) guest.powerOff();
      disk = guest.disk() as ContainerDisk;
    }
    const helpers = engine.asked().filter((line) => line.includes('address add'));
    expect(helpers.map((line) => / (\S+) \/sbin\/ip /.exec(line)?.[1])).toEqual(['the-base', 'the-base', 'the-base']);
  });

  test('may take ten seconds; then the machine goes on without, says so, and it is removed', async () => {
    const engine = fakeEngine('podman version 4.3.1');
    engine.hangs('address add');
    const said: string[] = [];
    const containers = await createContainers({ engine: engine.command }, { ...silent, addressSeconds: 0.01 });
    await containers.guest(new ContainerDisk(async () => 'the-image'), facts, hostOf(true, said)).boot();
    expect(said.join()).toMatch(
      /169\.254\.169\.254 answers curl only; other programs leave .* took longer than 0\.01 s/,
    );
    const [, helper] = /--name (\S+)/.exec(helperOf(engine))!;
    while (!engine.asked().includes(`rm --force ${helper}`)) await new Promise((done) => setImmediate(done));
  });
});

describe('the disk of a container', () => {
  const started = async (refusal?: string) => {
    const engine = fakeEngine('podman version 4.3.1');
    if (refusal !== undefined) engine.fails('create', refusal);
    const warnings: string[] = [];
    const containers = await createContainers({ engine: engine.command }, { warn: (text) => warnings.push(text) });
    for (const family of ['debian-12', 'ubuntu-24.04'] as const)
      await containers.guest(containers.baseDisk(family), facts, hostOf(true)).boot();
    return { warnings, machines: engine.asked().filter((line) => line.startsWith('run --detach')) };
  };

  test('has a limit where the engine can limit it', async () => {
    const { machines, warnings } = await started();
    expect(machines.map((line) => line.split('--storage-opt').length - 1)).toEqual([1, 1]);
    expect(machines[0]).toContain('--storage-opt size=64g');
    expect(warnings).toEqual([]);
  });

  test('that the engine cannot limit is named once, with the reason', async () => {
    const { machines, warnings } = await started('storage option only supported for backingFS XFS. Found extfs');
    expect(machines.join()).not.toContain('--storage-opt');
    expect(warnings).toEqual([expect.stringMatching(/^DiskNotLimited: .*Found extfs/)]);
  });
});

test('a disk that nothing refers to any more is given back', async () => {
  const engine = fakeEngine('podman version 4.3.1');
  const containers = await createContainers({ engine: engine.command }, silent);
  const guest = containers.guest(new ContainerDisk(async () => 'the-image'), facts, hostOf(true));
  await guest.boot();
  guest.powerOff();
  const disk = guest.disk() as ContainerDisk;
  const image = await disk.image();
  containers.retain!(new Set([disk]));
  expect(engine.asked()).not.toContain(`rmi ${image}`);
  containers.retain!(new Set());
  await disk.release();
  expect(engine.asked()).toContain(`rmi ${image}`);
});

test('a disk that the engine did not give back is given back later', async () => {
  const engine = fakeEngine('podman version 4.3.1');
  const containers = await createContainers({ engine: engine.command }, silent);
  const guest = containers.guest(new ContainerDisk(async () => 'the-image'), facts, hostOf(true));
  await guest.boot();
  guest.powerOff();
  const image = await (guest.disk() as ContainerDisk).image();
  const removals = () => engine.asked().filter((line) => line === `rmi ${image}`).length;
  engine.fails('rmi', 'image is in use by a container');
  while (removals() < 2) {
    containers.retain!(new Set());
    await new Promise((done) => setImmediate(done));
  }
});

test('a container that could not be started leaves nothing in the engine', async () => {
  const engine = fakeEngine('podman version 4.3.1');
  const containers = await createContainers({ engine: engine.command }, silent);
  engine.fails('run', 'no space left on device');
  const guest = containers.guest(new ContainerDisk(async () => 'the-image'), facts, hostOf(true));
  await expect(guest.boot()).rejects.toThrow('no space left on device');
  const [, name] = /--name (\S+)/.exec(engine.asked().find((line) => line.startsWith('run '))!)!;
  expect(engine.asked()).toContain(`rm --force ${name}`);
});

describe('what a process left behind', () => {
  const [host, boot, , started] = thisOwner().split('/');
  const owner = (changes: { host?: string; boot?: string; pid?: number; started?: string }): string =>
    [changes.host ?? host, changes.boot ?? boot, changes.pid ?? 2 ** 22 + 1, changes.started ?? started].join('/');

  test('is removed once it has surely ended: no such process, an earlier boot, or a process with our own number', () => {
    expect(hasEnded(owner({}))).toBe(true);
    expect(hasEnded(owner({ boot: 'earlier', pid: process.ppid }))).toBe(true);
    expect(hasEnded(owner({ pid: process.pid, started: '1' }))).toBe(true);
  });

  test('stays while it lives, and where nothing is known of it', () => {
    expect(hasEnded(thisOwner())).toBe(false);
    expect(hasEnded(owner({ pid: process.ppid }))).toBe(false);
    expect(hasEnded(owner({ host: 'another-machine' }))).toBe(false);
    expect(hasEnded('12345')).toBe(false);
  });

  test('goes by the names that local mode gives, never by the label alone', async () => {
    const engine = fakeEngine('podman version 4.3.1', {
      ps: 'spawn-1-aaaaaa-2-i-1\nmine',
      images: 'localhost/spawn-1-aaaaaa-1:disk\nlocalhost/spawn-1-aaaaaa-12:disk\nlocalhost/kept:mine',
    });
    await removeAll(await findEngine(engine.command), owner({}));
    expect(engine.asked().filter((line) => line.startsWith('rm'))).toEqual([
      'rm --force spawn-1-aaaaaa-2-i-1',
      'rmi localhost/spawn-1-aaaaaa-12:disk',
      'rmi localhost/spawn-1-aaaaaa-1:disk',
    ]);
  });
});

test('a disk that could not be made is tried again', async () => {
  let tries = 0;
  const disk = new ContainerDisk(async () => {
    tries += 1;
    if (tries === 1) throw new Error('no space left on device');
    return 'the-image';
  });
  await expect(disk.image()).rejects.toThrow('no space left');
  expect(await disk.image()).toBe('the-image');
});
