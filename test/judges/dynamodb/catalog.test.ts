import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startEmulator, type Emulator } from '../emulator/ministack';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ SERVICES: 'dynamodb' });
  process.env.CATALOG_ENDPOINT = emulator.url;
}, 90_000);
afterAll(() => emulator?.stop());

// The catalog's own tests define themselves where they are loaded. None of them differs on MiniStack.
describe.each(['claims', 'images', 'runs'])('%s', (file) => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  require(`../../aws/catalog/${file}.test`);
});

test('every file of tests of the catalog is here', () => {
  const files = readdirSync(join(__dirname, '../../aws/catalog')).filter((name) => name.endsWith('.test.ts'));
  expect(files.sort()).toEqual(['claims.test.ts', 'images.test.ts', 'runs.test.ts']);
});
