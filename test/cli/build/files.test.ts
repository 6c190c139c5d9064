import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '../kit/spawn';

let above: string;
let directory: string;
beforeEach(() => {
  above = mkdtempSync(join(tmpdir(), 'spawn-files-'));
  directory = join(above, 'recipe');
  mkdirSync(join(directory, 'site', 'img'), { recursive: true });
  put('site/index.html', '<h1>');
  put('site/img/.hidden', Buffer.from([0, 255]));
  put('app.conf', 'port = 80\n');
});
afterEach(() => rmSync(above, { recursive: true }));

const at = (name: string): string => join(directory, name);
const put = (name: string, content: string | Buffer) => writeFileSync(at(name), content);
const recipe = (...files: string[]): void =>
  put(
    'recipe.yaml',
    [
      'stack: web',
      'version: 1.0.0',
      'base: al2023',
      'instance_types: [m7i.large]',
      'provision: [{ run: "true" }]',
      'test: { run: "true" }',
      'files:',
      ...files.map((file) => `  - { ${file} }`),
      '',
    ].join('\n'),
  );
const check = () => spawn(['build', 'recipe.yaml', '--check'], { directory, environment: { PATH: process.env.PATH! } });

test('a build sends the files that the recipe copies, those of a folder by their paths, and links to files beside it', async () => {
  recipe('source: ./site/, destination: /srv', 'source: app.conf, destination: /etc/app.conf');
  symlinkSync('../app.conf', at('site/link'));
  const { requests } = await spawn(['build', 'recipe.yaml', '--dry-run'], { directory });
  expect((requests[0]?.body as { files: object }).files).toEqual({
    'app.conf': Buffer.from('port = 80\n').toString('base64'),
    'site/img/.hidden': 'AP8=',
    'site/index.html': Buffer.from('<h1>').toString('base64'),
    'site/link': Buffer.from('port = 80\n').toString('base64'),
  });
  expect(await check()).toMatchObject({ code: 0, err: expect.not.stringContaining('warning') });
});

test('--check finds everything that cannot be copied at once, each in its line', async () => {
  writeFileSync(join(above, 'secret'), 's');
  mkdirSync(at('empty'));
  mkdirSync(at('dead'));
  symlinkSync(join(above, 'secret'), at('site/out'));
  symlinkSync('nowhere', at('dead/link'));
  put('large', '');
  truncateSync(at('large'), 1_048_577);
  const to = (name: string) => `source: ${name}, destination: /opt/${name}`;
  recipe(to('none'), to('site'), to('empty'), to('dead'), to('large'));
  const { code, out, requests } = await check();
  expect([code, requests]).toEqual([2, []]);
  expect(out.split('\n')).toEqual([
    "recipe.yaml:8:15: files names 'none', which does not exist: put it next to the recipe, or correct the name.",
    expect.stringMatching(
      /^recipe\.yaml:9:15: files names 'site\/out', which leads to .*secret, outside the recipe's folder/,
    ),
    expect.stringMatching(/^recipe\.yaml:10:15: files names the folder 'empty', which has no files/),
    expect.stringMatching(/^recipe\.yaml:11:15: files names 'dead\/link', which is a link to nothing/),
    expect.stringMatching(
      /^recipe\.yaml:12:15: 'large' has 1048577 bytes.*1 MiB.*s3:\/\/ or https:\/\/ with its sha256/,
    ),
    '',
  ]);
});

test('--check finds two files with one destination, and files that are too large together', async () => {
  recipe('source: site, destination: /srv', 'source: app.conf, destination: /srv/index.html');
  expect((await check()).out).toContain(
    "recipe.yaml:9:15: files copies both 'site/index.html' and 'app.conf' to /srv/index.html",
  );
  for (const name of ['a', 'b', 'c', 'd', 'e']) put(`site/${name}`, Buffer.alloc(1_000_000));
  recipe('source: site, destination: /srv');
  expect((await check()).out).toMatch(
    /bytes together, and the limit is 4194304 \(4 MiB\): let files: name what is larger/,
  );
});

test('a link to a folder is not followed: one to a folder above would never end', async () => {
  symlinkSync('..', at('site/img/up'));
  recipe('source: site, destination: /srv');
  expect((await check()).out).toContain("files names 'site/img/up', which");
  rmSync(at('site/img/up'));
  symlinkSync('img', at('site/pictures'));
  expect((await check()).out).toContain(
    "'site/pictures', which is a link to a folder: replace the link with the folder",
  );
});

test('what cannot be read, and what is no file, is named with the reason', async () => {
  recipe('source: app.conf/x, destination: /srv/x');
  expect((await check()).out).toContain("recipe.yaml:8:15: files names 'app.conf/x', which cannot be read: ENOTDIR");
  execFileSync('mkfifo', [at('site/pipe')]);
  recipe('source: site, destination: /srv');
  expect((await check()).out).toContain("files names 'site/pipe', which is no file and no folder");
});

test('a script that is a folder is refused by its name', async () => {
  recipe('source: app.conf, destination: /etc/app.conf');
  writeFileSync(
    at('recipe.yaml'),
    readFileSync(at('recipe.yaml'), 'utf8').replace('run: "true" }]', 'script: site }]'),
  );
  const { code, err } = await check();
  expect([code, err]).toEqual([2, expect.stringContaining("the script 'site' is a folder: name a file in it")]);
});
