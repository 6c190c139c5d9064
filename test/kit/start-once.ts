import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Stack } from '../../local/cloudformation/assembly/read';
import { assemblyOf } from './assemblies';
import { readAssembly } from './local-mode';

const root = resolve(__dirname, '..', '..');

export interface Ended {
  code: number;
  /** All that was said, on both streams. */
  output: string;
}

/** A project as somebody has it on their machine, built and synthesized, with edits of its own. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'spawn-project-'));

  constructor() {
    for (const part of [join('dist', 'local'), join('cli', 'dist')])
      cpSync(join(root, part), join(this.folder, part), { recursive: true });
    cpSync(join(root, 'examples'), join(this.folder, 'examples'), { recursive: true });
    cpSync(join(root, 'package.json'), join(this.folder, 'package.json'));
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'));
    const assembly = join(this.folder, 'cdk.out');
    cpSync(assemblyOf('dev'), assembly, { recursive: true, filter: (source) => !/asset\.[0-9a-f]+$/.test(source) });
    for (const asset of readdirSync(assemblyOf('dev')).filter((name) => /^asset\.[0-9a-f]+$/.test(name)))
      symlinkSync(join(assemblyOf('dev'), asset), join(assembly, asset));
  }

  /** Replaces a line's text in a file. Throws when it is not there. */
  edit(file: string, from: string, to: string): void {
    const path = join(this.folder, file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has no '${from}'`);
    writeFileSync(path, text.replace(from, to));
  }

  /** Changes the synthesized templates. */
  editTemplates(change: (stacks: Stack[]) => void): void {
    const { stacks } = readAssembly(join(this.folder, 'cdk.out'));
    change(stacks);
    for (const { name, template } of stacks)
      writeFileSync(join(this.folder, 'cdk.out', `${name}.template.json`), JSON.stringify(template));
  }

  /** What the simulated account is like, for `--account`. */
  account(account: Record<string, string[]>): void {
    writeFileSync(join(this.folder, 'account.json'), JSON.stringify(account));
  }

  /** Runs `npm start -- --serve`, until it serves; the answer ends it. */
  async serve(...words: string[]): Promise<() => void> {
    const given = [
      join(this.folder, 'dist', 'local', 'main.js'),
      '--serve',
      '--seed',
      'served',
      '--assembly',
      join(this.folder, 'cdk.out'),
      ...words,
    ];
    const child = spawn(process.execPath, given, { cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    await new Promise<void>((serves, fail) => {
      child.once('error', fail);
      child.once('close', (code) => fail(new Error(`local mode ended with ${code}: ${said}`)));
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          said += chunk.toString();
          if (existsSync(join(this.folder, '.spawn', 'local.json')) && said.includes('npx spawn')) serves();
        });
      }
    });
    return () => child.kill('SIGTERM');
  }

  /** Runs `npm start -- --once` on what is built already, and waits for its end. */
  startOnce(...words: string[]): Promise<Ended> {
    const given = [
      join(this.folder, 'dist', 'local', 'main.js'),
      '--once',
      '--seed',
      'proof',
      '--speed',
      '200',
      '--assembly',
      join(this.folder, 'cdk.out'),
      ...words,
    ];
    return new Promise((done, fail) => {
      const child = spawn(process.execPath, given, { cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.once('error', fail);
      child.once('close', (code) => done({ code: code ?? 1, output }));
    });
  }
}
