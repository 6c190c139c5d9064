import fc from 'fast-check';
import { collectTags, splitTag } from '../../../cli/framework/values';

const key = fc.string({ minLength: 1 }).filter((text) => !text.includes('='));

test('a tag is split at its first =, whatever its value contains', () => {
  fc.assert(
    fc.property(key, fc.string(), (name, value) => expect(splitTag('tag', `${name}=${value}`)).toEqual([name, value])),
  );
});

test('no tag is lost or taken twice', () => {
  fc.assert(
    fc.property(fc.uniqueArray(key, { maxLength: 8 }), (names) => {
      expect(
        Object.keys(
          collectTags(
            'tag',
            names.map((name) => `${name}=1`),
          ),
        ).sort(),
      ).toEqual([...names].sort());
    }),
  );
  expect(() => collectTags('tag', ['a=1', 'b=2', 'a=3'])).toThrow('--tag a=… is given twice');
});
