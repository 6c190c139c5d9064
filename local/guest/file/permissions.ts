import type { Node, Owner, TextFiles } from './nodes';
import { groupsOf } from './users';

export const READ = 4;
export const WRITE = 2;
export const EXECUTE = 1;

/** Who a process is to the file system: what it may do, and what its new files are. */
export interface Actor {
  readonly user: string;
  /** The group of the user, and then the others that it is in. */
  readonly groups: readonly string[];
  umask: number;
  /** The paths that were refused since the last program began, and how Linux words it. */
  readonly refused: Map<string, string>;
}

/** Returns the user of that name with its groups, as a login finds them on the disk. */
export function actorOf(files: TextFiles, user: string, umask = 0o022): Actor {
  return { user, groups: user === 'root' ? ['root'] : groupsOf(files, user), umask, refused: new Map() };
}

export const rootActor = (): Actor => ({ user: 'root', groups: ['root'], umask: 0o022, refused: new Map() });

/** Returns the owner of what an actor makes. */
export const ownerOf = (actor: Actor): Owner => ({ user: actor.user, group: actor.groups[0] ?? actor.user });

/**
 * Returns whether an actor may do something with a node: the bits of the owner decide, or those of the group, or those
 * of the others. Root may do everything, but a file needs an x bit to be executed.
 */
export function may(actor: Actor, node: Node, bits: number): boolean {
  if (actor.user === 'root') return (bits & EXECUTE) === 0 || node.kind === 'directory' || (node.mode & 0o111) !== 0;
  const shift = node.owner.user === actor.user ? 6 : actor.groups.includes(node.owner.group) ? 3 : 0;
  return ((node.mode >> shift) & bits) === bits;
}

/**
 * Returns whether an actor may take a node out of its folder: with the sticky bit, only its owner and the folder's may.
 */
export function mayTake(actor: Actor, folder: Node, node: Node): boolean {
  const isSticky = (folder.mode & 0o1000) !== 0;
  return !isSticky || ['root', node.owner.user, folder.owner.user].includes(actor.user);
}
