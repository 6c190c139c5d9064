import * as fc from 'fast-check';
import { checkTexts, readJsonBody } from '../../../core/lib/json-body';
import { named } from '../kit/images';

test('a body is read as JSON reads it', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 6 }).filter((value) => value !== null && !JSON.stringify(value).includes('\\u0000')),
      (value) => {
        expect(readJsonBody(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      },
    ),
  );
  expect(readJsonBody('')).toBeUndefined();
  expect(readJsonBody(JSON.stringify('[[['.repeat(100)))).toBe('[[['.repeat(100));
});

test('a body that no route could take is refused with its reason', () => {
  expect(() => readJsonBody('{')).toThrow(named('InvalidRequest', 'not JSON'));
  expect(() => readJsonBody(' null')).toThrow(named('InvalidRequest', 'is null'));
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const) {
    const deep = `${open.repeat(100_000)}1${close.repeat(100_000)}`;
    expect(() => readJsonBody(deep)).toThrow(named('InvalidRequest', 'more than 64 levels'));
  }
  expect(() => readJsonBody('['.repeat(100_000))).toThrow(named('InvalidRequest', 'levels of nesting'));
});

test('a NUL character is refused where it stands, and a text that only writes about one is not', () => {
  expect(() => readJsonBody(JSON.stringify({ tags: { a: 'b\0' } }))).toThrow(
    named('InvalidRequest', "'tags.a' contains a NUL"),
  );
  expect(() => readJsonBody(JSON.stringify({ 'a\0': 1 }))).toThrow(named('InvalidRequest', 'NUL'));
  expect(() => checkTexts({ id: '\0' })).toThrow(named('InvalidRequest', "'id' contains a NUL"));
  expect(readJsonBody(JSON.stringify({ a: '\\u0000' }))).toEqual({ a: '\\u0000' });
});
