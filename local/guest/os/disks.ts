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

// The kernel writes changed data to the disk after 30 seconds (vm.dirty_expire_centisecs).
const dirtyMilliseconds = 30_000;

/**
 * Returns the disk as a snapshot finds it while the guest runs: what was written in the last 30 seconds, and not synced
 * or frozen since, is still in memory, and its files are empty on the disk (delayed allocation of ext4 and XFS).
 */
export function crashedDiskOf(files: FileSystem): GuestDisk {
  const disk = diskOf(files);
  const tree = files.whole();
  if (tree.isSuspended) return disk;
  const since = Math.max(tree.syncedAt, files.now() - dirtyMilliseconds);
  const copy = new FileSystem(disk.root, () => files.now());
  for (const path of copy.files('/')) {
    const node = copy.node(path, false);
    if (node?.kind === 'file' && node.modified > since && node.content.length > 0)
      copy.write(path, '', { modified: node.modified });
  }
  return new GuestDisk(copy.freeze());
}

/** Freezes a file system without what is only in memory. The cost does not depend on the number of files. */
export function diskOf(files: FileSystem): GuestDisk {
  const copy = new FileSystem(files.whole().written(), () => files.now());
  for (const directory of volatileDirectories(copy)) {
    const mode = copy.node(directory)?.mode ?? 0o755;
    copy.remove(directory);
    copy.makeDirectory(directory, mode);
  }
  return new GuestDisk(copy.freeze());
}
