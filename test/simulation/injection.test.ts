import { hostileStrings } from './injection/strings';
import { Shells, ways } from './injection/shells';
import { tryTexts } from './injection/try';

test('hostile strings reach shells, requests and documents as the text that they are, or are refused by name', () => {
  const { count, wrong } = tryTexts(hostileStrings(0, 1200));
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(5000);
});

test('a text that is not quoted well is found, alone among many', () => {
  const shells = new Shells();
  try {
    const careless = { ...ways[0]!, lines: (text: string) => `printf '%s\\0' "${text.replaceAll('"', '')}"\n` };
    const texts = ['plain', 'a$(canary)b', 'it is `canary`', '$HOME', 'also plain'];
    expect(shells.try(careless, texts).wrong).toMatchObject([
      { text: 'a$(canary)b', what: 'it ran' },
      { text: 'it is `canary`', what: 'it ran' },
      { text: '$HOME', what: 'it arrived as ""' },
    ]);
  } finally {
    shells.close();
  }
});
