import * as z from 'zod';
import { SpawnError } from '../errors';

/** Most entries of `files`, and most files of the recipe that they may name together. */
export const copyLimits = { entries: 100, files: 500 } as const;

// Objects that people upload for recipes; the functions sign addresses of this prefix only.
export const uploadPrefix = 'uploads/';

const isRemote = (source: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(source);

const destination = z
  .string()
  .max(1024)
  .refine(
    isPlainPath,
    'not an absolute path of a file or folder on the machine: write, for example, /etc/app/app.conf, without .. and without / at its end',
  )
  .refine(
    (path) => !/^\/(proc|sys|dev)(\/|$)/.test(path),
    'it is not on a disk: /proc, /sys and /dev are of the kernel',
  );

/** One entry of `files`. */
const copiedFile = z
  .strictObject({
    source: z
      .string()
      .min(1)
      .max(2048)
      .refine(
        isSource,
        'not a source: write a path in the folder of the recipe without .., s3://bucket/key, or an address with https:// and %20 for blanks',
      )
      .describe('A file or folder in the folder of the recipe, s3://bucket/uploads/key, or an address with https://'),
    destination: destination.describe(
      'Absolute path on the machine: of the file, or of the folder that the files of a folder go to',
    ),
    mode: z
      .string()
      .regex(/^[0-7]{3,4}$/, 'not an octal mode: write, for example, 0644 or 0755')
      .default('0644')
      .describe('Octal mode of the files'),
    owner: z
      .string()
      .regex(
        /^[a-z_][a-z0-9_-]{0,31}(:[a-z_][a-z0-9_-]{0,31})?$/,
        'not an owner: write a user, or user:group, such as root:root',
      )
      .default('root:root')
      .describe('Owner of the files: user:group, or a user with its own group; both must be in the base'),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'not a SHA-256: write its 64 digits in lower case, as sha256sum prints them')
      .optional()
      .describe('SHA-256 of the content; required for s3:// and https://'),
  })
  .refine(({ source, sha256 }) => !isRemote(source) || sha256 !== undefined, {
    path: ['sha256'],
    message: 'a source at s3:// or https:// needs its digest: write sha256: with what sha256sum prints',
  })
  .refine(({ source, sha256 }) => isRemote(source) || sha256 === undefined, {
    path: ['sha256'],
    message: 'a file of the recipe is sent with its content: leave sha256 out',
  });

/** Files that are copied to the builder before its scripts run. */
export const copiedFiles = z
  .array(copiedFile)
  .max(copyLimits.entries)
  .default([])
  .describe('Files and folders that are copied to the builder before the scripts run');

export type FileEntry = z.output<typeof copiedFile>;

/** One file to copy: a file of the recipe, an object of S3, or an address. `entry` is its place in `files`. */
export interface CopiedFile {
  from: { file: string } | { bucket: string; key: string } | { url: string };
  destination: string;
  mode: string;
  owner: string;
  /** Given for what is not a file of the recipe. */
  sha256?: string;
  entry: number;
}

/** A file of a recipe as its build copies it: an object of the bucket, or an address with https. */
export interface PlannedFile {
  from: { key: string } | { url: string };
  /** Its name in messages. */
  source: string;
  destination: string;
  mode: string;
  owner: string;
  sha256: string;
}

/** Returns the object or address that a source names; undefined for a file or folder of the recipe. */
export function locationOf(source: string): { bucket: string; key: string } | { url: string } | undefined {
  if (!isRemote(source)) return undefined;
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(source) ?? [];
  return bucket === '' ? { url: source } : { bucket, key };
}

/** Returns the path of a file or folder of the recipe in its plain form: `./conf/` is `conf`. */
export function pathInRecipe(source: string): string {
  return source
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

/**
 * Returns the files that a recipe copies, one by one, in the order of the recipe and of their names. `names` are the
 * files that were sent with it: one of that name, or all below a folder of that name. Throws InvalidRecipe for a source
 * that is not there, for too many files, and for two with one destination.
 */
export function filesToCopy(entries: readonly FileEntry[], names: readonly string[]): CopiedFile[] {
  const sorted = [...names].sort();
  const found = entries.flatMap((entry, index): CopiedFile[] => {
    const { source, destination: to, mode, owner, sha256 } = entry;
    const facts = { mode, owner, entry: index };
    const location = locationOf(source);
    if (location !== undefined) return [{ from: location, destination: to, ...facts, sha256 }];
    const path = pathInRecipe(source);
    if (names.includes(path)) return [{ from: { file: path }, destination: to, ...facts }];
    const below = sorted.filter((name) => name.startsWith(`${path}/`));
    if (below.length > 0)
      return below.map((name) => ({ from: { file: name }, destination: to + name.slice(path.length), ...facts }));
    throw new SpawnError(
      'InvalidRecipe',
      `files names '${source}', which is no file and no folder with files: put it next to the recipe, or correct the name.`,
      { file: source, entry: index, missing: [path] },
    );
  });
  checkCount(found);
  checkDestinations(found);
  return found;
}

/** Returns the name of a source in messages. */
export function sourceName({ from }: Pick<CopiedFile, 'from'>): string {
  if ('file' in from) return from.file;
  return 'url' in from ? from.url : `s3://${from.bucket}/${from.key}`;
}

function checkCount(files: readonly CopiedFile[]): void {
  if (files.length <= copyLimits.files) return;
  const message = `files copies more than ${copyLimits.files} files, which is the limit: pack them into an archive, and unpack it in a script.`;
  throw new SpawnError('TooLarge', message, { limit: copyLimits.files, entry: files[copyLimits.files]?.entry });
}

function checkDestinations(files: readonly CopiedFile[]): void {
  const known = new Map<string, CopiedFile>();
  const refuse = (one: CopiedFile, other: CopiedFile, why: string): never => {
    const message = `files copies both '${sourceName(other)}' and '${sourceName(one)}' to ${why}: give each a destination of its own.`;
    throw new SpawnError('InvalidRecipe', message, { file: sourceName(one), entry: one.entry });
  };
  for (const file of files) {
    const other = known.get(file.destination);
    if (other) refuse(file, other, file.destination);
    known.set(file.destination, file);
  }
  for (const file of files) {
    for (let at = file.destination.lastIndexOf('/'); at > 0; at = file.destination.lastIndexOf('/', at - 1)) {
      const above = known.get(file.destination.slice(0, at));
      if (above) refuse(file, above, `${above.destination}, which is then a file and a folder`);
    }
  }
}

function isSource(source: string): boolean {
  if (hasControls(source)) return false;
  if (!isRemote(source)) {
    const isInside = !source.startsWith('/') && !source.includes('\\') && !source.split('/').includes('..');
    return isInside && pathInRecipe(source) !== '';
  }
  if (source.startsWith('s3://')) {
    // curl takes . and .. out of an address, and S3 signs them.
    const isPlain = !source.split('/').some((part) => part === '.' || part === '..');
    return isPlain && /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/[^/]/.test(source);
  }
  // curl refuses a blank in an address.
  if (!source.startsWith('https://') || /\s/.test(source) || !URL.canParse(source)) return false;
  const { username, password, hostname } = new URL(source);
  // A recipe is kept and can be read back.
  return username === '' && password === '' && hostname !== '';
}

function isPlainPath(path: string): boolean {
  if (!path.startsWith('/') || hasControls(path)) return false;
  return path
    .slice(1)
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..');
}

const hasControls = (text: string): boolean => /\p{Cc}/u.test(text);
