import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Stryker } from '@stryker-mutator/core';

// `npm run mutate -- cleanup wait`: changes the rules of folders of core/ (default: all of them), one small change at a
// time, and writes to test/mutation/figures.json how many changes made a test of test/core fail.
const figuresFile = 'test/mutation/figures.json';
const all = readdirSync('core', { withFileTypes: true }).filter((entry) => entry.isDirectory());
const named = process.argv.slice(2);
const unknown = named.filter((name) => !existsSync(`core/${name}`));
if (unknown.length > 0) {
  process.stderr.write(`core/ has no folder ${unknown.join(', ')}\n`);
  process.exit(2);
}
for (const folder of named.length > 0 ? named : all.map(({ name }) => name)) {
  const results = await new Stryker({
    configFile: 'test/mutation/stryker.config.mjs',
    mutate: [`core/${folder}/**/*.ts`],
  }).runMutationTest();
  const count = (...statuses) => results.filter(({ status }) => statuses.includes(status)).length;
  const figures = existsSync(figuresFile) ? JSON.parse(readFileSync(figuresFile, 'utf8')) : {};
  figures[folder] = {
    killed: count('Killed', 'Timeout'),
    survived: count('Survived'),
    uncovered: count('NoCoverage'),
    date: new Date().toISOString().slice(0, 10),
  };
  const sorted = Object.fromEntries(Object.entries(figures).sort(([a], [b]) => a.localeCompare(b)));
  writeFileSync(figuresFile, `${JSON.stringify(sorted, null, 2)}\n`);
}
