import * as path from 'node:path';
import { fileGraph } from './graph';
import { folders, importsOf, sources, withoutComments, type Folder } from './sources';

interface Rule {
  /** Folders of the app, or folders in them. */
  folders: readonly string[];
  packages: readonly (string | RegExp)[];
}

/** Who may import what, as docs/architecture.md has it. */
const table: Record<Folder, Rule> = {
  core: { folders: ['core'], packages: ['zod', /^semver(\/|$)/, 'yaml', 'node:crypto'] },
  aws: { folders: ['core', 'aws'], packages: [/^@aws-sdk\//, /^@smithy\//, 'node:crypto', 'node:fs'] },
  usecases: {
    folders: ['core', 'aws', 'usecases'],
    packages: ['zod', 'node:crypto', '@aws-lambda-powertools/logger', 'aws-lambda'],
  },
  lambdas: { folders: ['core', 'aws', 'usecases', 'lambdas'], packages: ['zod', 'node:crypto', 'aws-lambda'] },
  infra: {
    folders: ['core', 'infra'],
    packages: [/^aws-cdk-lib(\/|$)/, 'constructs', 'cdk-nag', 'zod', 'node:fs', 'node:path'],
  },
  local: { folders: ['local'], packages: [/^(?!aws-cdk)/] },
  cli: {
    folders: ['core', 'cli'],
    packages: [/^node:/, /^@smithy\//, '@aws-sdk/credential-provider-node', 'commander', 'string-width', 'yaml', 'zod'],
  },
  console: {
    folders: ['console', 'core/api', 'core/lib', 'core/night', 'core/tags'],
    packages: [/^@cloudscape-design\//, /^react(-dom)?(\/|$)/, 'zod'],
  },
};

const all = sources();

/** The file that a relative import leads to. */
const targetOf = (file: string, specifier: string): string =>
  path
    .normalize(path.join(path.dirname(file), specifier))
    .split(path.sep)
    .join('/');

function mayImport({ file, folder }: { file: string; folder: Folder }, specifier: string): boolean {
  const target = targetOf(file, specifier);
  if (specifier.startsWith('.'))
    return table[folder].folders.some((allowed) => `${target}/`.startsWith(`${allowed}/`)) || isData(specifier);
  return table[folder].packages.some((allowed) =>
    typeof allowed === 'string' ? allowed === specifier : allowed.test(specifier),
  );
}

const isData = (specifier: string): boolean => specifier.endsWith('package.json') || specifier === './main.css';

test.each(folders)('%s imports only what the table allows', (folder) => {
  const own = all.filter((source) => source.folder === folder);
  expect(own.length).toBeGreaterThan(0);
  const wrong = own.flatMap((source) =>
    importsOf(source.text)
      .filter((specifier) => !mayImport(source, specifier))
      .map((specifier) => `${source.file}: ${specifier}`),
  );
  expect(wrong).toEqual([]);
});

/** Whether a file is the entry point of a function or a route of the API. */
const isEntryPoint = (file: string) => file.startsWith('lambdas/');

test('handlers and routes are imported by their own function only, never by each other', () => {
  const graph = fileGraph(all);
  const isFunction = (file: string) =>
    all.some((one) => one.file === file && /^export const handler\b/m.test(one.text));
  const wrong = [...graph].flatMap(([file, targets]) =>
    [...targets]
      .filter((target) => isEntryPoint(target) && !(isFunction(file) && !isFunction(target)))
      .map((target) => `${file}: ${target}`),
  );
  expect(wrong).toEqual([]);
});

test('every file of lambdas outside of its routes is one function', () => {
  const files = all.filter(({ file }) => isEntryPoint(file) && !/^lambdas\/api\/[a-z]+\//.test(file));
  expect(files.filter(({ text }) => !/^export const handler\b/m.test(text)).map(({ file }) => file)).toEqual([]);
});

test('only aws sends commands of the SDK', () => {
  const senders = all.filter(({ text }) =>
    /import\s*\{[^}]*\b\w+Command\b[^}]*\}\s*from '@(aws-sdk|smithy)\//.test(withoutComments(text)),
  );
  expect(senders.filter(({ folder }) => folder !== 'aws').map(({ file }) => file)).toEqual([]);
  expect(senders.length).toBeGreaterThan(0);
});

test('core knows no clock, no chance, no environment and no files', () => {
  const impure = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bperformance\.|\bsetTimeout\(/;
  expect(
    all.filter(({ folder, text }) => folder === 'core' && impure.test(withoutComments(text))).map(({ file }) => file),
  ).toEqual([]);
});

test('waiting is left to the state machines: the SDK’s waiters are not used', () => {
  const waiting = all.filter(
    ({ folder, text }) => folder !== 'local' && /\bwaitUntil[A-Z]\w+/.test(withoutComments(text)),
  );
  expect(waiting.map(({ file }) => file)).toEqual([]);
});

test('the table itself would catch a handler that imports the infrastructure', () => {
  expect(mayImport({ file: 'lambdas/build/stop-builder.ts', folder: 'lambdas' }, '../../infra/names')).toBe(false);
  expect(mayImport({ file: 'core/tags.ts', folder: 'core' }, '@aws-sdk/client-ec2')).toBe(false);
  expect(mayImport({ file: 'console/app/start.tsx', folder: 'console' }, '../../core/model/image')).toBe(false);
  expect(mayImport({ file: 'console/app/start.tsx', folder: 'console' }, '../../core/api/routes')).toBe(true);
  expect(importsOf("import type { A } from './a';\nexport { b } from './b';\nconst c = await import('./c');")).toEqual([
    './a',
    './b',
    './c',
  ]);
});
