import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize, resolve } from 'node:path';
import root from '../../../package.json';
import own from '../../package.json';

const folder = resolve(__dirname, '../..');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => /(?<!\.d)\.ts$/.test(file) && !file.includes('node_modules'))
  .map((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const imports = [
      /^(?:import|export)\b[^;'"]*?\bfrom '([^']+)'/gm,
      /\b(?:import|require|require\.resolve)\('([^']+)'\)/g,
    ];
    return { file, specifiers: imports.flatMap((each) => [...text.matchAll(each)].map((match) => match[1]!)) };
  });

/** The package of an import, without the path in it; undefined for a file and for a module of Node. */
function packageOf(specifier: string): string | undefined {
  if (/^(\.|node:)/.test(specifier)) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

const packagesIn = (isTest: boolean) =>
  new Set(
    files
      .filter(({ file }) => file.startsWith('test/') === isTest)
      .flatMap(({ specifiers }) => specifiers.flatMap((specifier) => packageOf(specifier) ?? [])),
  );

test('every package that the sources import is a dependency, and no other is', () => {
  expect([...packagesIn(false)].sort()).toEqual(Object.keys(own.dependencies));
});

test('every package that the tests import is declared', () => {
  const declared = { ...own.dependencies, ...own.devDependencies };
  expect([...packagesIn(true)].filter((name) => !(name in declared))).toEqual([]);
});

test('no source imports a file outside of this folder', () => {
  const outside = files
    .filter(({ file }) => !file.startsWith('test/'))
    .flatMap(({ file, specifiers }) =>
      specifiers
        .filter((specifier) => specifier.startsWith('.') && normalize(join(file, '..', specifier)).startsWith('..'))
        .map((specifier) => `${file}: ${specifier}`),
    );
  expect(outside).toEqual([]);
});

test('a package that the project uses too has the same version in both', () => {
  const declared = Object.entries({ ...own.dependencies, ...own.devDependencies });
  const shared: Record<string, string> = root.devDependencies;
  expect(declared.filter(([name, version]) => name in shared && shared[name] !== version)).toEqual([]);
  expect(own.version).toBe(root.version);
});
