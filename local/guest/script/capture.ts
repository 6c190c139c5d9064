const mostBytes = 1024 * 1024;
const marker = `\n[output cut: only the first ${mostBytes} bytes are kept]\n`;

type Stream = 'stdout' | 'stderr';

/** Keeps the beginning of what a script prints, at most 1 MiB of each stream, and passes it on as it comes. */
export class Capture {
  private readonly kept = { stdout: '', stderr: '' };
  private readonly full = { stdout: false, stderr: false };

  constructor(private readonly pass: (stream: Stream, text: string) => void = () => undefined) {}

  add(stream: Stream, text: string): void {
    if (text === '' || this.full[stream]) return;
    const room = mostBytes - this.kept[stream].length;
    this.full[stream] = text.length > room;
    const taken = this.full[stream] ? text.slice(0, room) + marker : text;
    this.kept[stream] += taken;
    this.pass(stream, taken);
  }

  get stdout(): string {
    return this.kept.stdout;
  }

  get stderr(): string {
    return this.kept.stderr;
  }
}
