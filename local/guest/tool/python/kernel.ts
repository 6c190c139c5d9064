import { resolvePath, type Node } from '../../file/nodes';
import { READ, WRITE } from '../../file/permissions';
import type { FileSystem } from '../../file/system';
import { numberOf, SystemCallError } from './errors';
import type { Memory } from './memory';
import { OpenFile } from './open-file';
import type { Streams } from './streams';
import { entryLength, writeEntry, writeStatus } from './structures';

const CREATE = 0o100;
const EXCLUSIVE = 0o200;
const TRUNCATE = 0o1000;
const REMOVE_DIRECTORY = 0x200;
const NO_FOLLOW = 0x100;

type Failing = <A extends unknown[]>(run: (...args: A) => number) => (...args: A) => number;

const attempt =
  (sign: 1 | -1): Failing =>
  (run) =>
  (...args) => {
    try {
      return run(...args);
    } catch (error) {
      return sign * numberOf(error);
    }
  };

/** The system calls of one Python process: they go to the files of the guest, as the user of the process. */
export class Kernel {
  private readonly opened = new Map<number, OpenFile>();

  constructor(
    private readonly files: FileSystem,
    /** The modules of the standard library that are our own, by path. They lie below what the guest has. */
    private readonly library: ReadonlyMap<string, string>,
    private readonly streams: Streams,
    private readonly memory: () => Memory,
    private cwd: string,
  ) {}

  /** Returns the absolute path of one that may be relative. */
  path(path: string): string {
    return resolvePath(this.cwd, path);
  }

  /** Returns the functions that the interpreter imports for files; a failed one returns the error's number. */
  calls(): Record<string, (...args: never[]) => number> {
    const path = (address: number) => this.path(this.memory().text(address));
    const [system, wasi] = [attempt(-1), attempt(1)];
    const stat = (address: number, buffer: number, follow: boolean) => this.status(path(address), buffer, follow);
    return {
      __syscall_chdir: system((address: number) => this.changeDirectory(path(address))),
      __syscall_getcwd: system((address: number, size: number) => this.currentDirectory(address, size)),
      __syscall_openat: system((_at: number, address: number, flags: number) => this.open(path(address), flags)),
      __syscall_stat64: system((address: number, buffer: number) => stat(address, buffer, true)),
      __syscall_lstat64: system((address: number, buffer: number) => stat(address, buffer, false)),
      __syscall_newfstatat: system((_at: number, address: number, buffer: number, flags: number) =>
        stat(address, buffer, (flags & NO_FOLLOW) === 0),
      ),
      __syscall_fstat64: system((number: number, buffer: number) => this.status(this.file(number).path, buffer, true)),
      __syscall_statfs64: system(() => {
        throw new SystemCallError('ENOSYS');
      }),
      __syscall_mkdirat: system((_at: number, address: number) => this.makeDirectory(path(address))),
      __syscall_rmdir: system((address: number) => this.removeDirectory(path(address))),
      __syscall_unlinkat: system((_at: number, address: number, flags: number) =>
        flags === REMOVE_DIRECTORY ? this.removeDirectory(path(address)) : this.removeFile(path(address)),
      ),
      __syscall_renameat: system((_from: number, source: number, _to: number, target: number) =>
        this.move(path(source), path(target)),
      ),
      __syscall_getdents64: system((number: number, address: number, size: number) =>
        this.entries(this.file(number), address, size),
      ),
      __syscall_poll: () => 0,
      fd_close: wasi((number: number) => (this.opened.delete(number) || number < 3 ? 0 : this.badNumber())),
      fd_sync: () => 0,
      fd_read: wasi((number: number, vectors: number, count: number, result: number) =>
        this.each(vectors, count, result, (bytes) => {
          const source = number === 0 ? this.streams.take(bytes.length) : this.file(number).read(bytes.length);
          bytes.set(source);
          return source.length;
        }),
      ),
      fd_write: wasi((number: number, vectors: number, count: number, result: number) =>
        this.each(vectors, count, result, (bytes) => {
          if (number === 1 || number === 2) this.streams.put(number, bytes);
          else this.file(number).write(bytes);
          return bytes.length;
        }),
      ),
      fd_seek: wasi((number: number, offset: bigint, whence: number, result: number) => {
        if (number < 3) throw new SystemCallError('ESPIPE');
        this.memory().setLong(result, this.file(number).seek(Number(offset), whence));
        return 0;
      }),
    };
  }

  private file(number: number): OpenFile {
    return this.opened.get(number) ?? this.badNumber();
  }

