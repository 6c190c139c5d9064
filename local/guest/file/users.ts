import type { TextFiles } from './nodes';

export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
}

/** Returns the users of a guest, from /etc/passwd. */
export function users(files: TextFiles): User[] {
  return files
    .textOr('/etc/passwd')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', , uid = '', gid = '', , home = '/', shell = '/bin/sh'] = line.split(':');
      return { name, uid: Number(uid), gid: Number(gid), home, shell };
    });
}

/** Returns a user by name or number. */
export function findUser(files: TextFiles, nameOrId: string): User | undefined {
  return users(files).find(({ name, uid }) => name === nameOrId || String(uid) === nameOrId);
}

/** A group of a guest, from /etc/group. */
export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/** Returns the groups of a guest. */
export function groups(files: TextFiles): Group[] {
  return files
    .textOr('/etc/group')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', , gid = '', members = ''] = line.split(':');
      return { name, gid: Number(gid), members: members.split(',').filter((member) => member !== '') };
    });
}

/** Returns a group by name or number. */
export function findGroup(files: TextFiles, nameOrId: string): Group | undefined {
  return groups(files).find(({ name, gid }) => name === nameOrId || String(gid) === nameOrId);
}

/** Returns the names of the groups of a user: its own first. */
export function groupsOf(files: TextFiles, user: string): string[] {
  const gid = findUser(files, user)?.gid;
  const all = groups(files);
  const own = all.find((group) => group.gid === gid)?.name ?? String(gid ?? user);
  return [own, ...all.filter(({ name, members }) => name !== own && members.includes(user)).map(({ name }) => name)];
}

/** Returns the user that the image's vendor made for people. */
export function defaultUser(files: TextFiles): User | undefined {
  return users(files).find(({ uid }) => uid === 1000);
}

const searchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin';

/** Returns what a program of that user finds in its environment. */
export function environmentOf(files: TextFiles, name: string): Record<string, string> {
  const user = findUser(files, name);
  return {
    HOME: user?.home ?? '/',
    USER: name,
    LOGNAME: name,
    SHELL: user?.shell ?? '/bin/sh',
    PATH: searchPath,
    LANG: 'C.UTF-8',
  };
}
