import { randomBytes } from 'node:crypto';
import type { GuestFactory } from '../kernel/types';
import { ContainerDisk } from './disk';
import { findEngine, type Engine } from './engine';
import { Machine, type Yard } from './machine';
import { ownerLabel, removeAll, removeLeftovers, thisOwner } from './owner';
import { mostProcesses, usualBases, usualDiskGiB, usualMemoryMiB, type ContainerOptions } from './options';
import { diskWords, prepareBase } from './prepare';

/** Instances that are containers. */
export interface Containers extends GuestFactory {
  readonly engine: Engine;
  /** Removes every container and image of this process. */
  close(): Promise<void>;
}

interface Settings {
  /** Receives what a person should know. */
  warn: (text: string) => void;
  agentSeconds?: readonly [number, number];
  /** Real seconds that a machine waits for the address of the metadata service. */
  addressSeconds?: number;
}

/** Returns the words that set limits of the system: without them an engine inside a container may start nothing. */
const ulimitsOf = (words: readonly string[]): string[] =>
  words.filter((word, at) => /^--ulimit(=|$)/.test(word) || words[at - 1] === '--ulimit');

/**
 * Returns a factory whose guests are containers. Removes first what a process that has ended left behind. Throws
 * EngineMissing.
 */
export async function createContainers(
  options: ContainerOptions,
  { warn, agentSeconds, addressSeconds }: Settings,
): Promise<Containers> {
  const engine = await findEngine(options.engine, options.engineOptions);
  await removeLeftovers(engine);
  const owner = thisOwner();
  const mine = `${ownerLabel}=${owner}`;
  // Several machines may share an engine, so that the number of the process is not enough.
  const tag = `${process.pid}-${randomBytes(3).toString('hex')}`;
  let count = 0;
  const next = (): string => `spawn-${tag}-${(count += 1)}`;
  const { containerOptions = [], memoryMiB = usualMemoryMiB } = options;
  const ownLimits = ['--memory', `${memoryMiB}m`, '--pids-limit', String(mostProcesses)];
  const limits = [...ownLimits, ...containerOptions];
  const networkWords = (online: boolean): string[] => {
    const network = online ? options.network : 'none';
    return network === undefined ? [] : ['--network', network];
  };
  const commit = async (container: string): Promise<string> => {
    const image = `localhost/${next()}:disk`;
    await engine.ask(['commit', '--quiet', '--change', `LABEL ${ownerLabel}="${owner}"`, container, image]);
    return image;
  };
  const made = new Set<ContainerDisk>();
  const yard: Yard = {
    engine,
    agentSeconds: agentSeconds ?? [5, 60],
    addressSeconds: addressSeconds ?? 10,
    nameFor: ({ instanceId }) => `${next()}-${instanceId}`,
    runWords: (name, { hostname }, online) => [
      ...['run', '--detach', '--name', name, '--hostname', hostname, '--label', mine],
      ...(engine.kind === 'podman' ? ['--systemd=always'] : ['--tmpfs', '/run:exec', '--tmpfs', '/tmp:exec']),
      ...networkWords(online),
      ...limits,
    ],
    addressWords: (name, helper, image) => [
      ...['run', '--rm', '--label', mine, '--name', helper, '--network', `container:${name}`],
      ...['--cap-drop', 'all', '--cap-add', 'NET_ADMIN', ...ownLimits, ...ulimitsOf(containerOptions)],
      ...[image, '/sbin/ip', 'address', 'add', '169.254.169.254/32', 'dev', 'lo'],
    ],
    diskOf(container, running, base) {
      let image: string | undefined;
      const disk = new ContainerDisk(
        async () => {
          image = await commit(await container);
          if (!running) await engine.run(['rm', '--force', await container]);
          return image;
        },
        async () => {
          // Of a container that was never made nothing is left.
          const name = running ? undefined : await container.catch(() => undefined);
          if (name !== undefined) await engine.remove('container', name);
          if (image !== undefined) await engine.remove('image', image);
        },
        base,
      );
      made.add(disk);
      return disk;
    },
  };
  // Asked with the first image there is, and once: the answer is the same for all.
  let diskLimit: Promise<string[]> | undefined;
  const limitDisks = async (image: string): Promise<void> => {
    if (limits.some((word) => word.startsWith('--storage-opt'))) return;
    diskLimit ??= diskWords(engine, image, { name: next(), label: mine, gib: usualDiskGiB }, warn);
    limits.push(...(await diskLimit).splice(0));
  };
  const bases = new Map<string, ContainerDisk>();
  const baseOf = (family: string): ContainerDisk => {
    const base = options.bases?.[family] ?? usualBases[family];
    if (base === undefined)
      throw new Error(`There is no container image for ${family}: name one with --container-base.`);
    const known = bases.get(base);
    if (known) return known;
    const target = {
      image: `localhost/${next()}:base`,
      container: next(),
    };
    const runWords = ['run', '--name', target.container, '--label', mine, ...networkWords(true), ...limits];
    const disk = new ContainerDisk(async () => {
      const image = await prepareBase(engine, base, { ...target, runWords }, warn);
      await limitDisks(image);
      return image;
    });
    bases.set(base, disk);
    return disk;
  };
  return {
    engine,
    guest(disk, facts, host) {
      if (!(disk instanceof ContainerDisk)) throw new TypeError('a container needs a disk of a container');
      return new Machine(disk, facts, host, yard);
    },
    baseDisk: baseOf,
    retain(inUse) {
      for (const disk of [...made].filter((each) => !inUse.has(each))) {
        made.delete(disk);
        // An image is in use as long as a container of it is there, stopped or not: the next look tries again.
        disk.release().catch(() => made.add(disk));
      }
    },
    close: () => removeAll(engine, owner),
  };
}
