import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseSettings } from '../../../infra/setting/settings';
import { spawnApp } from '../../../infra/spawn-app';

const root = resolve(__dirname, '..', '..', '..');

/** Synthesizes the stage `dev` with these settings besides the home region. Returns the folder of the assembly. */
export function synthesize(name: string, settings: object): string {
  const outdir = join(root, 'dist', 'emulator', name);
  rmSync(outdir, { recursive: true, force: true });
  const own = { stage: 'dev', home_region: 'us-east-1', regions: ['eu-west-1'], deletion_protection: false };
  spawnApp(parseSettings({ ...own, ...settings }, `settings of ${name}`), root, {
    outdir,
    builtinCloudFormationValidation: false,
  }).synth();
  return outdir;
}

/** Runs the CDK command. Returns what it printed. Throws with its output when it fails. */
export function cdk(environment: Record<string, string>, ...words: string[]): Promise<string> {
  const command = join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  const env = { PATH: process.env.PATH, CI: 'true', CDK_DISABLE_CLI_TELEMETRY: 'true' };
  return new Promise((done, fail) => {
    execFile(
      process.execPath,
      [command, '--no-version-reporting', '--no-notices', '--no-color', ...words],
      { cwd: root, env: { ...env, ...environment }, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const output = `${stdout}${stderr}`;
        if (error) fail(new Error(`cdk ${words.join(' ')} failed:\n${output.slice(-4000)}`));
        else done(output);
      },
    );
  });
}
