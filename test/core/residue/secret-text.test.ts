import * as fc from 'fast-check';
import { secretTexts } from '../../../core/residue/secret-text';

const isFound = (file: string, value: string) =>
  file.split('\n').some((line) => secretTexts([value]).some((text) => line.includes(text)));
const value = fc
  .string({ unit: 'binary', minLength: 12, maxLength: 90 })
  .filter((text) => !/[\r\n]/.test(text) && text.trim() === text && !/^\s*[{[]/.test(text));

test('a secret is found in any file that holds it, as it is or in base64 with anything before and after it', () => {
  fc.assert(
    fc.property(
      value,
      fc.string(),
      fc.string(),
      fc.constantFrom(0, 64, 76),
      fc.boolean(),
      (secret, before, after, width, isUrl) => {
        expect(isFound(`${before}${secret}${after}`, secret)).toBe(true);
        const code = Buffer.from(`${before}${secret}${after}`, 'utf8').toString(isUrl ? 'base64url' : 'base64');
        const broken = width === 0 ? code : (code.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n');
        expect(isFound(broken, secret)).toBe(true);
      },
    ),
  );
});

test.each([
  ['a short secret counts whole', 'hunter2', 'password=hunter2', true],
  [
    'a line of a key',
    '-----BEGIN KEY-----\nMIIEowIBAAKCAQEAu1SU1LfV\n-----END KEY-----\n',
    'x = MIIEowIBAAKCAQEAu1SU1LfV',
    true,
  ],
  ['a string of a JSON secret', '{\n  "password": "k3Jq9vTz8p"\n}', 'k3Jq9vTz8p', true],
  ['the brackets of a JSON secret', '{\n  "password": "k3Jq9vTz8p"\n}', '{\n}\n', false],
  ['an empty line of a secret', 'first-long-line\n\nsecond-long-line', 'any text', false],
  ['nothing', '', 'any text', false],
])('%s', (_, secret, file, found) => {
  expect(isFound(file, secret)).toBe(found);
});
