import type { FileSystem } from '../../file/system';
import { SystemCallError } from './errors';

const APPEND = 0o2000;
const SEEK_CURRENT = 1;
const SEEK_END = 2;

/** A file or a directory that a Python process has opened. What it writes is in the guest's file at once. */
export class OpenFile {
  position = 0;
  /** The last content written here; behind its end the buffer has room, so that appending need not copy. */
  private written: Uint8Array | undefined;
  private device: Uint8Array | undefined;

  constructor(
    private readonly files: FileSystem,
    readonly path: string,
    private readonly flags: number,
    /** The content of a file that is not the guest's. */
    private readonly own?: string,
  ) {}

  /** Returns the next bytes, at most as many as asked for. */
  read(length: number): Uint8Array {
    if ((this.flags & 3) === 1) throw new SystemCallError('EBADF');
    const piece = this.content().subarray(this.position, this.position + length);
    this.position += piece.length;
    return piece;
  }

  /** Writes at the position, or at the end when the file was opened for appending. */
  write(bytes: Uint8Array): void {
    if ((this.flags & 3) === 0) throw new SystemCallError('EBADF');
    if (this.isDevice()) return this.files.write(this.path, Uint8Array.from(bytes));
    const before = this.content();
    const start = (this.flags & APPEND) === 0 ? this.position : before.length;
    const end = start + bytes.length;
    const hasRoom = before === this.written && start === before.length && before.buffer.byteLength >= end;
    const buffer = hasRoom ? new Uint8Array(before.buffer) : new Uint8Array(Math.max(end * 2, before.length));
    if (!hasRoom) buffer.set(before);
    buffer.set(bytes, start);
    this.written = buffer.subarray(0, Math.max(end, before.length));
    this.position = end;
    this.files.write(this.path, this.written);
  }

  /** Moves the position and returns it. */
  seek(offset: number, whence: number): number {
    const from = whence === SEEK_CURRENT ? this.position : whence === SEEK_END ? this.content().length : 0;
    if (from + offset < 0) throw new SystemCallError('EINVAL');
    this.position = from + offset;
    return this.position;
  }

  private isDevice(): boolean {
    return this.files.node(this.path)?.kind === 'device';
  }

  private content(): Uint8Array {
    if (this.own !== undefined) return Buffer.from(this.own);
    const node = this.files.node(this.path);
    if (node === undefined) throw new SystemCallError('ENOENT');
    if (node.kind === 'directory') throw new SystemCallError('EISDIR');
    if (node.kind === 'file') return node.content;
    this.device ??= this.files.bytes(this.path);
    return this.device;
  }
}
