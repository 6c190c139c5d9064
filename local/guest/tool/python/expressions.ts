interface Request {
  readonly pattern: string;
  /** The sum of Python's flags. */
  readonly flags: number;
  readonly string: string;
  readonly start: number;
  readonly mode: 'check' | 'search' | 'match' | 'full' | 'all';
}

type Span = [start: number, end: number] | null;

const verbose = 64;
const letters: Record<number, string> = { 2: 'i', 8: 'm', 16: 's' };
const inline: Record<string, number> = { i: 2, m: 8, s: 16, x: verbose, a: 0, u: 0 };

/** Returns the JavaScript spelling of a Python pattern and its flags. */
function translated(pattern: string, flags: number): { source: string; flags: number } {
  const [whole = '', given = ''] = /^\(\?([aimsux]+)\)/.exec(pattern) ?? [];
  const all = [...given].reduce((sum, letter) => sum | (inline[letter] ?? 0), flags);
  const source = pattern
    .slice(whole.length)
    .replace(/\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\(\?P<|\(\?P=(\w+)\)|\s+|#.*/g, (token, name?: string) => {
      if (token === '\\A') return '(?<![\\s\\S])';
      if (token === '\\Z') return '(?![\\s\\S])';
      if (token === '(?P<') return '(?<';
      if (token.startsWith('(?P=')) return `\\k<${name}>`;
      if ((all & verbose) !== 0 && /^\s|^#/.test(token)) return '';
      return token.replace(/^(\[\^?)\]/, '$1\\]');
    });
  return { source, flags: all };
}

/**
 * Finds what a regular expression of Python matches: the spans of each match and its groups, and the numbers of the
 * named groups. A pattern that is wrong is a problem.
 */
export function matchesOf({ pattern, flags, string, start, mode }: Request): object {
  const python = translated(pattern, flags);
  const names: Record<string, number> = {};
  let groups = 0;
  for (const [token, name] of python.source.matchAll(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\(\?<(\w+)>|\((?!\?)/g)) {
    if (!token.startsWith('(')) continue;
    groups += 1;
    if (name !== undefined) names[name] = groups;
  }
  let expression: RegExp;
  try {
    const source = mode === 'full' ? `(?:${python.source})(?![\\s\\S])` : python.source;
    const options = Object.entries(letters).filter(([bit]) => (python.flags & Number(bit)) !== 0);
    const sticky = mode === 'match' || mode === 'full' ? 'y' : '';
    expression = new RegExp(source, `dg${sticky}${options.map(([, letter]) => letter).join('')}`);
  } catch (error) {
    return { problem: (error as Error).message };
  }
  const matches: Span[][] = [];
  // Python counts characters where JavaScript counts UTF-16 units.
  const hasPairs = /[\ud800-\udfff]/.test(string);
  const place = (index: number) => (hasPairs ? [...string.slice(0, index)].length : index);
  expression.lastIndex = hasPairs ? [...string].slice(0, start).join('').length : start;
  for (let found = mode === 'check' ? null : expression.exec(string); found !== null; found = expression.exec(string)) {
    matches.push([...(found.indices ?? [])].map((span) => (span ? [place(span[0]), place(span[1])] : null)));
    if (mode !== 'all') break;
    if (found[0] === '') expression.lastIndex += 1;
  }
  return { matches, names };
}
