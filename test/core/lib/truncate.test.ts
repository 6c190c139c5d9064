import { truncateLines } from '../../../core/lib/truncate';

test('a step of the night says at most forty sentences, and how many more there are', () => {
  const lines = Array.from({ length: 42 }, (_, index) => `image ${index}`);
  expect(truncateLines(lines)).toEqual([...lines.slice(0, 40), 'and 2 more']);
  expect(truncateLines(lines.slice(0, 40))).toEqual(lines.slice(0, 40));
});
