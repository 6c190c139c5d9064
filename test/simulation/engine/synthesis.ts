import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseSettings } from '../../../infra/setting/settings';
import { spawnApp } from '../../../infra/spawn-app';
import { ofStage } from '../../kit/assemblies';

/** Synthesizes the deployment that histories run, from the built functions, and answers with its folder. */
export function synthesize(project: string): string {
  const outdir = join(project, 'dist', 'simulation');
  rmSync(outdir, { recursive: true, force: true });
  const settings = JSON.parse(readFileSync(join(project, 'settings', 'dev.json'), 'utf8')) as Record<string, unknown>;
  const all = { home_region: 'us-east-1', ...settings, ...ofStage.next, stage: 'next' };
  spawnApp(parseSettings(all, 'settings of the simulation'), project, {
    outdir,
    builtinCloudFormationValidation: false,
  }).synth();
  return outdir;
}
