import fc from 'fast-check';
import { emptyRoot } from '../../guest/file/tree';
import { FileSystem } from '../../guest/file/system';

const now = Date.parse('2026-01-14T10:30:00Z');
const fresh = () => new FileSystem(emptyRoot(now), () => now);

const names = fc.constantFrom('a', 'b', 'c');
const paths = fc.array(names, { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join('/')}`);
const steps = fc.array(
  fc.oneof(
    fc.record({ act: fc.constant('write' as const), path: paths, text: fc.string({ maxLength: 4 }) }),
    fc.record({ act: fc.constant('remove' as const), path: paths }),
    fc.record({ act: fc.constant('copy' as const), path: paths, to: paths }),
  ),
  { maxLength: 25 },
);
type Step =
  | { act: 'write'; path: string; text: string }
  | { act: 'remove'; path: string }
  | { act: 'copy'; path: string; to: string };

function apply(files: FileSystem, all: Step[]): void {
  for (const step of all) {
    try {
      if (step.act === 'write') files.write(step.path, step.text);
      else if (step.act === 'remove') files.remove(step.path);
      else if (!`${step.to}/`.startsWith(`${step.path}/`)) files.copy(step.path, step.to);
    } catch (error) {
      // A file where a directory is needed, or the other way round: refused, as on a real disk.
      expect((error as Error).message).toMatch(/^(ENOTDIR|EISDIR|ENOENT|EEXIST)/);
    }
  }
}

const contents = (files: FileSystem) => files.files('/').map((path) => [path, files.text(path)]);

test('a frozen tree never changes, whatever is done to the file system it came from', () => {
  fc.assert(
    fc.property(steps, steps, (before, after) => {
      const files = fresh();
      apply(files, before);
      const expected = contents(files);
      const root = files.freeze();
      apply(files, after);
      expect(contents(new FileSystem(root, () => now))).toEqual(expected);
    }),
  );
});

test('two file systems made from one frozen tree do not see each other', () => {
  fc.assert(
    fc.property(steps, steps, (before, after) => {
      const files = fresh();
      apply(files, before);
      const root = files.freeze();
      const [one, other] = [new FileSystem(root, () => now), new FileSystem(root, () => now)];
      const expected = contents(other);
      apply(one, after);
      expect(contents(other)).toEqual(expected);
    }),
  );
});

test('a copied directory and its original change apart', () => {
  const files = fresh();
  files.write('/a/deep/file', 'one');
  files.copy('/a', '/b');
  files.write('/a/deep/file', 'two');
  files.write('/b/deep/other', 'three');
  expect(contents(files)).toEqual([
    ['/a/deep/file', 'two'],
    ['/b/deep/file', 'one'],
    ['/b/deep/other', 'three'],
  ]);
});

test('links are followed, loops are refused, and .. leaves the directory that a link led to', () => {
  const files = fresh();
  files.write('/usr/bin/tool', 'x');
  files.link('usr/bin', '/bin');
  files.link('loop', '/loop');
  files.link('../bin/tool', '/usr/link');
  expect(files.text('/bin/tool')).toBe('x');
  expect(files.canonical('/usr/link')).toBe('/usr/bin/tool');
  expect(() => files.text('/loop')).toThrow('ELOOP');
  files.write('/bin/new', 'y');
  expect(files.list('/usr/bin')).toEqual(['new', 'tool']);
});
