import { region } from '../../../core/lib/query-fields';

test.each([
  ['us-west-22', 'not a region: did you mean us-west-2?'],
  ['us-east1', 'not a region: did you mean us-east-1?'],
  ['Frankfurt', 'not a region: write, for example, eu-west-1'],
])('%s is %s', (text, sentence) => {
  expect(region.safeParse(text).error?.issues[0]?.message).toBe(sentence);
});

test('a region that nobody knew when this was written is taken', () => {
  expect(region.parse('eu-nowhere-7')).toBe('eu-nowhere-7');
});
