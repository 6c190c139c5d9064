import type { FileSystem } from './file-system';

export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
}

/** The users of a machine, from /etc/passwd. */
export function users(files: FileSystem): User[] {
  return files.textOr('/etc/passwd').split('\n').filter((line) => line !== '').map((line) => {
    const [name = '', , uid = '', gid = '', , home = '/', shell = '/bin/sh'] = line.split(':');
    return { name, uid: Number(uid), gid: Number(gid), home, shell };
  });
}

/** A user by name or number. */
export function findUser(files: FileSystem, nameOrId: string): User | undefined {
  return users(files).find(({ name, uid }) => name === nameOrId || String(uid) === nameOrId);
}

/** The user that the image's vendor made for people. */
export function defaultUser(files: FileSystem): User | undefined {
  return users(files).find(({ uid }) => uid === 1000);
}

const searchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin';

/** What a program of that user finds in its environment. */
export function environmentOf(files: FileSystem, name: string): Record<string, string> {
  const user = findUser(files, name);
  return { HOME: user?.home ?? '/', USER: name, LOGNAME: name, SHELL: user?.shell ?? '/bin/sh', PATH: searchPath, LANG: 'C.UTF-8' };
}
