import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schema } from '../../infra/setting/schema';
import { policyFiles } from '../../scripts/deploy/policies';
import { renderSettingsDocument, settingRows } from '../../scripts/settings/document';

const root = join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const names = settingRows().map(({ name }) => name);

test('the page of the settings is current and has every setting once, with a meaning', () => {
  expect(read('docs/settings.md')).toBe(renderSettingsDocument());
  expect(names.filter((name) => /^\w+$/.test(name))).toEqual(Object.keys(schema.shape));
  expect(new Set(names).size).toBe(names.length);
  expect(settingRows().filter(({ meaning }) => !/^[A-Z].{10,}[^.]$/.test(meaning))).toEqual([]);
});

test('members of settings have rows of their own', () => {
  expect(names).toEqual(
    expect.arrayContaining(['network.cidr', 'network.subnet_ids', 'nightly.cron', 'notifications[].url_secret']),
  );
});

test.each([
  ['home_region', '**required**'],
  ['regions', '`[]`'],
  ['deletion_protection', '`true`'],
  ['nightly.cron', '`"0 3 * * ? *"`'],
  ['alarm_email', 'none'],
])('the default of %s is %s', (name, value) => {
  expect(settingRows().find((row) => row.name === name)?.default).toBe(value);
});

test('the page of the deployment links every policy file and names the policies of people', () => {
  const page = read('docs/deploy.md');
  const files = Object.keys(policyFiles).map((file) => file.replace('docs/', ''));
  expect(files.filter((file) => !page.includes(`(${file})`))).toEqual([]);
  for (const audience of ['reader', 'launcher', 'operator'])
    expect(page).toContain(`\`spawn-<stage>-${audience}-<home region>\``);
});
