import { shellLibrary } from '../script/library';
import { sourceTrees } from './sources';

const made = new Map<string, Promise<Uint8Array>>();

/** A bzip2 archive of a source tree, made once by the embedded shell's own tar. */
function archive(directory: string, tree: Record<string, string>): Promise<Uint8Array> {
  let making = made.get(directory);
  if (making === undefined) {
    making = pack(directory, tree);
    made.set(directory, making);
  }
  return making;
}

async function pack(directory: string, tree: Record<string, string>): Promise<Uint8Array> {
  const { Bash, InMemoryFs } = await shellLibrary();
  const entries = Object.entries(tree).map(
    ([path, content]) =>
      [
        `/work/${directory}/${path}`,
        { content, mode: path === 'configure' ? 0o755 : 0o644, mtime: new Date('2023-12-12T00:00:00Z') },
      ] as const,
  );
  const shell = new Bash({ fs: new InMemoryFs(Object.fromEntries(entries)), cwd: '/work', defenseInDepth: false });
  const result = await shell.exec(`tar cjf /archive.tar.bz2 ${directory}`);
  if (result.exitCode !== 0) throw new Error(`cannot pack the fixture ${directory}: ${result.stderr}`);
  return shell.fs.readFileBuffer('/archive.tar.bz2');
}

const releases: [string, string][] = [
  ['samtools-1.19', 'https://github.com/samtools/samtools/releases/download/1.19/samtools-1.19.tar.bz2'],
  ['bcftools-1.19', 'https://github.com/samtools/bcftools/releases/download/1.19/bcftools-1.19.tar.bz2'],
  ['htslib-1.19', 'https://github.com/samtools/htslib/releases/download/1.19/htslib-1.19.tar.bz2'],
  ['bwa-0.7.17', 'https://github.com/lh3/bwa/releases/download/v0.7.17/bwa-0.7.17.tar.bz2'],
];

/** A fixture: the addresses outside that answer, and what they answer. */
export const downloads: ReadonlyMap<string, () => Promise<Uint8Array>> = new Map(
  releases.map(([directory, address]) => [address, () => archive(directory, sourceTrees[directory] ?? {})]),
);
