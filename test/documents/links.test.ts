import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');

/** The dead links of the Markdown files in a folder, as the modules of the site find them. */
function deadLinksIn(folder: string): string[] {
  const program = `import { deadLinks } from ${JSON.stringify(join(root, 'scripts', 'site', 'pages.mjs'))};
    process.stdout.write(JSON.stringify(deadLinks(${JSON.stringify(folder)})));`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as string[];
}

test('every link of every Markdown file leads to a file and, if it names one, to a heading', () => {
  expect(deadLinksIn(root)).toEqual([]);
});

test('a link to a missing file or heading is found, also in HTML', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spawn-links-'));
  mkdirSync(join(folder, 'docs'));
  writeFileSync(
    join(folder, 'README.md'),
    '# Top\n\n[gone](docs/gone.md) [here](#top) [web](https://aws.amazon.com)\n',
  );
  writeFileSync(
    join(folder, 'docs', 'a.md'),
    '# A\n\n[up](../README.md#Nowhere) [up](../README.md#top)\n\n<img src="a.svg">\n',
  );
  expect(deadLinksIn(folder)).toEqual([
    'README.md: docs/gone.md: no such file',
    'docs/a.md: ../README.md#Nowhere: README.md has no heading with this id',
    'docs/a.md: a.svg: no such file',
  ]);
});
