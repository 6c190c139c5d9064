import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import MarkdownIt from 'markdown-it';
import anchor from 'markdown-it-anchor';

/** Chapters of the site, in order: the title of each and its pages, by path in the project and title. */
export const navigation = [
  {
    title: 'Start',
    pages: [
      ['README.md', 'Overview'],
      ['docs/tour.md', 'A tour in pictures'],
      ['docs/getting-started.md', 'Getting started'],
      ['docs/deploy.md', 'Deployment'],
      ['docs/concepts.md', 'Concepts'],
      ['docs/moving.md', 'Moving to spawn'],
      ['docs/comparison.md', 'Comparison'],
      ['docs/field.md', 'Comparison by behaviour'],
    ],
  },
  {
    title: 'Reference',
    pages: [
      ['docs/recipe.md', 'Recipe'],
      ['docs/rehearsal.md', 'Rehearsal'],
      ['docs/commands.md', 'Commands'],
      ['docs/errors.md', 'Errors'],
      ['docs/settings.md', 'Settings'],
      ['docs/local-mode.md', 'Local mode'],
      ['docs/state-machines.md', 'State machines'],
      ['docs/aws-facts.md', 'Facts of AWS'],
    ],
  },
  {
    title: 'Operate',
    pages: [
      ['docs/console.md', 'Console'],
      ['docs/runbook.md', 'Runbook'],
      ['docs/security.md', 'Security'],
      ['docs/reliability.md', 'Reliability'],
      ['docs/cost.md', 'Cost'],
    ],
  },
  {
    title: 'Project',
    pages: [
      ['CONTRIBUTING.md', 'Contributing'],
      ['CHANGELOG.md', 'Changelog'],
    ],
  },
];

/** Returns the id of a heading as GitHub forms it. */
const slugOf = (title) =>
  title
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

/** Returns a parser of Markdown with the ids of GitHub on its headings. */
export function markdownParser() {
  return new MarkdownIt({ html: true, linkify: false }).use(anchor, { slugify: slugOf, tabIndex: false });
}

/** Lists the Markdown files of the project by path, without packages and what is built. */
export function markdownFiles(root) {
  const skipped = new Set(['node_modules', 'dist', 'cdk.out', '.git', '.spawn', 'coverage']);
  const below = (folder) =>
    readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const name = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : below(name);
      return entry.name.endsWith('.md') ? [name] : [];
    });
  return below('').sort();
}

/** Returns the links and images of a parsed text, and the ids of its headings. */
export function partsOf(text) {
  const links = [];
  const ids = new Set();
  const walk = (tokens) => {
    for (const token of tokens) {
      const target = token.attrGet('href') ?? token.attrGet('src');
      if (target !== null) links.push(target);
      if (token.type === 'heading_open') ids.add(token.attrGet('id'));
      if (token.type === 'html_block' || token.type === 'html_inline')
        for (const [, html] of token.content.matchAll(/(?:href|src)="([^"]+)"/g)) links.push(html);
      if (token.children) walk(token.children);
    }
  };
  walk(markdownParser().parse(text, {}));
  return { links, ids };
}

/** Returns a sentence for each link of the Markdown files that leads nowhere: to no file, or to no heading. */
export function deadLinks(root, files = markdownFiles(root)) {
  const parsed = new Map();
  const parts = (file) => {
    if (!parsed.has(file)) parsed.set(file, partsOf(readFileSync(path.join(root, file), 'utf8')));
    return parsed.get(file);
  };
  return files.flatMap((file) =>
    parts(file).links.flatMap((link) => {
      if (/^[a-z][a-z+.-]*:/i.test(link)) return [];
      const [name, id] = decodeURIComponent(link).split('#');
      const target = name === '' ? file : path.posix.normalize(path.posix.join(path.posix.dirname(file), name));
      if (target.startsWith('..') || !existsSync(path.join(root, target))) return [`${file}: ${link}: no such file`];
      if (id === undefined || !target.endsWith('.md') || parts(target).ids.has(id)) return [];
      return [`${file}: ${link}: ${target} has no heading with this id`];
    }),
  );
}
