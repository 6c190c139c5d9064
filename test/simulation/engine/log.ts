import { createHash } from 'node:crypto';

/** The log of a history: each line goes into one digest, and is kept if asked for. */
export class Log {
  readonly lines: string[] | undefined;
  private readonly hash = createHash('sha256');
  private calls = 0;

  constructor(keep: boolean) {
    this.lines = keep ? [] : undefined;
  }

  write(time: number, ...parts: unknown[]): void {
    const line = [time, ...parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))].join(' ');
    this.hash.update(`${line}\n`);
    this.lines?.push(line);
  }

  /** Writes a call; the answer writes its end under the same number. */
  begin(now: () => number, ...parts: unknown[]): (...end: unknown[]) => void {
    const number = `#${(this.calls += 1)}`;
    this.write(now(), number, ...parts);
    return (...end) => this.write(now(), number, ...end);
  }

  digest(): string {
    return this.hash.copy().digest('hex');
  }
}
