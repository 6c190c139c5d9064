import type { FileSystem } from '../file/system';
import type { Package } from './contents';

/** A package as the disk's own database records it. */
export interface Installed {
  readonly name: string;
  readonly version: string;
  readonly release: string;
  readonly paths: string[];
  readonly requires: string[];
  readonly installed: number;
}

const rpmDirectory = '/var/lib/rpm/packages';
const dpkgStatus = '/var/lib/dpkg/status';

/** Records an rpm; one file for each package stands in for the real database. */
export function recordRpm(files: FileSystem, { name, version, release, paths, requires }: Package): void {
  files.write(
    `${rpmDirectory}/${name}`,
    JSON.stringify({ name, version, release, paths, requires, installed: files.now() }),
  );
}

/** Removes an rpm from the database; its files are the caller's to remove. */
export function forgetRpm(files: FileSystem, name: string): void {
  files.remove(`${rpmDirectory}/${name}`);
}

/** Returns what the database says of an rpm, or undefined when it is not installed. */
export function installedRpm(files: FileSystem, name: string): Installed | undefined {
  const text = files.textOr(`${rpmDirectory}/${name}`);
  return text === '' ? undefined : (JSON.parse(text) as Installed);
}

/** Returns all rpms that the database has. */
export function installedRpms(files: FileSystem): Installed[] {
  return files.list(rpmDirectory).map((name) => JSON.parse(files.text(`${rpmDirectory}/${name}`)) as Installed);
}

/** Records a deb in dpkg's own format. */
export function recordDeb(files: FileSystem, { name, version, release, paths, requires }: Package): void {
  forgetDeb(files, name);
  const full = release === '' ? version : `${version}-${release}`;
  files.append(
    dpkgStatus,
    `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${full}\nDepends: ${requires.join(', ')}\nInstalled-Time: ${files.now()}\n\n`,
  );
  files.write(`/var/lib/dpkg/info/${name}.list`, paths.map((path) => `${path}\n`).join(''));
}

/** Removes a deb from dpkg's status and its list of files; the files are the caller's to remove. */
export function forgetDeb(files: FileSystem, name: string): void {
  const kept = files
    .textOr(dpkgStatus)
    .split('\n\n')
    .filter((entry) => entry.trim() !== '' && !entry.startsWith(`Package: ${name}\n`));
  files.write(dpkgStatus, kept.map((entry) => `${entry}\n\n`).join(''));
  files.remove(`/var/lib/dpkg/info/${name}.list`);
}

/** Returns all debs of dpkg's status, with their files. */
export function installedDebs(files: FileSystem): Installed[] {
  return files
    .textOr(dpkgStatus)
    .split('\n\n')
    .filter((entry) => entry.trim() !== '')
    .map((entry) => {
      const field = (key: string) => new RegExp(`^${key}: (.*)$`, 'm').exec(entry)?.[1] ?? '';
      const name = field('Package');
      return {
        name,
        version: field('Version'),
        release: '',
        installed: Number(field('Installed-Time')),
        requires: field('Depends')
          .split(', ')
          .filter((one) => one !== ''),
        paths: files
          .textOr(`/var/lib/dpkg/info/${name}.list`)
          .split('\n')
          .filter((path) => path !== ''),
      };
    });
}
