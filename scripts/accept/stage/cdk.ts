import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseSettings } from '../../../infra/setting/settings';
import { spawnApp } from '../../../infra/spawn-app';

/** Synthesizes a throw-away stage: nothing of it is protected. Returns the folder of the assembly. */
export function synthesize(
  project: string,
  { stage, region, copyRegion }: { stage: string; region: string; copyRegion: string },
): string {
  const outdir = join(project, 'dist', 'accept', stage);
  rmSync(outdir, { recursive: true, force: true });
  const settings = { stage, home_region: region, regions: [copyRegion], deletion_protection: false };
  spawnApp(parseSettings(settings, `the settings of ${stage}`), project, {
    outdir,
    builtinCloudFormationValidation: false,
  }).synth();
  return outdir;
}

/**
 * Runs the CDK command of the project, in a group of processes of its own, so that Ctrl-C does not reach it: the signal
 * ends it. What it says goes to a log. Throws with the last of it when it fails.
 */
export function cdk(
  project: string,
  words: readonly string[],
  { environment, signal }: { environment: NodeJS.ProcessEnv; signal?: AbortSignal },
): Promise<void> {
  const folder = join(project, 'dist', 'accept');
  mkdirSync(folder, { recursive: true });
  const log = createWriteStream(join(folder, 'cdk.log'), { flags: 'a' });
  const command = join(project, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  const fixed = ['--no-version-reporting', '--no-notices', '--no-color'];
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [command, ...fixed, ...words], {
      cwd: project,
      env: { ...environment, CI: 'true', CDK_DISABLE_CLI_TELEMETRY: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        log.write(chunk);
        said = `${said}${chunk.toString()}`.slice(-2000);
      });
    const stop = (): void => void child.kill('SIGTERM');
    signal?.addEventListener('abort', stop, { once: true });
    child.once('error', fail);
    child.once('close', (code) => {
      signal?.removeEventListener('abort', stop);
      log.end();
      if (signal?.aborted) fail(signal.reason as Error);
      else if (code === 0) done();
      else fail(Object.assign(new Error(`cdk ${words[0]} failed:\n${said}`), { name: 'CdkFailed' }));
    });
  });
}
