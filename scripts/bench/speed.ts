import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startLocal } from '../../local/app/start';
import { overBareNode, timeProcess } from './processes';
import type { Figure } from './report';
import { build, exampleRequest, simulation } from './simulation';
import { median, rounded, spread } from './statistics';

const BUILDS = 9;
const FIRST = 2;

/** Real time of one whole build after the other in one process on the virtual clock; the first ones warm it up. */
export async function buildSpeed(project: string, assembly: string, regions: readonly string[]): Promise<Figure[]> {
  const one = await simulation(assembly, 1);
  const wall: number[] = [];
  const busy: number[] = [];
  for (let count = 0; count < BUILDS; count += 1) {
    const start = performance.now();
    const before = process.cpuUsage();
    await build(one, exampleRequest(project, regions));
    const { user, system } = process.cpuUsage(before);
    wall.push(performance.now() - start);
    busy.push((user + system) / 1000);
  }
  await one.local.close();
  const [walls, busies] = [wall.slice(FIRST), busy.slice(FIRST)];
  const kind = regions.length === 0 ? 'a build' : `a build with ${regions.length} copies`;
  return [
    { name: `${kind} in one process`, value: Math.round(median(walls)), unit: 'ms', aim: 300, note: spread(walls, 0) },
    {
      name: `${kind}, processor time`,
      value: Math.round(median(busies)),
      unit: 'ms',
      note: `${spread(busies, 0)}, compiler and garbage collector included`,
    },
    ...(regions.length === 0
      ? [{ name: 'builds per second and core', value: rounded(1000 / median(busies)), unit: '', aim: 3, least: true }]
      : []),
  ];
}

/**
 * What a function loads: bytes, and the time over a Node that does nothing, of the smallest, the middle and the largest
 * bundle.
 */
export async function bundleFigures(project: string): Promise<Figure[]> {
  const folder = join(project, 'dist', 'functions');
  const bundles = readdirSync(folder)
    .map((name) => ({ name, file: join(folder, name, 'index.js') }))
    .map((one) => ({ ...one, bytes: statSync(one.file).size }))
    .sort((a, b) => a.bytes - b.bytes);
  const middle = bundles[bundles.length >> 1]!;
  const largest = bundles.at(-1)!;
  const loads: Figure[] = [];
  for (const { name, file } of [bundles[0]!, middle, largest]) {
    // Without a home region the clients are not made, but everything is loaded.
    const { ratio, milliseconds } = await overBareNode(['-e', `require(${JSON.stringify(file)})`], {
      env: { ...process.env, AWS_REGION: 'us-east-1' },
    });
    loads.push({
      name: `load of ${name} over bare node`,
      value: rounded(ratio),
      unit: '',
      aim: 1.8,
      note: `${Math.round(milliseconds)} ms`,
    });
  }
  return [
    { name: 'largest bundle of a function', value: largest.bytes, unit: 'bytes', aim: 500_000, note: largest.name },
    { name: 'median bundle of a function', value: middle.bytes, unit: 'bytes', note: `${bundles.length} functions` },
    ...loads,
  ];
}

/**
 * Start of local mode and of the command against it. The command runs in processes of its own, the simulation in this
 * one.
 */
export async function startFigures(project: string, assembly: string): Promise<Figure[]> {
  const synth = await timeProcess([join(project, 'dist', 'infra', 'app.js')], { cwd: project });
  const workerFile = join(project, 'dist', 'local', 'function-worker.js');
  const starts: number[] = [];
  for (let count = 0; count < 3; count += 1) {
    const start = performance.now();
    await (await startLocal({ assembly, tier: 'workers', port: 0, workerFile })).close();
    starts.push(performance.now() - start);
  }
  const command = join(project, 'cli', 'bin', 'spawn.js');
  const version = await overBareNode([command, '--version']);
  const local = await startLocal({ assembly, tier: 'workers', port: 0, workerFile });
  const { accessKeyId, secretAccessKey, sessionToken } = local.operatorCredentials;
  const env = {
    ...process.env,
    SPAWN_API_URL: local.url,
    SPORE_REGION: 'us-east-1',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken && { AWS_SESSION_TOKEN: sessionToken }),
  };
  await timeProcess([command, 'list-amis', '--json'], { env });
  const list = await overBareNode([command, 'list-amis', '--json'], { env });
  await local.close();
  return [
    { name: 'synth', value: Math.round(synth), unit: 'ms' },
    {
      name: 'start of local mode after synth',
      value: Math.round(median(starts)),
      unit: 'ms',
      aim: 2000,
      note: spread(starts, 0),
    },
    {
      name: 'spawn --version over bare node',
      value: rounded(version.ratio),
      unit: '',
      aim: 1.3,
      note: `${Math.round(version.milliseconds)} ms`,
    },
    {
      name: 'spawn list-amis over bare node',
      value: rounded(list.ratio),
      unit: '',
      aim: 1.6,
      note: `${Math.round(list.milliseconds)} ms, an empty list`,
    },
  ];
}
