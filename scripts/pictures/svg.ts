import { columns, type Span } from './screen';

const cell = { width: 8.4, height: 18 };
const padding = 16;
const font = 14;
/** The palette of a dark terminal, by the numbers of the colors. */
const palette: Readonly<Record<number, string>> = { 1: '#ff7b72', 2: '#7ee787', 3: '#e3b341' };
const [background, foreground] = ['#0d1117', '#e6edf3'];

/** Draws the lines of a terminal as an SVG image. `title` says what the picture shows. */
export function svgOf(title: string, lines: readonly Span[][]): string {
  const width = Math.ceil(columns * cell.width + 2 * padding);
  const height = lines.length * cell.height + 2 * padding;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${background}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${font}" fill="${foreground}" xml:space="preserve">`,
    ...lines.map(drawnLine),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function drawnLine(spans: readonly Span[], row: number): string {
  const y = padding + row * cell.height + font;
  return `<text y="${y}">${spans.map(drawnSpan).join('')}</text>`;
}

function drawnSpan({ column, text, bold, dim, color }: Span): string {
  const x = round(padding + column * cell.width);
  const attributes = [
    `x="${x}"`,
    // Fonts differ in width; the columns of a table must not.
    `textLength="${round([...text].length * cell.width)}"`,
    bold ? 'font-weight="bold"' : '',
    dim ? 'opacity="0.6"' : '',
    color === undefined ? '' : `fill="${palette[color] ?? foreground}"`,
  ];
  return `<tspan ${attributes.filter(Boolean).join(' ')}>${escaped(text)}</tspan>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
