import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseSettings } from '../../infra/setting/settings';
import { spawnApp } from '../../infra/spawn-app';

/** Regions that images are copied to. */
export const copyRegions = ['us-west-2', 'eu-west-1', 'eu-central-1', 'ap-northeast-1'];

/** Synthesizes the app for the home region us-east-1 and the regions of the copies, and answers with the folder. */
export function synthesize(project: string): string {
  const outdir = join(project, 'dist', 'bench');
  rmSync(outdir, { recursive: true, force: true });
  const settings = JSON.parse(readFileSync(join(project, 'settings', 'dev.json'), 'utf8')) as Record<string, unknown>;
  const all = { ...settings, home_region: 'us-east-1', regions: copyRegions, regional_stacks: true, stage: 'dev' };
  spawnApp(parseSettings(all, 'settings of the bench'), project, {
    outdir,
    builtinCloudFormationValidation: false,
  }).synth();
  return outdir;
}
