import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

export const project = path.resolve(__dirname, '../..');
export const folders = ['core', 'aws', 'usecases', 'lambdas', 'infra', 'local', 'cli', 'console'] as const;
export type Folder = (typeof folders)[number];

export interface Source {
  /** Relative to the project. */
  file: string;
  folder: Folder;
  text: string;
}

/** The TypeScript files of the folders of the app. */
export function sources(): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(project, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && !/node_modules|^test\//.test(file))
      .map((file) => path.join(folder, file))
      .map((file) => ({ file, folder, text: readFileSync(path.join(project, file), 'utf8') })),
  );
}

/** The name of a source without its folder and ending. */
export function nameOf(file: string): string {
  return path.basename(file).replace(/\.tsx?$/, '');
}

/** A source without its comments. Strings stay, since they are what is looked for. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\//g, '').replace(/(^|\s)\/\/ .*$/gm, '$1');
}

/** What a source imports, in whatever way. */
export function importsOf(text: string): string[] {
  const code = withoutComments(text);
  const found = [
    /^(?:import|export)\b[^;'"]*?\bfrom '([^']+)'/gm,
    /^import '([^']+)'/gm,
    /\bimport\('([^']+)'\)/g,
    /\brequire\('([^']+)'\)/g,
  ];
  return found.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1] ?? ''));
}
