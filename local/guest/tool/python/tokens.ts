export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'format' | 'operator' | 'newline' | 'indent' | 'dedent' | 'end';
  readonly text: string;
  readonly line: number;
}

/** What the small interpreter cannot do. A script that needs it fails, and says that it is the simulation's limit. */
export class NotUnderstood extends Error {
  constructor(what: string, line: number) {
    super(`line ${line}: ${what} is not understood by this simulation's Python`);
    this.name = 'NotUnderstood';
  }
}

const pattern =
  /[ \t]*(?:(#.*)|(\\\n)|(\n)|([A-Za-z_]\w*(?=["']))?("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|([A-Za-z_]\w*)|(\d+\.\d+|\d+)|(\*\*|\/\/|==|!=|<=|>=|->|\+=|-=|\*=|[-+*/%()[\]{},:;.=<>@|&]))/y;

const escapes: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
  0: '\0',
};

const unescape = (text: string) => text.replace(/\\([\s\S])/g, (whole, letter: string) => escapes[letter] ?? whole);

/** Cuts a Python text into tokens, with indents and dedents as the language has them. */
export function tokensOf(source: string): Token[] {
  const text = source.replaceAll('\r\n', '\n');
  const tokens: Token[] = [];
  const indents = [0];
  let depth = 0;
  let line = 1;
  let atStart = true;
  let position = 0;
  const push = (kind: Token['kind'], value: string) => tokens.push({ kind, text: value, line });
  while (position < text.length) {
    if (atStart && depth === 0) {
      const [, space = '', rest = ''] =
        /^([ \t]*)(.*)/.exec(
          text.slice(position, text.indexOf('\n', position) < 0 ? undefined : text.indexOf('\n', position)),
        ) ?? [];
      if (rest !== '' && !rest.startsWith('#')) {
        const width = space.replaceAll('\t', '        ').length;
        if (width > (indents[indents.length - 1] ?? 0)) {
          indents.push(width);
          push('indent', '');
        }
        while (width < (indents[indents.length - 1] ?? 0)) {
          indents.pop();
          push('dedent', '');
        }
      }
      atStart = false;
    }
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    if (match === null) {
      if (/^[ \t]*$/.test(text.slice(position))) break;
      throw new NotUnderstood(`"${text.slice(position, position + 12).trim()}"`, line);
    }
    position = pattern.lastIndex;
    const [, comment, joined, newline, prefix = '', quoted, name, number, operator] = match;
    if (newline !== undefined) {
      if (depth === 0) {
        if (tokens.length > 0 && tokens[tokens.length - 1]?.kind !== 'newline') push('newline', '\n');
        atStart = true;
      }
      line += 1;
    } else if (quoted !== undefined) {
      const inner = /^("""|''')/.test(quoted) ? quoted.slice(3, -3) : quoted.slice(1, -1);
      const kind = prefix.toLowerCase();
      if (!['', 'f', 'r', 'b', 'rf', 'fr', 'u'].includes(kind))
        throw new NotUnderstood(`the string prefix ${prefix}`, line);
      push(kind.includes('f') ? 'format' : 'string', kind.includes('r') ? inner : unescape(inner));
      line += quoted.split('\n').length - 1;
    } else if (name !== undefined) push('name', name);
    else if (number !== undefined) push('number', number);
    else if (operator !== undefined) {
      if ('([{'.includes(operator)) depth += 1;
      if (')]}'.includes(operator)) depth -= 1;
      push('operator', operator);
    } else if (comment === undefined && joined !== undefined) line += 1;
  }
  if (tokens.length > 0 && tokens[tokens.length - 1]?.kind !== 'newline') push('newline', '\n');
  while (indents.length > 1) {
    indents.pop();
    push('dedent', '');
  }
  push('end', '');
  return tokens;
}
