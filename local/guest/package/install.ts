import type { FileSystem } from '../file/system';
import type { Package } from './contents';

/** Returns what the file of every simulated program says. */
export const programText = (name: string): string => `#!/bin/sh\nexec /bin/.program ${name} "$@"\n`;

const isProgram = (path: string) => /\/(s?bin)\/[^/]+$/.test(path);

const unitText = (name: string, program: string): string =>
  `[Unit]\nDescription=${name}\n\n[Service]\nType=simple\nExecStart=${program}\n\n[Install]\nWantedBy=multi-user.target\n`;

/** Puts the files of a package onto a disk: programs, units that run its daemon, and stand-ins for all else. */
export function writePackageFiles(files: FileSystem, one: Package): void {
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
