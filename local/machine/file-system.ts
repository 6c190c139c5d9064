import { fileError, rootOwner, type DeviceNode, type Node, type Owner } from './nodes';
import { FileTree } from './file-tree';
import type { DirectoryNode } from './nodes';

const mostBytes = 256 * 1024 * 1024;

export interface WriteOptions {
  mode?: number;
  modified?: number;
  owner?: Owner;
}

/** The file system of one machine, in memory: what the tools and the boot work on. Paths are absolute. */
export class FileSystem {
  private readonly tree: FileTree;

  constructor(root: DirectoryNode, now: () => number) {
    this.tree = new FileTree(root, now);
  }

  now(): number {
    return this.tree.now();
  }

  freeze(): DirectoryNode {
    return this.tree.freeze();
  }

  /** The node behind a path, undefined when there is none. */
  node(path: string, followLast = true): Node | undefined {
    return this.tree.find(path, followLast).node;
  }

  canonical(path: string): string {
    const found = this.tree.find(path, true, 'realpath');
    if (found.node === undefined) throw fileError('ENOENT', 'no such file or directory', 'realpath', path);
    return found.path;
  }

  exists(path: string): boolean {
    return this.node(path) !== undefined;
  }

  isDirectory(path: string): boolean {
    return this.node(path)?.kind === 'directory';
  }

  /** Whether a file is there that may be executed. */
  isProgram(path: string): boolean {
    const node = this.node(path);
    return node?.kind === 'file' && (node.mode & 0o111) !== 0;
  }

  bytes(path: string): Uint8Array {
    const node = this.node(path);
    if (node === undefined) throw fileError('ENOENT', 'no such file or directory', 'open', path);
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
    const found = this.tree.find(path, true);
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    if (found.node?.kind === 'device') return found.node.write(bytes);
    if (found.node?.kind === 'directory') throw fileError('EISDIR', 'illegal operation on a directory', 'write', path);
    if (bytes.length > mostBytes) throw fileError('ENOSPC', 'no space left on device', 'write', path);
    this.tree.put(found.path, {
      kind: 'file',
      content: bytes,
      mode: options.mode ?? found.node?.mode ?? 0o644,
      modified: options.modified ?? this.now(),
      owner: options.owner ?? found.node?.owner ?? rootOwner,
    });
  }

  append(path: string, content: string | Uint8Array): void {
    const more = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    const node = this.node(path);
    if (node?.kind === 'device') return node.write(more);
    this.write(path, node === undefined ? more : Buffer.concat([this.bytes(path), more]));
  }

  device(path: string, read: DeviceNode['read'], write: DeviceNode['write']): void {
    this.tree.put(path, { kind: 'device', read, write, mode: 0o666, modified: this.now(), owner: rootOwner });
  }

  /** Makes a directory and those above it; one that is there already stays. */
  makeDirectory(path: string, mode = 0o755): void {
    const found = this.tree.find(path, true, 'mkdir');
    if (found.node?.kind === 'directory') return;
    if (found.node !== undefined) throw fileError('EEXIST', 'file already exists', 'mkdir', path);
    this.tree.put(found.path, this.tree.emptyDirectory(mode));
  }

  link(target: string, path: string): void {
    const found = this.tree.find(path, false, 'symlink');
    if (found.node !== undefined) throw fileError('EEXIST', 'file already exists', 'symlink', path);
    this.tree.put(found.path, { kind: 'link', target, mode: 0o777, modified: this.now(), owner: rootOwner });
  }

  /** The names in a directory, sorted; of nothing when there is no such directory. */
  list(path: string): string[] {
    const node = this.node(path);
    return node?.kind === 'directory' ? [...node.entries.keys()].sort() : [];
  }

  /** Removes a file, a link or a whole directory; what is not there is no error. */
  remove(path: string): void {
    const found = this.tree.find(path, false, 'rm');
    if (found.node !== undefined) this.tree.put(found.path, undefined);
  }

  /** Puts a node (with all below it) somewhere else too. */
  place(path: string, node: Node): void {
    const found = this.tree.find(path, true);
    this.tree.put(found.path, node);
  }

  /** Copies a file or a whole directory; into a directory that is there already, what is in both is replaced. */
  copy(source: string, target: string): void {
    const node = this.node(source);
    if (node === undefined) throw fileError('ENOENT', 'no such file or directory', 'cp', source);
    if (node.kind === 'device') return this.write(target, node.read());
    if (node.kind === 'directory' && this.isDirectory(target)) {
      for (const name of node.entries.keys()) this.copy(`${source}/${name}`, `${target}/${name}`);
      return;
    }
    // Two places share the node now: freezing makes a later write to one of them copy it first.
    this.tree.freeze();
    this.place(target, node.kind === 'file' ? { ...node, modified: this.now() } : node);
  }

  change(path: string, change: { mode?: number; modified?: number; owner?: Owner }, followLast = true): void {
    const found = this.tree.find(path, followLast, 'chmod');
    if (found.node === undefined) throw fileError('ENOENT', 'no such file or directory', 'chmod', path);
    if (found.path !== '/') this.tree.put(found.path, { ...found.node, ...change });
  }

  /** All paths of files and links below a directory (itself, when it is a file), in order. */
  files(path: string): string[] {
    const node = this.node(path, false);
    if (node === undefined) return [];
    if (node.kind !== 'directory') return [path];
    return [...node.entries.keys()].sort().flatMap((name) => this.files(path === '/' ? `/${name}` : `${path}/${name}`));
  }
}
