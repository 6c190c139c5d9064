import type { Disk } from '../../kernel/types';
import { FileSystem } from '../file/system';
import type { DirectoryNode } from '../file/nodes';

/** Directories that live in memory only, on every distribution. */
const volatile = ['/run', '/dev', '/proc', '/sys'];

/** A frozen root directory. Its content is in a private field, so that only guests can read it. */
export class GuestDisk implements Disk {
  readonly kind = 'disk';

  constructor(readonly root: DirectoryNode) {}
}

/**
 * Returns the directories that a reboot empties and an image does not have: /tmp is among them where its mount unit is
 * on the disk.
 */
export function volatileDirectories(files: FileSystem): string[] {
  return files.exists('/usr/lib/systemd/system/tmp.mount') ? [...volatile, '/tmp'] : volatile;
}

/** Freezes a file system without what is only in memory. The cost does not depend on the number of files. */
export function diskOf(files: FileSystem): GuestDisk {
  const copy = new FileSystem(files.freeze(), () => files.now());
  for (const directory of volatileDirectories(copy)) {
    const mode = copy.node(directory)?.mode ?? 0o755;
    copy.remove(directory);
    copy.makeDirectory(directory, mode);
  }
  return new GuestDisk(copy.freeze());
}
