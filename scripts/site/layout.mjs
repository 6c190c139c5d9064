const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const style = `
:root { color-scheme: light dark; --line: #8884; --accent: #0969da; }
@media (prefers-color-scheme: dark) { :root { --accent: #4493f8; } }
body { display: flex; margin: 0; font: 16px/1.6 system-ui, sans-serif; }
nav { flex: 0 0 14rem; height: 100vh; overflow: auto; position: sticky; top: 0; padding: 1rem 1.5rem; border-right: 1px solid var(--line); box-sizing: border-box; }
nav h2 { font-size: .8rem; text-transform: uppercase; margin: 1.2rem 0 .3rem; opacity: .7; }
nav a { display: block; padding: .1rem 0; text-decoration: none; color: inherit; }
nav a[aria-current] { font-weight: bold; color: var(--accent); }
main { flex: 1; min-width: 0; max-width: 54rem; padding: 1rem 2.5rem 4rem; }
a { color: var(--accent); }
code, pre { font: .88em ui-monospace, Menlo, Consolas, monospace; }
pre { overflow: auto; padding: .8rem 1rem; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; display: block; overflow: auto; }
th, td { border: 1px solid var(--line); padding: .3rem .7rem; text-align: left; vertical-align: top; }
img { max-width: 100%; height: auto; }
@media (max-width: 50rem) { body { display: block; } nav { position: static; height: auto; border: 0; } main { padding: 1rem; } }
`;

/** Returns a page of the site: the menu on the left, the content beside it. */
export function layout({ title, menu, content }) {
  const chapters = menu.map(
    (chapter) =>
      `<h2>${escaped(chapter.title)}</h2>\n${chapter.links
        .map(
          ({ name, address, current }) =>
            `<a href="${address}"${current ? ' aria-current="page"' : ''}>${escaped(name)}</a>`,
        )
        .join('\n')}`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} - spawn</title>
<style>${style}</style>
</head>
<body>
<nav>
${chapters.join('\n')}
</nav>
<main>
${content}
</main>
</body>
</html>
`;
}
