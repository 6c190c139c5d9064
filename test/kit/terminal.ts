import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from './start-once';

// A terminal for a program comes from `script` of util-linux; people pipe into jq and call aws.
const tools = [
  { tool: 'script', says: 'util-linux' },
  { tool: 'jq', says: 'jq' },
  { tool: 'aws', says: 'aws-cli' },
];

/**
 * Throws, with the names of those that are missing, unless this machine has the tools that the blocks of the
 * specification use.
 */
export function requireTools(): void {
  const missing = tools.filter(({ tool, says }) => {
    const { stdout, stderr } = spawnSync(tool, ['--version'], { encoding: 'utf8' });
    return !`${stdout}${stderr}`.includes(says);
  });
  if (missing.length > 0)
    throw new Error(
      `not installed: ${missing.map(({ tool }) => tool).join(', ')} (Debian: bsdutils, jq; PyPI: awscli)`,
    );
}

export interface Said {
  code: number;
  output: string;
}

/**
 * A shell in the folder of a project that is served, as somebody at a terminal has it: `spawn` and `aws` reach the
 * local mode.
 */
export class TerminalShell {
  constructor(readonly project: Project) {
    const bin = join(project.folder, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(
      join(bin, 'spawn'),
      `#!/bin/sh\nexec '${process.execPath}' '${join(project.folder, 'cli', 'dist', 'spawn.js')}' "$@"\n`,
    );
    chmodSync(join(bin, 'spawn'), 0o755);
  }

  /**
   * Runs a text of bash under a terminal in which somebody types `typed` when asked. The first command that fails ends
   * it, as its exit code.
   */
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
      const child = spawn('script', ['-qefc', `bash ${file}`, join(folder, 'typescript')], {
        cwd: folder,
        env: environment,
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.once('error', fail);
      child.once('close', (code) =>
        done({ code: code ?? 1, output: output.replaceAll('\r\n', '\n').replace(/^(y\n)+/, '') }),
      );
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
