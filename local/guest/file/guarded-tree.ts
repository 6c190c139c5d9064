import { FileTree, type Found } from './tree';
import { fileError, resolvePath, type DirectoryNode, type Node, type Owner } from './nodes';
import { EXECUTE, may, mayTake, ownerOf, rootActor, WRITE, type Actor } from './permissions';

/** A tree of files as one user sees it: it finds and changes nothing that the user may not. */
export class GuardedTree {
  protected readonly tree: FileTree;

  constructor(
    root: DirectoryNode | FileTree,
    now: () => number,
    protected readonly actor: Actor = rootActor(),
  ) {
    this.tree = root instanceof FileTree ? root : new FileTree(root, now);
  }

  protected seen(path: string): Node | undefined {
    try {
      return this.find(path, true, 'stat').node;
    } catch (error) {
      if ((error as { code?: string }).code === 'EACCES') return undefined;
      throw error;
    }
  }

  protected find(path: string, followLast: boolean, operation: string): Found {
    if (this.actor.user === 'root') return this.tree.find(path, followLast, operation);
    return this.tree.find(path, followLast, operation, (directory) => this.need(directory, EXECUTE, operation, path));
  }

  protected set(found: Found, change: { mode?: number; modified?: number; owner?: Owner }): void {
    if (found.path !== '/') this.put(found.path, { ...(found.node as Node), ...change });
  }

  protected put(path: string, node: Node | undefined): void {
    this.tree.put(path, node, 0o777 & ~this.actor.umask, ownerOf(this.actor));
  }

  protected writable(path: string): Found {
    const found = this.find(path, true, 'open');
    if (found.node === undefined) this.needFolderOf(found.path, 'open', path);
    else this.need(found.node, WRITE, 'open', path);
    return found;
  }

  protected need(node: Node, bits: number, operation: string, path: string): void {
    if (bits !== EXECUTE && this.actor.user === 'root') return;
    if (!may(this.actor, node, bits)) this.refuse('EACCES', operation, path);
  }

  /** Changing what is in a folder needs w and x of it: of the nearest one that is there. */
  protected needFolderOf(canonical: string, operation: string, path: string): Node {
    let folder: Node | undefined;
    for (let at = canonical; folder === undefined;) {
      at = resolvePath(at, '..');
      folder = this.tree.find(at).node;
    }
    if (folder.kind === 'directory') this.need(folder, WRITE | EXECUTE, operation, path);
    return folder;
  }

  protected needTaking(found: Found, operation: string, path: string): void {
    const folder = this.needFolderOf(found.path, operation, path);
    if (!mayTake(this.actor, folder, found.node as Node)) this.refuse('EPERM', operation, path);
  }

  protected refuse(code: 'EACCES' | 'EPERM', operation: string, path: string): never {
    this.actor.refused.set(path, code === 'EPERM' ? 'Operation not permitted' : 'Permission denied');
    throw fileError(code, code === 'EPERM' ? 'operation not permitted' : 'permission denied', operation, path);
  }
}
