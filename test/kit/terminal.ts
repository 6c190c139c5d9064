import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from './start-once';

/** Whether this machine can give a program a terminal of its own (`script` of util-linux), and has the `jq` that people pipe into. */
export const hasTerminal = (spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false) && spawnSync('jq', ['--version']).status === 0;

/** Whether the `aws` command is installed here. */
export const hasAws = spawnSync('aws', ['--version']).status === 0;

export interface Said {
  code: number;
  output: string;
}

/** A shell in the folder of a project that is served, as somebody at a terminal has it: `spawn` and `aws` reach the local mode. */
export class TerminalShell {
  constructor(readonly project: Project) {
    const bin = join(project.folder, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'spawn'), `#!/bin/sh\nexec '${process.execPath}' '${join(project.folder, 'dist', 'cli', 'spawn.js')}' "$@"\n`);
    chmodSync(join(bin, 'spawn'), 0o755);
    if (!hasAws) {
      writeFileSync(join(bin, 'aws'), '#!/bin/sh\necho "aws is not installed here: not run: aws $*" >&2\n');
      chmodSync(join(bin, 'aws'), 0o755);
    }
  }

  /** Runs a text of bash under a terminal in which somebody types `typed` when asked. The first command that fails ends it, as its exit code. */
  run(text: string, typed = 'y\n'.repeat(20)): Promise<Said> {
    const { folder } = this.project;
    const file = join(folder, 'block.sh');
    writeFileSync(file, `set -eo pipefail\n${text}\n`);
    const served = JSON.parse(readFileSync(join(folder, '.spawn', 'local.json'), 'utf8')) as Record<string, string>;
    const environment = {
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
      HOME: folder,
      TERM: 'xterm',
      AWS_ENDPOINT_URL: served.url,
      AWS_REGION: served.region,
      AWS_DEFAULT_REGION: served.region,
      AWS_ACCESS_KEY_ID: served.accessKeyId,
      AWS_SECRET_ACCESS_KEY: served.secretAccessKey,
      AWS_PAGER: '',
    };
    return new Promise((done, fail) => {
      const child = spawn('script', ['-qefc', `bash ${file}`, join(folder, 'typescript')], { cwd: folder, env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.once('error', fail);
      child.once('close', (code) => done({ code: code ?? 1, output: output.replaceAll('\r\n', '\n').replace(/^(y\n)+/, '') }));
      child.stdin.write(typed);
    });
  }

  /** Writes a file beside the recipe, as `@file` names it. */
  write(name: string, text: string): void {
    const path = join(this.project.folder, name);
    if (!existsSync(join(path, '..'))) mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  }
}
