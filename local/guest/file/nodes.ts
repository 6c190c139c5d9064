/** What a file system is made of. Files and links never change in place, so that images can share them. */

export interface Owner {
  readonly user: string;
  readonly group: string;
}

export interface FileNode {
  readonly kind: 'file';
  readonly content: Uint8Array;
  readonly mode: number;
  readonly modified: number;
  readonly owner: Owner;
}

export interface LinkNode {
  readonly kind: 'link';
  readonly target: string;
  readonly mode: number;
  readonly modified: number;
  readonly owner: Owner;
}

/** A node that computes what is read and swallows what is written, such as /dev/null. Never part of an image. */
export interface DeviceNode {
  readonly kind: 'device';
  readonly read: () => Uint8Array;
  readonly write: (content: Uint8Array) => void;
  readonly mode: number;
  readonly modified: number;
  readonly owner: Owner;
}

/** Only the file system whose edition it carries may change a directory; all others copy it first. */
export interface DirectoryNode {
  readonly kind: 'directory';
  readonly entries: Map<string, Node>;
  readonly edition: object;
  readonly mode: number;
  readonly modified: number;
  readonly owner: Owner;
}

export type Node = FileNode | LinkNode | DeviceNode | DirectoryNode;

export const rootOwner: Owner = { user: 'root', group: 'root' };

/** Returns an error as Node's fs words it: the shell's commands read the code at the start of the message. */
export function fileError(code: string, reason: string, operation: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${reason}, ${operation} '${path}'`), { code, path });
}

/** Returns the parts of an absolute path, without empty ones, `.` and `..`. */
export function partsOf(path: string): string[] {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts;
}

/** Returns the absolute path that `path` means when the working directory is `base`. */
export function resolvePath(base: string, path: string): string {
  return `/${partsOf(path.startsWith('/') ? path : `${base}/${path}`).join('/')}`;
}

/** What reads the text of a file, or gives another one where the file is not there. */
export interface TextFiles {
  textOr(path: string, otherwise?: string): string;
}
