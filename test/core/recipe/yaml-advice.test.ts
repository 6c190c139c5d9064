import { readDocument } from '../../../core/recipe/document';

test.each([
  ['base: [al2023\nstack: web\n', 2, 'the `[` above is not closed with `]`'],
  ['test: {script: a\nstack: web\n', 2, 'the `{` above is not closed with `}`'],
  ['provision:\n  - run: a\n stack: web\n', 3, 'this line is indented differently from those that it belongs to: keys'],
  ['stack: web: app\n', 1, 'a key stands inside the value of another key: put nested keys'],
  ['stack: web\n version: 1\nbase: al2023\n', 2, 'this line is indented differently from those'],
  ['provision:\n  - script: a.sh\n    timeout: 3m\n   name: x\n', 4, 'this line is indented differently from those'],
  ["stack: web\nbase: 'al2023\nversion: 1\n", 2, 'the quote that begins here is not closed'],
  ['stack: "web\nversion: 1\n', 1, 'the quote that begins here is not closed'],
  ['\tstack: web\n', 1, 'a tab indents this line: use spaces'],
  ['stack\nversion: 1\n', 1, 'this line has no `:` after its key'],
  ['stack: web\nstack: app\n', 2, 'this key is already in the same mapping: remove one of them'],
  ['stack: @web\n', 1, 'quote a text that begins with @'],
  ['stack: "\\q"\n', 1, '\\q is not an escape sequence: use single quotes, or write \\\\ for a backslash'],
  ['stack: !name web\n', 1, 'YAML tags are not supported: remove !name'],
  ['stack: web\n---\nstack: app\n', 2, '--- begins a second document, and a recipe is one: remove it'],
  ["stack: 'it's'\n", 1, 'this text does not belong here: check the quotes and the indentation'],
])('%j: line %d: %s', (text, line, sentence) => {
  const [first] = readDocument(text).errors;
  expect([first?.line, first?.message]).toEqual([line, expect.stringContaining(sentence)]);
});

test('what follows a mistake on its line is not told again', () => {
  expect(readDocument('- a\nb: c\n').errors).toHaveLength(1);
});
