import { readdirSync } from 'node:fs';
import * as path from 'node:path';
import ts from 'typescript';
import { circles, fileGraph, folderGraph } from './graph';
import { nameOf, project, sources } from './sources';

const all = sources();
const graph = fileGraph(all);
const mostFiles = 20;

/** The folders that hold sources or tests, with how many files each has directly in it. */
function folderSizes(): [string, number][] {
  const files = ['core', 'aws', 'usecases', 'lambdas', 'infra', 'local', 'cli', 'console', 'scripts', 'test'].flatMap(
    (root) =>
      readdirSync(path.join(project, root), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.(tsx?|mjs|cjs)$/.test(file) && !file.includes('node_modules'))
        .map((file) => path.dirname(path.join(root, file))),
  );
  return [...new Set(files)].map((folder) => [folder, files.filter((each) => each === folder).length]);
}

test('no files import each other in a circle', () => {
  expect(circles(graph)).toEqual([]);
});

test('no folders import each other in a circle', () => {
  expect(circles(folderGraph(graph))).toEqual([]);
});

test('no folder has more than 20 files', () => {
  expect(folderSizes().filter(([, size]) => size > mostFiles)).toEqual([]);
});

test('the name of a file does not repeat the name of its folder', () => {
  const repeating = all
    .map(({ file }) => file)
    .filter((file) => {
      const folder = path.basename(path.dirname(file));
      const words = nameOf(file).split('-');
      return words[0] === folder && !file.startsWith('lambdas/');
    });
  expect(repeating).toEqual([]);
});

/** The lines of a source that have more than 120 columns without their strings, templates and expressions. */
function longLines(file: string, text: string): number[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  let code = text;
  const blank = (node: ts.Node): void => {
    if (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateExpression(node) ||
      ts.isRegularExpressionLiteral(node) ||
      ts.isJsxText(node)
    ) {
      const [start, end] = [node.getStart(source), node.getEnd()];
      code = code.slice(0, start) + code.slice(start, end).replace(/[^\n]/g, '\0') + code.slice(end);
    }
    ts.forEachChild(node, blank);
  };
  blank(source);
  return code.split('\n').flatMap((line, index) => (line.replaceAll('\0', '').length > 120 ? [index + 1] : []));
}

test('no line of code has more than 120 columns, strings and tables apart', () => {
  const tables = ['core/api/routes.ts', 'infra/function/table.ts', 'core/residue/rules.ts'];
  const long = all.filter(({ file }) => !tables.includes(file));
  expect(long.flatMap(({ file, text }) => longLines(file, text).map((line) => `${file}:${line}`))).toEqual([]);
});

test('a circle of three files is found', () => {
  const chain = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['c'])],
    ['c', new Set(['a'])],
    ['d', new Set(['a'])],
  ]);
  expect(circles(chain)).toEqual([['a', 'b', 'c']]);
});
