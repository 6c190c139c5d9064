import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documents } from '../../../scripts/documents';

test.each(Object.entries(documents))('%s is what the code says; `npm run docs` writes it', (name, content) => {
  expect(readFileSync(join(__dirname, '..', '..', '..', name), 'utf8')).toBe(content());
});
