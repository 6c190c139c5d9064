import type { IFileSystem } from 'just-bash';
import { fileError, resolvePath, type Node } from '../file/nodes';
import type { FileSystem } from '../file/system';
import { withoutMark } from '../file/refusals';

type Encoding = string | { encoding?: string | null } | undefined;

const encodingOf = (options: Encoding): BufferEncoding =>
  ((typeof options === 'string' ? options : options?.encoding) ?? 'utf8') as BufferEncoding;

/**
 * How the shell sees a guest's file system. `hidden` are programs of the simulation itself: they can be run by
 * path, but are in no listing and no image. Hard links are not modeled: making one is an error that says so.
 */
export function shellFiles(files: FileSystem, hidden: ReadonlySet<string>): IFileSystem {
  const isHidden = (path: string) => path.startsWith('/bin/.') && hidden.has(path.slice('/bin/'.length));
  const need = (path: string, operation: string, followLast = true): Node => {
    const node = files.node(path, followLast);
    if (node === undefined) throw fileError('ENOENT', 'no such file or directory', operation, path);
    return node;
  };
  const statOf = (node: Node) => ({
    isFile: node.kind === 'file' || node.kind === 'device',
    isDirectory: node.kind === 'directory',
    isSymbolicLink: node.kind === 'link',
    mode: node.mode,
    size: node.kind === 'file' ? node.content.length : node.kind === 'link' ? node.target.length : 0,
    mtime: new Date(node.modified),
  });
  const bytesFrom = (content: string | Uint8Array, options: Encoding) =>
    typeof content === 'string' ? Buffer.from(withoutMark(content), encodingOf(options)) : Uint8Array.from(content);
  const needParent = (path: string, operation: string) => {
    const parent = files.node(resolvePath(path, '..'));
    if (parent === undefined) throw fileError('ENOENT', 'no such file or directory', operation, path);
    if (parent.kind !== 'directory') throw fileError('ENOTDIR', 'not a directory', operation, path);
  };
  const pathsBelow = (path: string, node: Node): string[] =>
    node.kind !== 'directory'
      ? [path]
      : [
          path,
          ...[...node.entries].flatMap(([name, child]) =>
            pathsBelow(path === '/' ? `/${name}` : `${path}/${name}`, child),
          ),
        ];

  return {
    readFile: async (path, options) => Buffer.from(files.bytes(path)).toString(encodingOf(options as Encoding)),
    readFileBytes: async (path) => Buffer.from(files.bytes(path)).toString('latin1') as never,
    readFileBuffer: async (path) => Uint8Array.from(files.bytes(path)),
    writeFile: async (path, content, options) => {
      needParent(path, 'open');
      files.write(path, bytesFrom(content, options as Encoding));
    },
    appendFile: async (path, content, options) => {
      needParent(path, 'open');
      files.append(path, bytesFrom(content, options as Encoding));
    },
    exists: async (path) => isHidden(path) || files.exists(path),
    stat: async (path) =>
      isHidden(path)
        ? { isFile: true, isDirectory: false, isSymbolicLink: false, mode: 0o755, size: 0, mtime: new Date(0) }
        : statOf(need(path, 'stat')),
    lstat: async (path) => statOf(need(path, 'lstat', false)),
    mkdir: async (path, options) => {
      if (files.exists(path) && !(options?.recursive === true && files.isDirectory(path))) {
        throw fileError('EEXIST', `${files.isDirectory(path) ? 'directory' : 'file'} already exists`, 'mkdir', path);
      }
      if (options?.recursive !== true) needParent(path, 'mkdir');
      files.makeDirectory(path);
    },
    readdir: async (path) => {
      if (need(path, 'scandir').kind !== 'directory') throw fileError('ENOTDIR', 'not a directory', 'scandir', path);
      return files.list(path);
    },
    readdirWithFileTypes: async (path) => {
      const node = need(path, 'scandir');
      if (node.kind !== 'directory') throw fileError('ENOTDIR', 'not a directory', 'scandir', path);
      // `find` and wildcards would end with the error; what they were refused is kept for their message.
      if (!files.isReadable(path)) return [];
      return [...node.entries]
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([name, child]) => {
          const { isFile, isDirectory, isSymbolicLink } = statOf(child);
          return { name, isFile, isDirectory, isSymbolicLink };
        });
    },
    rm: async (path, options) => {
      const node = files.node(path, false);
      if (node === undefined) {
        if (options?.force === true) return;
        throw fileError('ENOENT', 'no such file or directory', 'rm', path);
      }
      if (node.kind === 'directory' && node.entries.size > 0 && options?.recursive !== true) {
        throw fileError('ENOTEMPTY', 'directory not empty', 'rm', path);
      }
      files.remove(path);
    },
    cp: async (source, target, options) => {
      const node = need(source, 'cp');
      if (node.kind === 'directory' && options?.recursive !== true)
        throw fileError('EISDIR', 'is a directory', 'cp', source);
      if (`${resolvePath('/', target)}/`.startsWith(`${resolvePath('/', source)}/`)) {
        throw fileError('EINVAL', 'cannot copy a file into itself', 'cp', source);
      }
      needParent(target, 'cp');
      files.copy(source, target);
    },
    mv: async (source, target) => {
      need(source, 'mv', false);
      needParent(target, 'mv');
      if (`${resolvePath('/', target)}/`.startsWith(`${resolvePath('/', source)}/`)) {
        if (resolvePath('/', target) === resolvePath('/', source)) return;
        throw fileError('EINVAL', 'cannot move a directory into itself', 'mv', source);
      }
      files.move(source, target);
    },
    resolvePath,
    getAllPaths: () => pathsBelow('/', files.node('/') as Node),
    chmod: async (path, mode) => files.change(path, { mode }),
    symlink: async (target, path) => {
      needParent(path, 'symlink');
      files.link(target, path);
    },
    link: async (_existing, path) => {
      throw fileError('ENOTSUP', 'hard links are not modeled by this simulation', 'link', path);
    },
    readlink: async (path) => {
      const node = need(path, 'readlink', false);
      if (node.kind !== 'link') throw fileError('EINVAL', 'invalid argument', 'readlink', path);
      return node.target;
    },
    realpath: async (path) => files.canonical(path),
    utimes: async (path, _accessed, modified) => {
      // The shell's own touch takes the host's clock for "now"; on the guest it is the simulated one.
      const isNow = Math.abs(modified.getTime() - Date.now()) < 5000;
      files.change(path, { modified: isNow ? files.now() : modified.getTime() });
    },
  };
}