  private badNumber(): never {
    throw new SystemCallError('EBADF');
  }

  /** Reads or writes the buffers of a vector, until one is not filled. */
  private each(vectors: number, count: number, result: number, run: (bytes: Uint8Array) => number): number {
    let sum = 0;
    for (let index = 0; index < count; index += 1) {
      const length = this.memory().word(vectors + 8 * index + 4);
      const done = run(this.memory().bytes(this.memory().word(vectors + 8 * index), length));
      sum += done;
      if (done < length) break;
    }
    this.memory().setWord(result, sum);
    return 0;
  }

  private existing(path: string, follow = true): Node {
    const node = this.files.node(path, follow) ?? this.ofLibrary(path);
    if (node === undefined) throw new SystemCallError('ENOENT');
    return node;
  }

  private ofLibrary(path: string): Node | undefined {
    const common = { mode: 0o644, modified: 0, owner: { user: 'root', group: 'root' } };
    const text = this.library.get(path);
    if (text !== undefined) return { kind: 'file', content: Buffer.from(text), ...common };
    const isFolder = [...this.library.keys()].some((one) => one.startsWith(`${path}/`));
    return isFolder ? { ...common, kind: 'directory', entries: new Map(), edition: {}, mode: 0o755 } : undefined;
  }

  private needFolderOf(path: string): void {
    const node = this.existing(resolvePath(path, '..'));
    if (node.kind !== 'directory') throw new SystemCallError('ENOTDIR');
  }

  private open(path: string, flags: number): number {
    const isWritten = (flags & 3) !== 0;
    const node = this.files.node(path) ?? (isWritten ? undefined : this.ofLibrary(path));
    if (node === undefined && (flags & CREATE) === 0) throw new SystemCallError('ENOENT');
    if (node !== undefined && (flags & (CREATE | EXCLUSIVE)) === (CREATE | EXCLUSIVE))
      throw new SystemCallError('EEXIST');
    if (node?.kind === 'directory' && isWritten) throw new SystemCallError('EISDIR');
    if (node === undefined) this.needFolderOf(path);
    if (node === undefined || ((flags & TRUNCATE) !== 0 && node.kind === 'file')) this.files.write(path, '');
    else if (isWritten) this.files.check(path, WRITE);
    const own = node === undefined || this.files.node(path) !== undefined ? undefined : this.library.get(path);
    if ((flags & 3) !== 1 && own === undefined) this.files.check(path, READ);
    let number = 3;
    while (this.opened.has(number)) number += 1;
    this.opened.set(number, new OpenFile(this.files, path, flags, own));
    return number;
  }

  private status(path: string, buffer: number, follow: boolean): number {
    writeStatus(this.memory(), buffer, this.files, this.existing(path, follow));
    return 0;
  }

  private currentDirectory(address: number, size: number): number {
    const bytes = Buffer.from(this.cwd);
    if (bytes.length >= size) throw new SystemCallError('EINVAL');
    this.memory().setText(address, bytes);
    return bytes.length + 1;
  }

  private changeDirectory(path: string): number {
    if (this.existing(path).kind !== 'directory') throw new SystemCallError('ENOTDIR');
    this.cwd = this.files.canonical(path);
    return 0;
  }

  private makeDirectory(path: string): number {
    if (this.files.node(path, false) !== undefined) throw new SystemCallError('EEXIST');
    this.needFolderOf(path);
    this.files.makeDirectory(path);
    return 0;
  }

  private removeDirectory(path: string): number {
    if (this.existing(path, false).kind !== 'directory') throw new SystemCallError('ENOTDIR');
    if (this.files.list(path).length > 0) throw new SystemCallError('ENOTEMPTY');
    this.files.remove(path);
    return 0;
  }

  private removeFile(path: string): number {
    if (this.existing(path, false).kind === 'directory') throw new SystemCallError('EISDIR');
    this.files.remove(path);
    return 0;
  }

  private move(source: string, target: string): number {
    this.existing(source, false);
    this.needFolderOf(target);
    this.files.move(source, target);
    return 0;
  }

  private entries(file: OpenFile, address: number, size: number): number {
    if (this.existing(file.path).kind !== 'directory') throw new SystemCallError('ENOTDIR');
    const names = this.files.list(file.path).slice(file.position, file.position + Math.floor(size / entryLength));
    names.forEach((name, index) => {
      const kind = this.files.node(`${file.path}/${name}`, false)?.kind ?? 'file';
      file.position += 1;
      writeEntry(this.memory(), address + index * entryLength, file.position, name, kind);
    });
    return names.length * entryLength;
  }
}
