import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../cli/commands/all';
import { globalFlags } from '../../cli/framework/global-flags';

const folder = join(__dirname, '..', '..', 'docs', 'pictures');
// The others are screenshots of a browser.
const pictures = readdirSync(folder).filter((name) => name.endsWith('.svg'));
const screenshots = readdirSync(folder).filter((name) => !name.endsWith('.svg'));

/** The lines of a terminal that a picture shows, each span at its column. */
function linesOf(picture: string): string[] {
  const svg = readFileSync(join(folder, picture), 'utf8');
  const [padding, width] = [16, 8.4];
  return [...svg.matchAll(/<text [^>]*>(.*?)<\/text>/g)].map(([, content = '']) =>
    [...content.matchAll(/<tspan x="([\d.]+)"[^>]*>([^<]*)<\/tspan>/g)].reduce((line, [, x, text = '']) => {
      const column = Math.round((Number(x) - padding) / width);
      return line.padEnd(column) + text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"');
    }, ''),
  );
}

/** The commands that were typed, with continued lines joined. */
function typedIn(lines: readonly string[]): string[] {
  return lines.flatMap((line, index) => {
    if (!line.startsWith('$ ')) return [];
    const more = line.endsWith('\\') ? ` ${lines[index + 1]?.trim()}` : '';
    return [`${line.slice(2).replace(/\\$/, '').trim()}${more}`];
  });
}

test('there is a picture of a list, a build, a failed build and a cleanup plan, and one for the first page', () => {
  expect(pictures.sort()).toEqual([
    'build.svg',
    'cleanup-plan.svg',
    'failed-build.svg',
    'list-amis.svg',
    'overview.svg',
  ]);
});

test.each(pictures)('%s shows lines of at most 80 columns', (picture) => {
  const lines = linesOf(picture);
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.filter((line) => [...line].length > 80)).toEqual([]);
});

test.each(pictures)('%s shows commands and flags that exist', (picture) => {
  const typed = typedIn(linesOf(picture));
  expect(typed.length).toBeGreaterThan(0);
  for (const line of typed) {
    const command = commands.find(({ names }) => names.some((name) => `${line} `.startsWith(`spawn ${name} `)));
    expect([line, command?.names[0]]).toEqual([line, expect.any(String)]);
    const known = [...(command?.flags ?? []), ...globalFlags].map(({ name }) => `--${name}`);
    expect((line.match(/--[a-z-]+/g) ?? []).filter((flag) => !known.includes(flag))).toEqual([]);
  }
});

test('screenshots are those of the console, each of at most 300 KB', () => {
  expect(screenshots.filter((name) => !/^console-[a-z-]+\.png$/.test(name))).toEqual([]);
  const sizes = screenshots.map((name) => readFileSync(join(folder, name)).length);
  expect(Math.max(...sizes)).toBeLessThan(300_000);
});
