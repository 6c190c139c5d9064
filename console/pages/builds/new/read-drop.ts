import { largestFile, type DroppedFile } from './dropped';

/** A folder with more files than this is not the folder of a recipe. */
const mostFiles = 200;

/** Reads what was dropped: files, and folders with everything in them. Throws when it is too much. */
export async function readDrop({ items, files }: DataTransfer): Promise<DroppedFile[]> {
  // Entries are gone after the event, so they are taken before anything is waited for.
  const entries = [...items].flatMap((item) => (item.kind === 'file' ? (item.webkitGetAsEntry() ?? []) : []));
  if (entries.length === 0) return readFiles([...files]);
  const found: { path: string; entry: FileSystemFileEntry }[] = [];
  for (const entry of entries) await collect(entry, found);
  return Promise.all(
    found.map(async ({ path, entry }) => {
      const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
      return read(path, file);
    }),
  );
}

/** Reads chosen files; those of a chosen folder keep their path in it. */
export async function readFiles(files: readonly File[]): Promise<DroppedFile[]> {
  if (files.length > mostFiles) throw tooMany();
  return Promise.all(files.map((file) => read(file.webkitRelativePath || file.name, file)));
}

async function read(path: string, file: File): Promise<DroppedFile> {
  if (file.size > largestFile) throw new Error(`${path} is larger than 4 MiB: a build takes no such file`);
  return { path, bytes: new Uint8Array(await file.arrayBuffer()) };
}

async function collect(entry: FileSystemEntry, found: { path: string; entry: FileSystemFileEntry }[]): Promise<void> {
  if (entry.name.startsWith('.') || entry.name === 'node_modules') return;
  if (found.length >= mostFiles) throw tooMany();
  if (entry.isFile) {
    found.push({ path: entry.fullPath.replace(/^\//, ''), entry: entry as FileSystemFileEntry });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A reader answers at most a hundred entries at once.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const each of some) await collect(each, found);
  }
}

const tooMany = (): Error => new Error(`These are more than ${mostFiles} files: drop the recipe and its scripts`);
