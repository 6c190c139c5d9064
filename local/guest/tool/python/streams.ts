import { executionLimits } from '../../script/limits';

/** Thrown by a Python process that prints more than a guest keeps. */
export class OutputLimit extends Error {}

/** The standard streams of a Python process. */
export class Streams {
  private readonly output: [Buffer[], Buffer[]] = [[], []];
  private size = 0;
  private read = 0;

  constructor(private readonly input: Buffer) {}

  /** Returns the next bytes of standard input, at most as many as asked for. */
  take(length: number): Buffer {
    const piece = this.input.subarray(this.read, this.read + length);
    this.read += piece.length;
    return piece;
  }

  /** Adds to standard output (1) or standard error (2). */
  put(stream: number, bytes: Uint8Array): void {
    this.size += bytes.length;
    if (this.size > executionLimits.maxOutputSize) throw new OutputLimit('too much output');
    this.output[stream === 1 ? 0 : 1].push(Buffer.from(bytes));
  }

  /** Returns what standard output (1) or standard error (2) has. */
  bytes(stream: number): Buffer {
    return Buffer.concat(this.output[stream === 1 ? 0 : 1]);
  }
}
