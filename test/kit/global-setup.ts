import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { assembliesVariable, ofStage, stages } from './assemblies';

const root = resolve(__dirname, '..', '..');
const inputs = [
  'core',
  'aws',
  'usecases',
  'lambdas',
  'infra',
  'local',
  'cli',
  'console',
  'statemachines',
  'scripts',
  'settings',
  'build.mjs',
  'package-lock.json',
  'test/simulation',
  'test/kit/global-setup.ts',
  'test/kit/built-local-mode.ts',
];
const hour = 3_600_000;

function newest(entry: string): number {
  const status = statSync(entry);
  return status.isDirectory()
    ? Math.max(0, ...readdirSync(entry).map((name) => (name === 'dist' ? 0 : newest(join(entry, name)))))
    : status.mtimeMs;
}

/**
 * Bundles the functions and synthesizes the stages that the journeys run, unless that was done since the sources
 * changed. Each state of the sources has a folder of its own, so that runs at the same time do not disturb each other.
 * With the global `shippedSettings` of a project, the first stage has the regions of settings/dev.json.
 */
export default async function synthesizeStages(
  _: unknown,
  { globals }: { globals: { shippedSettings?: boolean } },
): Promise<void> {
  const all = join(root, 'dist', 'journeys');
  const state = String(Math.round(Math.max(...inputs.map((input) => newest(join(root, input))))));
  const shipped = globals.shippedSettings === true;
  const folder = join(all, shipped ? `${state}-shipped` : state);
  process.env[assembliesVariable] = folder;
  if (existsSync(folder)) return;
  execFileSync(process.execPath, ['build.mjs'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const { parseSettings } = await import('../../infra/setting/settings');
  const { spawnApp } = await import('../../infra/spawn-app');
  const settings = JSON.parse(readFileSync(join(root, 'settings', 'dev.json'), 'utf8')) as Record<string, unknown>;
  const unfinished = `${folder}-${process.pid}`;
  for (const stage of stages) {
    const outdir = join(unfinished, stage);
    mkdirSync(outdir, { recursive: true });
    const own = shipped && stage === 'dev' ? {} : ofStage[stage];
    spawnApp(parseSettings({ home_region: 'us-east-1', ...settings, ...own, stage }, `settings of ${stage}`), root, {
      outdir,
      builtinCloudFormationValidation: false,
    }).synth();
  }
  await build({
    absWorkingDir: root,
    entryPoints: ['test/kit/built-local-mode.ts'],
    outfile: join(unfinished, 'local-mode.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
    loader: { '.py': 'text', '.sh': 'text' },
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  if (!existsSync(folder)) renameSync(unfinished, folder);
  for (const name of readdirSync(all)) {
    const old = join(all, name);
    if (old !== folder && Date.now() - statSync(old).mtimeMs > hour) rmSync(old, { recursive: true, force: true });
  }
}
