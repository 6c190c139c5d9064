import { fileError, partsOf, rootOwner, type DirectoryNode, type Node, type Owner } from './nodes';

const mostLinks = 40;

export interface Found {
  /** Canonical path, all links resolved (but the last one, when it was not to be followed). */
  readonly path: string;
  readonly node: Node | undefined;
}

/** A tree of nodes that is copied on write: freezing it costs nothing, and two trees share what neither has changed. */
export class FileTree {
  private edition: object = {};
  /** The tree when writes were suspended (fsfreeze), undefined while they are not. */
  private suspended: DirectoryNode | undefined;
  /** When everything was last written to the disk, in milliseconds. */
  syncedAt = 0;

  constructor(
    private root: DirectoryNode,
    readonly now: () => number,
  ) {}

  /** The tree as it is now. It never changes again: later writes copy the directories that they touch. */
  freeze(): DirectoryNode {
    this.edition = {};
    return this.root;
  }

  get isSuspended(): boolean {
    return this.suspended !== undefined;
  }

  /** Writes everything to the disk, which does not change until `resume`; what programs write waits until then. */
  suspend(): void {
    this.suspended = this.freeze();
  }

  resume(): void {
    this.suspended = undefined;
  }

  /** The tree as the disk has it: without what is written while writes are suspended. */
  written(): DirectoryNode {
    return this.suspended ?? this.freeze();
  }

  /**
   * Follows a path through its links. A missing last part gives an undefined node, a missing directory too. `enter` is
   * told of each directory on the way, and may throw.
   */
  find(path: string, followLast = true, operation = 'open', enter?: (directory: Node) => void): Found {
    const waiting = partsOf(path).reverse();
    const done: string[] = [];
    const nodes: Node[] = [this.root];
    let links = 0;
    while (waiting.length > 0) {
      const part = waiting.pop() as string;
      if (part === '..') {
        if (done.length > 0) {
          done.pop();
          nodes.pop();
        }
        continue;
      }
      const directory = nodes[nodes.length - 1] as Node;
      if (directory.kind === 'directory') enter?.(directory);
      const node = directory.kind === 'directory' ? directory.entries.get(part) : undefined;
      if (node === undefined) {
        return { path: `/${[...done, part, ...waiting.reverse()].join('/')}`, node: undefined };
      }
      if (node.kind === 'link' && (followLast || waiting.length > 0)) {
        links += 1;
        if (links > mostLinks) throw fileError('ELOOP', 'too many levels of symbolic links', operation, path);
        if (node.target.startsWith('/')) {
          done.length = 0;
          nodes.length = 1;
        }
        waiting.push(
          ...node.target
            .split('/')
            .filter((name) => name !== '' && name !== '.')
            .reverse(),
        );
        continue;
      }
      done.push(part);
      nodes.push(node);
    }
    return { path: `/${done.join('/')}`, node: nodes[nodes.length - 1] };
  }

  /** Puts a node at a canonical path, or removes it; missing directories above it are made. */
  put(path: string, node: Node | undefined, mode = 0o755, owner = rootOwner): void {
    const parts = partsOf(path);
    const last = parts.pop();
    if (last === undefined) throw fileError('EBUSY', 'device or resource busy', 'write', '/');
    this.root = this.own(this.root);
    let directory = this.root;
    for (const part of parts) {
      const child = directory.entries.get(part) ?? this.emptyDirectory(mode, owner);
      if (child.kind !== 'directory') throw fileError('ENOTDIR', 'not a directory', 'open', path);
      const own = this.own(child);
      directory.entries.set(part, own);
      directory = own;
    }
    if (node === undefined) directory.entries.delete(last);
    else directory.entries.set(last, node);
  }

  emptyDirectory(mode: number, owner: Owner): DirectoryNode {
    return { kind: 'directory', entries: new Map(), edition: this.edition, mode, modified: this.now(), owner };
  }

  private own(directory: DirectoryNode): DirectoryNode {
    if (directory.edition === this.edition) return directory;
    return { ...directory, entries: new Map(directory.entries), edition: this.edition };
  }
}

/** Returns an empty root directory. */
export function emptyRoot(modified: number): DirectoryNode {
  return { kind: 'directory', entries: new Map(), edition: {}, mode: 0o755, modified, owner: rootOwner };
}
