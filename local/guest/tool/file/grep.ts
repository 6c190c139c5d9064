import { READ } from '../../file/permissions';
import { type ToolCall, failure } from '../../process/tool';
import type { Outcome } from '../../process/outcome';

const classes: Record<string, string> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  blank: ' \\t',
  space: ' \\t\\r\\n\\v\\f',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
};

/** A POSIX extended expression as one of JavaScript. No part of it matches the end of a line. */
function expressionOf(pattern: string): string {
  let text = '';
  for (let at = 0; at < pattern.length; at += 1) {
    if (pattern[at] === '\\') text += pattern.slice(at, (at += 1) + 1);
    else if (pattern[at] !== '[') text += pattern[at];
    else {
      const negated = pattern[at + 1] === '^';
      at += negated ? 2 : 1;
      let inside = '';
      for (let first = true; at < pattern.length && (first || pattern[at] !== ']'); at += 1, first = false) {
        const named = /^\[:([a-z]+):\]/.exec(pattern.slice(at));
        if (named) {
          inside += classes[named[1] ?? ''] ?? '';
          at += named[0].length - 1;
        } else {
          const isLiteral = /[\\\][^]/.test(pattern[at] ?? '') || (pattern[at] === '-' && pattern[at + 1] === ']');
          inside += isLiteral ? `\\${pattern[at]}` : pattern[at];
        }
      }
      text += negated ? `[^${inside}\\n]` : `[${inside}]`;
    }
  }
  return text;
}

interface Wanted {
  flags: Set<string>;
  most: number;
  patterns: string[];
  paths: string[];
}

function wantedOf(call: ToolCall): Wanted | Outcome {
  const wanted: Wanted = { flags: new Set(), most: Number.POSITIVE_INFINITY, patterns: [], paths: [] };
  const words = [...call.args];
  let hasPattern = false;
  while (words.length > 0) {
    const word = words.shift() as string;
    if (word === '--null') wanted.flags.add('Z');
    else if (!/^-[A-Za-z]/.test(word)) wanted.paths.push(word);
    else {
      const [, letters = '', value] = /^-([aIHhnolsEFZxq]*)(?:[efm](.*))?$/s.exec(word) ?? [];
      const option = word[letters.length + 1];
      if (option !== undefined && !'efm'.includes(option))
        return failure(`${call.name}: option -${option} beside -a or -I is not modeled by this simulation`, 2);
      [...letters].forEach((letter) => wanted.flags.add(letter));
      if (option === undefined) continue;
      const given = value !== undefined && value !== '' ? value : (words.shift() ?? '');
      if (option === 'm') wanted.most = Number(given);
      else if (option === 'e') wanted.patterns.push(given);
      else {
        const path = call.path(given);
        if (call.files.node(path)?.kind !== 'file') {
          return failure(`${call.name}: ${given}: No such file or directory`, 2);
        }
        wanted.patterns.push(...call.files.textOr(path).replace(/\n$/, '').split('\n'));
      }
      if (option !== 'm') hasPattern = true;
    }
  }
  if (!hasPattern) wanted.patterns.push(wanted.paths.shift() ?? '');
  return wanted;
}

/** Contents in which an expression found nothing: the files of a base image are the same objects on every guest. */
const fruitless = new Map<string, WeakSet<Uint8Array>>();

/** `grep -a` and `grep -I` over named files or standard input, without folders: what looks through a whole disk. */
export function fileGrep(call: ToolCall): Outcome {
  const wanted = wantedOf(call);
  if ('exitCode' in wanted) return wanted;
  const { flags, most, patterns, paths } = wanted;
  const literal = (pattern: string): string => pattern.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  const source = patterns.map(flags.has('F') ? literal : expressionOf).join('|');
  const expression = new RegExp(flags.has('x') ? `^(?:${source})$` : source, 'gm');
  const question = `${flags.has('I') ? 'text' : 'any'}:${expression.source}`;
  let known = fruitless.get(question);
  if (known === undefined) fruitless.set(question, (known = new WeakSet()));
  const outcome: Outcome = { exitCode: 1, stdout: '', stderr: '', bytes: true };
  for (const path of paths.length === 0 ? ['-'] : paths) {
    const node = path === '-' ? undefined : call.system.files.node(call.path(path));
    if (node !== undefined && !call.files.allows(call.path(path), READ)) {
      outcome.stderr += `${call.name}: ${path}: Permission denied\n`;
      continue;
    }
    if (path !== '-' && node === undefined) outcome.stderr += `${call.name}: ${path}: No such file or directory\n`;
    if (path !== '-' && node?.kind !== 'file') continue;
    const content = node?.kind === 'file' ? node.content : undefined;
    if (content !== undefined && known.has(content)) continue;
    const text = content === undefined ? call.stdin : Buffer.from(content).toString('latin1');
    const isBinary = text.includes('\0');
    const found = isBinary && flags.has('I') ? [] : linesOf(text, expression, most, flags.has('o'));
    if (found.length === 0) {
      if (content !== undefined) known.add(content);
      continue;
    }
    outcome.exitCode = 0;
    const isNamed = flags.has('H') || (paths.length > 1 && !flags.has('h'));
    const name = Buffer.from(path, 'utf8').toString('latin1');
    if (flags.has('q')) return { ...outcome, stdout: '' };
    if (flags.has('l')) {
      outcome.stdout += `${name}${flags.has('Z') ? '\0' : '\n'}`;
      continue;
    }
    const before = isNamed ? name + (flags.has('Z') ? '\0' : ':') : '';
    for (const one of found) outcome.stdout += `${before}${flags.has('n') ? `${one.line}:` : ''}${one.text}\n`;
  }
  if (outcome.stderr === '') return outcome;
  return { ...outcome, exitCode: 2, stderr: flags.has('s') ? '' : outcome.stderr };
}

interface FoundLine {
  line: number;
  text: string;
}

function linesOf(text: string, expression: RegExp, most: number, isOnlyMatch: boolean): FoundLine[] {
  const found: FoundLine[] = [];
  const lines = new Set<number>();
  let line = 1;
  let counted = 0;
  expression.lastIndex = 0;
  for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
    for (; counted < match.index; counted += 1) if (text[counted] === '\n') line += 1;
    // The end of the last line starts no other.
    if (match.index === text.length && text.endsWith('\n')) break;
    if (!lines.has(line) && lines.size >= most) break;
    const begin = text.lastIndexOf('\n', match.index - 1) + 1;
    const end = text.indexOf('\n', match.index);
    const whole = text.slice(begin, end < 0 ? undefined : end);
    if (isOnlyMatch || !lines.has(line)) found.push({ line, text: isOnlyMatch ? match[0] : whole });
    lines.add(line);
    if (match[0] === '') expression.lastIndex += 1;
  }
  return isOnlyMatch ? found.filter((one) => one.text !== '') : found;
}
