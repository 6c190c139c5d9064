/** A file that somebody dropped or chose: its path in what was dropped, with `/`, and its content. */
export interface DroppedFile {
  path: string;
  bytes: Uint8Array;
}

/** A recipe and the files that were given with it. */
export interface Given {
  /** The path of the recipe, as the command is given it. */
  path: string;
  text: string;
  files: readonly DroppedFile[];
}

/** The API takes 4 MiB of recipe and files; what is much larger is no script. */
export const largestFile = 4 * 1024 * 1024;

/**
 * Returns the recipe among dropped files: `recipe.yaml`, the one nearest to the top, otherwise the only YAML or JSON
 * file. Returns undefined when there is none, or several that it could be.
 */
export function recipeAmong(files: readonly DroppedFile[]): DroppedFile | undefined {
  const named = files.filter(({ path }) => /(^|\/)recipe\.ya?ml$/.test(path));
  const [nearest] = named.sort((one, other) => depth(one.path) - depth(other.path));
  if (nearest !== undefined) return nearest;
  const possible = files.filter(({ path }) => /\.(ya?ml|json)$/.test(path));
  return possible.length === 1 ? possible[0] : undefined;
}

/**
 * Returns the files that the text of a recipe names, by their names in it: those of its folder by their path or below a
 * folder that is the source of `files`, and those that were dropped without a folder also by the end of the path. What
 * the text does not name is not sent.
 */
export function filesFor(text: string, recipePath: string, files: readonly DroppedFile[]): Record<string, Uint8Array> {
  const folder = recipePath.slice(0, recipePath.lastIndexOf('/') + 1);
  const words = new Set(text.split(/[\s'",[\]{}]+/).filter((word) => word !== ''));
  const sources = [...text.matchAll(/\bsource['"]?:\s*['"]?([^\s'",}\]]+)/g)].map(([, source = '']) => plain(source));
  const found: Record<string, Uint8Array> = {};
  for (const { path, bytes } of files) {
    if (path === recipePath) continue;
    const name = path.startsWith(folder) ? path.slice(folder.length) : path;
    const isNamed = words.has(name) || sources.some((one) => one === name || name.startsWith(`${one}/`));
    if (isNamed) found[name] = bytes;
    else if (!name.includes('/')) for (const word of words) if (word.endsWith(`/${name}`)) found[word] ??= bytes;
  }
  return found;
}

/** Returns files with others added; those with the same path are replaced. */
export function withFiles(files: readonly DroppedFile[], more: readonly DroppedFile[]): DroppedFile[] {
  const paths = new Set(more.map(({ path }) => path));
  return [...files.filter(({ path }) => !paths.has(path)), ...more];
}

/** Returns bytes in base64. */
export function base64Of(bytes: Uint8Array): string {
  let text = '';
  // Calls take a limited number of arguments.
  for (let from = 0; from < bytes.length; from += 8_192)
    text += String.fromCharCode(...bytes.subarray(from, from + 8_192));
  return btoa(text);
}

/** Returns the bytes of a text in base64. */
export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** A source as the API reads it: `./conf/` is `conf`. */
const plain = (source: string): string =>
  source
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');

const depth = (path: string): number => path.split('/').length;
