import { readFileSync, readdirSync } from 'node:fs';
import * as path from 'node:path';
import { importsOf, project, sources } from './sources';

// The public registry has a package that is called spawn and is not ours: npm fetches it wherever ours is not installed.
const byBareName =
  /\b(?:npx|bunx|pnpx|npm exec|(?:npm|pnpm|yarn) (?:i|install|add|dlx|create|exec))\s+(?:-\S+\s+)*spawn\b(?!-)/g;

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'action.yml',
  ...['docs', 'examples', 'cli', 'local', '.github', 'scripts', 'settings'].flatMap(filesIn),
];

function filesIn(folder: string): string[] {
  return readdirSync(path.join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(md|ya?ml|sh|mjs|json)$/.test(file) && !/(^|\/)(node_modules|dist)\//.test(file))
    .map((file) => path.join(folder, file));
}

const callsIn = (text: string): string[] => [...text.matchAll(byBareName)].map(([call]) => call);

// Here `npx spawn` is the command of this project, because its workspace has it.
const inClone = (file: string): boolean => ['README.md', 'docs/getting-started.md', 'docs/deploy.md'].includes(file);

test('no example and no document installs or runs a package that is called spawn', () => {
  const texts = documents.map((file) => ({ file, calls: callsIn(readFileSync(path.join(project, file), 'utf8')) }));
  const wrong = texts.filter(({ file, calls }) => calls.some((call) => !inClone(file) || call !== 'npx spawn'));
  expect(wrong).toEqual([]);
});

test('a document whose commands start with npx says that they run in a clone, and how to run them elsewhere', () => {
  for (const file of documents.filter(inClone)) {
    const text = readFileSync(path.join(project, file), 'utf8');
    expect([file, callsIn(text).length > 0]).toEqual([file, true]);
    expect(text).toMatch(/`npx spawn` works only in a\s+clone/);
    expect(text).toMatch(/npm install --global \.\/spawn-ami-cli-/);
  }
});

test('the package of the command names every package that it contains, with the version of the project', () => {
  const { devDependencies } = JSON.parse(readFileSync(path.join(project, 'cli', 'package.json'), 'utf8'));
  const root = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8'));
  const specifiers = sources()
    .filter(({ folder }) => ['cli', 'core'].includes(folder))
    .flatMap(({ text }) => importsOf(text));
  const names = specifiers.flatMap((specifier) => /^(?!node:)(?:@[^/]+\/)?[\w-][^/]*/.exec(specifier)?.[0] ?? []);
  for (const name of ['esbuild', ...new Set(names)])
    expect([name, devDependencies[name]]).toEqual([name, root.devDependencies[name]]);
});

test('in the clone npx finds the command of the workspace', () => {
  const { bin, name } = JSON.parse(readFileSync(path.join(project, 'cli', 'package.json'), 'utf8'));
  const root = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8'));
  expect([Object.keys(bin), name, root.workspaces]).toEqual([
    ['spawn'],
    '@spawn-ami/cli',
    expect.arrayContaining(['cli']),
  ]);
});

test.each([
  'npx spawn list',
  'npx --yes spawn',
  'npm i spawn',
  'npm install -g spawn',
  'yarn add spawn',
  'npm exec spawn',
])('the search finds "%s"', (text) => expect(callsIn(text)).toHaveLength(1));

test.each(['npm install ./spawn-ami-cli-1.0.0.tgz', 'npm ci', 'npx cdk deploy', 'npm install @spawn-ami/cli'])(
  'the search passes "%s"',
  (text) => expect(callsIn(text)).toEqual([]),
);
