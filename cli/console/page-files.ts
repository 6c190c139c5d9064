import { readFile, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { CommandFailure, exitCodes } from '../framework/failure';

/** A file of the page, as it is sent. */
export interface PageFile {
  type: string;
  content: Buffer;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * Reads the files of the page by their paths, such as `/main.js`; `/` is `index.html`. Nothing else is ever served, so
 * no path of a request reaches the disk. Throws when the page was not built.
 */
export async function readPageFiles(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const served = names.filter((name) => types[extname(name)] !== undefined);
  if (!served.includes('index.html'))
    throw new CommandFailure(
      `the page of the console is not in ${folder}`,
      exitCodes.failed,
      'In a clone of the project, build it: node build.mjs command',
    );
  const files = await Promise.all(
    served.map(async (name): Promise<[string, PageFile]> => {
      const content = await readFile(join(folder, name));
      return [name === 'index.html' ? '/' : `/${name}`, { type: types[extname(name)] ?? '', content }];
    }),
  );
  return new Map(files);
}
