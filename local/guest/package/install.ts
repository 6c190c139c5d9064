import type { FileSystem } from '../file/system';
import { findGroup, findUser } from '../file/users';
import type { Package } from './contents';

/** Returns what the file of every simulated program says. */
export const programText = (name: string): string => `#!/bin/sh\nexec /bin/.program ${name} "$@"\n`;

const isProgram = (path: string) => /\/(s?bin)\/[^/]+$/.test(path);

const unitText = (name: string, program: string): string =>
  `[Unit]\nDescription=${name}\n\n[Service]\nType=simple\nExecStart=${program}\n\n[Install]\nWantedBy=multi-user.target\n`;

/** The user or group that the scripts of a package make, where it makes one. */
const accounts: Readonly<Record<string, { group: string; home?: string }>> = {
  docker: { group: 'docker' },
  'docker.io': { group: 'docker' },
  'nginx-core': { group: 'nginx', home: '/var/lib/nginx' },
  httpd: { group: 'apache', home: '/usr/share/httpd' },
  redis6: { group: 'redis6', home: '/var/lib/redis6' },
  'amazon-cloudwatch-agent': { group: 'cwagent', home: '/home/cwagent' },
};

/** Adds the group of a package, and with a home the user of the same name, as its scripts do. */
function addAccount(files: FileSystem, name: string): void {
  const account = accounts[name];
  if (account === undefined || findGroup(files, account.group) !== undefined) return;
  const { group, home } = account;
  const id = 990 - Object.keys(accounts).indexOf(name);
  files.append('/etc/group', `${group}:x:${id}:\n`);
  if (home === undefined || findUser(files, group) !== undefined) return;
  files.append('/etc/passwd', `${group}:x:${id}:${id}::${home}:/sbin/nologin\n`);
  files.append('/etc/shadow', `${group}:!*:19000::::::\n`);
}

/** Puts a package onto a disk: programs, units that run its daemon, stand-ins for all other files, and its account. */
export function writePackageFiles(files: FileSystem, one: Package): void {
  addAccount(files, one.name);
  const unit = one.paths.find((path) => path.endsWith('.service'));
  const daemon =
    unit === undefined ? undefined : one.paths.find((path) => isProgram(path) && /(d|server|agent|nginx)$/.test(path));
  for (const path of one.paths) {
    const name = path.split('/').pop() ?? '';
    if (path === unit) files.write(path, unitText(name.replace('.service', ''), daemon ?? '/bin/false'));
    else if (path === daemon) files.write(path, programText(`simulated-daemon ${name}`), { mode: 0o755 });
    else if (isProgram(path)) files.write(path, programText(name), { mode: 0o755 });
    else files.write(path, `/* ${one.name} ${one.version} */\n`);
  }
}
