import { GuardedTree } from './guarded-tree';
import type { FileTree } from './tree';
import { fileError, type DeviceNode, type DirectoryNode, type Node, type Owner } from './nodes';
import { EXECUTE, may, ownerOf, READ, WRITE, type Actor } from './permissions';

const mostBytes = 256 * 1024 * 1024;

export interface WriteOptions {
  /** Without it, a new file has what the umask leaves of 0666. */
  mode?: number;
  modified?: number;
  owner?: Owner;
}

/**
 * The file system of one guest, in memory, as one user sees it: what the tools and the boot work on. Paths are
 * absolute. What the user may not do is the error EACCES or EPERM, as on Linux.
 */
export class FileSystem extends GuardedTree {
  /** The same files, as somebody else sees them. */
  as(actor: Actor): FileSystem {
    return new FileSystem(this.tree, this.tree.now, actor);
  }

  now(): number {
    return this.tree.now();
  }

  freeze(): DirectoryNode {
    return this.tree.freeze();
  }

  /** The tree below, for what concerns the whole file system: syncing, suspending and resuming writes. */
  whole(): FileTree {
    return this.tree;
  }

  /** The node behind a path, undefined when there is none. */
  node(path: string, followLast = true): Node | undefined {
    return this.find(path, followLast, 'stat').node;
  }

  canonical(path: string): string {
    const found = this.find(path, true, 'realpath');
    if (found.node === undefined) throw fileError('ENOENT', 'no such file or directory', 'realpath', path);
    return found.path;
  }

  /** Whether something is there, as far as the user can see. */
  exists(path: string): boolean {
    return this.seen(path) !== undefined;
  }

  isDirectory(path: string): boolean {
    return this.seen(path)?.kind === 'directory';
  }

  /** Whether a path can be reached, and what is there allows all of the bits READ, WRITE and EXECUTE. */
  allows(path: string, bits: number): boolean {
    const node = new FileSystem(this.tree, this.tree.now, { ...this.actor, refused: new Map() }).seen(path);
    return node !== undefined && may(this.actor, node, bits);
  }

  /** Whether a path may be read; when not, it is kept as refused. */
  isReadable(path: string): boolean {
    if (this.allows(path, READ)) return true;
    this.actor.refused.set(path, 'Permission denied');
    return false;
  }

  /** Whether a file is there that may be executed. */
  isProgram(path: string): boolean {
    return this.allows(path, EXECUTE) && this.node(path)?.kind === 'file';
  }

  bytes(path: string): Uint8Array {
    const node = this.node(path);
    if (node === undefined) throw fileError('ENOENT', 'no such file or directory', 'open', path);
    this.need(node, READ, 'open', path);
    if (node.kind === 'device') return node.read();
    if (node.kind !== 'file') throw fileError('EISDIR', 'illegal operation on a directory', 'read', path);
    return node.content;
  }

  text(path: string): string {
    return Buffer.from(this.bytes(path)).toString('utf8');
  }

  /** The text of a file, or of nothing when it is missing. */
  textOr(path: string, otherwise = ''): string {
    return this.exists(path) ? this.text(path) : otherwise;
  }

  write(path: string, content: string | Uint8Array, options: WriteOptions = {}): void {
    const found = this.writable(path);
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    if (found.node?.kind === 'device') return found.node.write(bytes);
    if (found.node?.kind === 'directory') throw fileError('EISDIR', 'illegal operation on a directory', 'write', path);
    if (bytes.length > mostBytes) throw fileError('ENOSPC', 'no space left on device', 'write', path);
    this.put(found.path, {
      kind: 'file',
      content: bytes,
      mode: options.mode ?? found.node?.mode ?? 0o666 & ~this.actor.umask,
      modified: options.modified ?? this.now(),
      owner: options.owner ?? found.node?.owner ?? ownerOf(this.actor),
    });
  }

  append(path: string, content: string | Uint8Array): void {
    const more = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    const { node } = this.writable(path);
    this.write(path, node?.kind === 'file' ? Buffer.concat([node.content, more]) : more);
  }

  device(path: string, read: DeviceNode['read'], write: DeviceNode['write'], mode = 0o666): void {
    this.put(path, { kind: 'device', read, write, mode, modified: this.now(), owner: ownerOf(this.actor) });
  }

  /**
   * Makes a directory and those above it; one that is there already stays. Without a mode it has what the umask leaves.
   */
  makeDirectory(path: string, mode?: number): void {
    const found = this.find(path, true, 'mkdir');
    if (found.node?.kind === 'directory') return;
    if (found.node !== undefined) throw fileError('EEXIST', 'file already exists', 'mkdir', path);
    this.needFolderOf(found.path, 'mkdir', path);
    this.put(found.path, this.tree.emptyDirectory(mode ?? 0o777 & ~this.actor.umask, ownerOf(this.actor)));
  }

