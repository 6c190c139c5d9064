import { findGroup, findUser } from '../../file/users';
import type { Node, TextFiles } from '../../file/nodes';
import type { Memory } from './memory';

/** The length of a directory entry. */
export const entryLength = 280;

const kinds = { file: 0o100000, directory: 0o040000, link: 0o120000, device: 0o020000 } as const;
const entryTypes = { file: 8, directory: 4, link: 10, device: 2 } as const;

/** Returns the numbers that os.stat() tells of a node: mode, user, group, size and seconds since 1970. */
export function statusOf(files: TextFiles, node: Node): Record<'mode' | 'uid' | 'gid' | 'size' | 'modified', number> {
  return {
    mode: kinds[node.kind] | node.mode,
    uid: findUser(files, node.owner.user)?.uid ?? 0,
    gid: findGroup(files, node.owner.group)?.gid ?? 0,
    size: node.kind === 'file' ? node.content.length : node.kind === 'link' ? node.target.length : 4096,
    modified: Math.floor(node.modified / 1000),
  };
}

/** Writes a `struct stat` as the interpreter's C library reads it. */
export function writeStatus(memory: Memory, address: number, files: TextFiles, node: Node): void {
  const { mode, uid, gid, size, modified } = statusOf(files, node);
  memory.bytes(address, 96).fill(0);
  [1, mode, 1, uid, gid].forEach((value, index) => memory.setWord(address + 4 * index, value));
  memory.setLong(address + 24, size);
  memory.setWord(address + 32, 4096);
  memory.setWord(address + 36, Math.ceil(size / 512));
  for (const offset of [40, 56, 72]) memory.setLong(address + offset, modified);
  memory.setLong(address + 88, 1);
}

/** Writes a `struct dirent`; `next` is the number of the entry after it. */
export function writeEntry(memory: Memory, address: number, next: number, name: string, kind: Node['kind']): void {
  memory.bytes(address, entryLength).fill(0);
  memory.setLong(address, 1);
  memory.setLong(address + 8, next);
  memory.setShort(address + 16, entryLength);
  memory.setByte(address + 18, entryTypes[kind]);
  memory.setText(address + 19, Buffer.from(name).subarray(0, 255));
}
