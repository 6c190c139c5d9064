import { spawn, type ChildProcess } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

interface RunOptions {
  input?: string | Uint8Array;
  /** Receives the output as it comes; then the answer has none. */
  onOutput?: (stream: 'stdout' | 'stderr', text: string) => void;
  /** Ends the command of the engine; then it is an error. */
  signal?: AbortSignal;
}

/** An engine refused something. */
class EngineError extends Error {
  override readonly name = 'EngineFailed';
}

/** A container engine that speaks docker's command line. No shell reads its arguments. */
export class Engine {
  constructor(
    readonly command: string,
    readonly kind: 'docker' | 'podman',
    private readonly options: readonly string[] = [],
  ) {}

  /** Runs a subcommand to its end, whatever its exit code. Throws EngineFailed when the engine cannot be started. */
  run(words: readonly string[], { input, onOutput, signal }: RunOptions = {}): Promise<Ended> {
    const child = this.start(words, signal);
    child.stdin!.on('error', () => undefined);
    child.stdin!.end(input);
    const ended: Ended = { code: 0, stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      const decoder = new StringDecoder('utf8');
      const add = (text: string): void => {
        if (text === '') return;
        if (onOutput) onOutput(stream, text);
        else ended[stream] += text;
      };
      child[stream]!.on('data', (part: Buffer) => add(decoder.write(part)));
      child[stream]!.on('end', () => add(decoder.end()));
    }
    return new Promise((done, fail) => {
      child.once('error', (error) => fail(new EngineError(`${this.command} cannot be run: ${error.message}`)));
      child.once('close', (code) => done({ ...ended, code: code ?? 137 }));
    });
  }

  /** Runs a subcommand and returns its output, trimmed. Throws EngineFailed with the engine's own words. */
  async ask(words: readonly string[], input?: string | Uint8Array): Promise<string> {
    const { code, stdout, stderr } = await this.run(words, { input });
    if (code === 0) return stdout.trim();
    throw new EngineError(`${this.command} ${words.slice(0, 2).join(' ')} ended with ${code}: ${stderr.trim()}`);
  }

  /** Removes a container, running or not, or an image. What is not there is removed already. Throws EngineFailed. */
  async remove(kind: 'container' | 'image', name: string): Promise<void> {
    try {
      await this.ask(kind === 'container' ? ['rm', '--force', name] : ['rmi', name]);
    } catch (error) {
      if ((await this.run([kind, 'inspect', name])).code === 0) throw error;
    }
  }

  /** Returns what a subcommand writes to stdout as bytes. Throws EngineFailed. */
  async bytes(words: readonly string[]): Promise<Uint8Array> {
    const child = this.start(words);
    child.stdin!.end();
    const parts: Buffer[] = [];
    child.stdout!.on('data', (part: Buffer) => parts.push(part));
    child.stderr!.resume();
    const code = await new Promise<number | null>((done, fail) => {
      child.once('error', fail);
      child.once('close', done);
    });
    if (code !== 0) throw new EngineError(`${this.command} ${words[0]} ended with ${code}`);
    return Buffer.concat(parts);
  }

  /** Starts a subcommand that goes on, with pipes. */
  start(words: readonly string[], signal?: AbortSignal): ChildProcess {
    return spawn(this.command, [...this.options, ...words], { stdio: 'pipe', signal, killSignal: 'SIGKILL' });
  }
}

/**
 * Finds an engine: the given command, else docker, else podman. A `docker` that is podman's is told apart by its
 * answer. Throws EngineMissing.
 */
export async function findEngine(command?: string, options: readonly string[] = []): Promise<Engine> {
  const tried = command === undefined ? ['docker', 'podman'] : [command];
  const reasons: string[] = [];
  for (const name of tried) {
    try {
      const version = await new Engine(name, 'docker').ask(['--version']);
      const engine = new Engine(name, /podman/i.test(version) ? 'podman' : 'docker', options);
      // The client of docker answers its version without a server that could run anything.
      await engine.ask(['ps', '--quiet']);
      return engine;
    } catch (error) {
      reasons.push((error as Error).message);
    }
  }
  throw Object.assign(
    new Error(
      `No container engine works here (${reasons.join('; ')}). Install podman or docker, name one with --engine, or leave --machines away.`,
    ),
    { name: 'EngineMissing' },
  );
}
