import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

/** Returns the titles of tests and describes of a file, as they are written; skipped ones are left out. */
export function titlesOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const opening = /(?:\b(?:test|describe)|\))\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g;
  return [...text.matchAll(opening)].map(([, , title]) => title!.replace(/\\(['"`])/g, '$1'));
}
