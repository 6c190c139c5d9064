import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { deadLinks, markdownParser, navigation } from './pages.mjs';
import { layout } from './layout.mjs';

// Builds the documents as a site into dist/site: `npm run docs:site`. It needs no network.
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const output = path.join(root, 'dist', 'site');

const decisions = readdirSync(path.join(root, 'docs', 'decisions')).map((file) => {
  const name = `docs/decisions/${file}`;
  return [name, titleOf(name)];
});
const chapters = [...navigation, { title: 'Decisions', pages: decisions }];
const pages = chapters.flatMap((chapter) => chapter.pages.map(([file, title]) => ({ file, title })));
const addresses = new Map(pages.map(({ file }) => [file, addressOf(file)]));

function titleOf(file) {
  return /^# (.+)$/m.exec(readFileSync(path.join(root, file), 'utf8'))?.[1] ?? file;
}

/** The path of a page in the site. */
function addressOf(file) {
  if (file === 'README.md') return 'index.html';
  return file
    .replace(/^docs\//, '')
    .replace(/\.md$/, '.html')
    .toLowerCase();
}

const relative = (from, to) => path.posix.relative(path.posix.dirname(from), to) || path.posix.basename(to);

/** The link of a page as the site has it. Files that are no pages are copied; folders become their list of files. */
function linkIn(file, link, copied) {
  if (/^([a-z][a-z+.-]*:|#)/i.test(link)) return link;
  const [name, id] = link.split('#');
  const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), name)).replace(/\/$/, '');
  const hash = id === undefined ? '' : `#${id}`;
  if (addresses.has(target)) return relative(addressOf(file), addresses.get(target)) + hash;
  if (target === 'docs/decisions') return relative(addressOf(file), addresses.get(decisions[0][0]));
  if (statSync(path.join(root, target)).isDirectory()) return undefined;
  copied.add(target);
  return relative(addressOf(file), `files/${target}`);
}

function render({ file, title }, copied) {
  const parser = markdownParser();
  const tokens = parser.parse(readFileSync(path.join(root, file), 'utf8'), {});
  for (const token of tokens.flatMap((each) => [each, ...(each.children ?? [])])) {
    for (const attribute of ['href', 'src']) {
      const link = token.attrGet(attribute);
      if (link === null) continue;
      const there = linkIn(file, link, copied);
      // A folder of the sources has no page.
      if (there === undefined) token.attrs = token.attrs.filter(([name]) => name !== attribute);
      else token.attrSet(attribute, there);
    }
  }
  const menu = chapters.map((chapter) => ({
    title: chapter.title,
    links: chapter.pages.map(([other, name]) => ({
      name,
      address: relative(addressOf(file), addressOf(other)),
      current: other === file,
    })),
  }));
  return layout({ title, menu, content: parser.renderer.render(tokens, parser.options, {}) });
}

const missing = pages
  .filter(({ file }) => !existsSync(path.join(root, file)))
  .map(({ file }) => `${file}: no such page`);
const faults = [...missing, ...(missing.length > 0 ? [] : deadLinks(root))];
if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\n`);
  process.exit(1);
}
rmSync(output, { recursive: true, force: true });
const copied = new Set();
for (const page of pages) {
  const file = path.join(output, addressOf(page.file));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, render(page, copied));
}
for (const file of copied) cpSync(path.join(root, file), path.join(output, 'files', file));
process.stdout.write(`wrote ${pages.length} pages to dist/site; open dist/site/index.html\n`);
