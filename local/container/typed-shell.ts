import { randomUUID } from 'node:crypto';
import type { ChildProcess } from 'node:child_process';
import type { Engine } from './engine';
import { searchPath } from './layer';

// The agent's own user where there is one, as in a session of Session Manager.
const shell =
  'cd "$HOME" 2>/dev/null; if id ssm-user >/dev/null 2>&1 && command -v setpriv >/dev/null; then cd /home/ssm-user; HOME=/home/ssm-user USER=ssm-user exec setpriv --reuid ssm-user --regid ssm-user --init-groups bash; fi; exec bash';

/** Real milliseconds that a line may take. */
const longestLine = 600_000;

interface Typed {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** A shell in a container that somebody types into. */
export class TypedShell {
  private readonly child: ChildProcess;
  private output = '';
  private arrived: () => void = () => undefined;
  private last: Promise<unknown> = Promise.resolve();
  hasEnded = false;

  constructor(engine: Engine, container: string) {
    this.child = engine.start(['exec', '-i', '-e', `PATH=${searchPath}`, container, '/bin/bash', '-c', shell]);
    for (const stream of [this.child.stdout!, this.child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
        this.arrived();
      });
    const end = (): void => {
      this.hasEnded = true;
      this.arrived();
    };
    this.child.on('close', end);
    this.child.on('error', end);
    this.child.stdin!.on('error', end);
  }

  /**
   * Types a line and returns what it printed, stdout and stderr as they came, once it has ended. Lines wait for each
   * other. One that does not end, such as an open quote, closes the shell after ten minutes.
   */
  type(line: string): Promise<Typed> {
    const typed = this.last.then(() => this.typeNow(line));
    this.last = typed.catch(() => undefined);
    return typed;
  }

  private async typeNow(line: string): Promise<Typed> {
    const limit = setTimeout(() => this.close(), longestLine);
    try {
      return await this.printed(line);
    } finally {
      clearTimeout(limit);
    }
  }

  private async printed(line: string): Promise<Typed> {
    const mark = randomUUID();
    this.output = '';
    this.child.stdin!.write(`${line}\nprintf '%s %s\\n' ${mark} "$?"\n`);
    const ended = new RegExp(`^([^]*)${mark} (\\d+)\\n`);
    for (;;) {
      const [, stdout = '', code = '0'] = ended.exec(this.output) ?? [];
      if (ended.test(this.output)) return { exitCode: Number(code), stdout, stderr: '' };
      if (this.hasEnded) return { exitCode: 0, stdout: `${this.output}exit\n`, stderr: '' };
      await new Promise<void>((done) => (this.arrived = done));
    }
  }

  close(): void {
    this.child.kill('SIGKILL');
  }
}