  link(target: string, path: string): void {
    const found = this.find(path, false, 'symlink');
    if (found.node !== undefined) throw fileError('EEXIST', 'file already exists', 'symlink', path);
    this.needFolderOf(found.path, 'symlink', path);
    this.put(found.path, { kind: 'link', target, mode: 0o777, modified: this.now(), owner: ownerOf(this.actor) });
  }

  /** The names in a directory, sorted; of nothing when there is no such directory. */
  list(path: string): string[] {
    const node = this.node(path);
    if (node?.kind !== 'directory') return [];
    this.need(node, READ, 'scandir', path);
    return [...node.entries.keys()].sort();
  }

  /**
   * Removes a file, a link or a whole directory; what is not there is no error. Of a directory, what cannot be removed
   * stays.
   */
  remove(path: string): void {
    const found = this.find(path, false, 'rm');
    if (found.node === undefined) return;
    if (this.actor.user !== 'root' && found.node.kind === 'directory') this.empty(path);
    this.needTaking(found, 'rm', path);
    this.put(found.path, undefined);
  }

  /** Moves a file or a directory, with its owner and mode. */
  move(source: string, target: string): void {
    const from = this.find(source, false, 'mv');
    if (from.node === undefined) throw fileError('ENOENT', 'no such file or directory', 'mv', source);
    this.needTaking(from, 'mv', source);
    const to = this.find(target, true, 'mv');
    if (to.node === undefined) this.needFolderOf(to.path, 'mv', target);
    else this.needTaking(to, 'mv', target);
    this.put(to.path, from.node);
    this.put(from.path, undefined);
  }

  /**
   * Copies a file or a whole directory; into a directory that is there already, what is in both is replaced. What is
   * new belongs to who copies, or to the owner of the source when root keeps everything.
   */
  copy(source: string, target: string, isKept = false, followLast = true): void {
    const node = this.node(source, followLast);
    if (node === undefined) throw fileError('ENOENT', 'no such file or directory', 'cp', source);
    const owner = isKept && this.actor.user === 'root' ? node.owner : ownerOf(this.actor);
    const mode = isKept ? node.mode : node.mode & 0o777 & ~this.actor.umask;
    if (node.kind === 'link') {
      if (this.node(target, false) !== undefined) this.remove(target);
      this.link(node.target, target);
    } else if (node.kind !== 'directory') {
      this.write(target, this.bytes(source), this.exists(target) && !isKept ? {} : { mode, owner });
      if (isKept) this.change(target, { modified: node.modified });
    } else {
      const isNew = !this.exists(target);
      const names = this.list(source);
      this.makeDirectory(target, mode | 0o700);
      for (const name of names) this.copy(`${source}/${name}`, `${target}/${name}`, isKept, false);
      if (isNew || isKept)
        this.set(this.find(target, true, 'cp'), { mode, owner, ...(isKept ? { modified: node.modified } : {}) });
    }
  }

  change(path: string, change: { mode?: number; modified?: number; owner?: Owner }, followLast = true): void {
    const found = this.find(path, followLast, 'chmod');
    const { node } = found;
    if (node === undefined) throw fileError('ENOENT', 'no such file or directory', 'chmod', path);
    const { user, groups } = this.actor;
    const isOwn = user === 'root' || user === node.owner.user;
    const givesAway =
      change.owner !== undefined && (change.owner.user !== user || !groups.includes(change.owner.group));
    if (user !== 'root' && (givesAway || (!isOwn && (change.mode ?? change.owner) !== undefined)))
      this.refuse('EPERM', 'chmod', path);
    if (!isOwn) this.need(node, WRITE, 'utime', path);
    this.set(found, change);
  }

  /** All paths of files and links below a directory (itself, when it is a file), in order. */
  files(path: string): string[] {
    return this.paths(path).filter((one) => this.node(one, false)?.kind !== 'directory');
  }

  /** A path and all paths below it, in order. */
  paths(path: string): string[] {
    const node = this.node(path, false);
    if (node === undefined) return [];
    if (node.kind !== 'directory') return [path];
    return [path, ...this.list(path).flatMap((name) => this.paths(path === '/' ? `/${name}` : `${path}/${name}`))];
  }

  /** Throws EACCES when the way to a path is closed, and when what is there does not allow the bits. */
  check(path: string, bits: number): void {
    if (bits === WRITE) this.writable(path);
    else {
      const node = this.node(path);
      if (node !== undefined) this.need(node, bits, 'open', path);
    }
  }

  private empty(path: string): void {
    let problem: unknown;
    for (const name of this.list(path)) {
      try {
        this.remove(`${path}/${name}`);
      } catch (error) {
        problem ??= error;
      }
    }
    if (problem !== undefined) throw problem;
  }
}
