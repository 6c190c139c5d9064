import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { assemblyOf, stages } from './assemblies';

const root = resolve(__dirname, '..', '..');
const inputs = ['core', 'aws', 'lambdas', 'infra', 'statemachines', 'scripts', 'settings', 'build.mjs', 'package-lock.json', 'test/kit/global-setup.ts'];

function newest(entry: string): number {
  const status = statSync(entry);
  return status.isDirectory() ? Math.max(0, ...readdirSync(entry).map((name) => newest(join(entry, name)))) : status.mtimeMs;
}

/** Bundles the functions and synthesizes the stages that the journeys run, unless that was done since the sources changed. */
export default async function synthesizeStages(): Promise<void> {
  const stamp = join(assemblyOf('dev'), '..', 'stamp');
  const changed = String(Math.max(...inputs.map((input) => newest(join(root, input)))));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === changed) return;
  execFileSync(process.execPath, ['build.mjs'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const { parseSettings } = await import('../../infra/settings');
  const { spawnApp } = await import('../../infra/spawn-app');
  const settings = JSON.parse(readFileSync(join(root, 'settings', 'dev.json'), 'utf8')) as Record<string, unknown>;
  for (const stage of stages) {
    const outdir = assemblyOf(stage);
    rmSync(outdir, { recursive: true, force: true });
    mkdirSync(outdir, { recursive: true });
    const app = spawnApp(parseSettings({ home_region: 'us-east-1', ...settings, stage }, `settings of ${stage}`), root, { outdir, builtinCloudFormationValidation: false });
    app.synth();
  }
  writeFileSync(stamp, changed);
}
