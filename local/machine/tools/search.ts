import { fileGrep } from './file-grep';
import { failure, notModeled, type Outcome, type Tool, type ToolCall } from '../tool';

const withValue = /^[efmABC]$/;

interface GrepWords {
  /** Options and operands, each letter apart, without patterns and without -s. */
  words: string[];
  patterns: string[];
  patternFiles: string[];
  letters: Set<string>;
}

function grepWords(args: readonly string[]): GrepWords {
  const result: GrepWords = { words: [], patterns: [], patternFiles: [], letters: new Set() };
  const waiting = [...args];
  while (waiting.length > 0) {
    const word = waiting.shift() as string;
    if (word === '--') return { ...result, words: [...result.words, word, ...waiting] };
    const letters = /^-[A-Za-z]/.test(word) ? [...word.slice(1)] : [];
    if (letters.length === 0) result.words.push(word);
    for (const [index, letter] of letters.entries()) {
      result.letters.add(letter);
      if (!withValue.test(letter)) result.words.push(`-${letter}`);
      else {
        const value = letters.slice(index + 1).join('') || (waiting.shift() ?? '');
        if (letter === 'e') result.patterns.push(value);
        else if (letter === 'f') result.patternFiles.push(value);
        else result.words.push(`-${letter}`, value);
        break;
      }
    }
  }
  return { ...result, words: result.words.filter((word) => word !== '-s') };
}

/** Several patterns as one, since the shell's own grep takes one only. */
function joined(patterns: readonly string[], letters: ReadonlySet<string>, words: readonly string[]): string[] {
  if (patterns.length === 1) return ['-e', patterns[0] as string, ...words];
  const isFixed = letters.has('F');
  const texts = isFixed ? patterns.map((pattern) => pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : patterns;
  const isExtended = isFixed || letters.has('E') || letters.has('P');
  return [...(isFixed ? ['-E'] : []), '-e', isExtended ? texts.map((text) => `(${text})`).join('|') : texts.join('\\|'), ...words.filter((word) => word !== '-F')];
}

/** `grep`: the shell's own, with -s, -f and several -e; as the real one it ends with 2 when it could not do all it was told. */
const grep: Tool = async (call): Promise<Outcome> => {
  const { words, patterns, patternFiles, letters } = grepWords(call.args);
  if ((letters.has('a') || letters.has('I')) && !letters.has('r') && !letters.has('R')) return fileGrep(call);
  if (call.name === 'fgrep') letters.add('F');
  if (call.name === 'egrep') letters.add('E');
  for (const file of patternFiles) {
    const path = call.path(file);
    if (call.files.node(path)?.kind !== 'file') return failure(`${call.name}: ${file}: No such file or directory`, 2);
    patterns.push(...call.files.textOr(path).replace(/\n$/, '').split('\n'));
  }
  if (patternFiles.length > 0 && patterns.includes('')) return notModeled(call, 'an empty pattern in a file');
  const outcome = await call.builtin(patterns.length === 0 ? words : joined(patterns, letters, words));
  if (/(invalid|unrecognized|unknown) option/.test(outcome.stderr)) return { ...outcome, exitCode: 2 };
  const failed = outcome.stderr !== '' && !(letters.has('q') && outcome.exitCode === 0);
  return { ...outcome, stderr: letters.has('s') ? '' : outcome.stderr, exitCode: failed ? 2 : outcome.exitCode };
};

/** `find`: the shell's own; there is one file system, so that not leaving it changes nothing. */
const find: Tool = (call: ToolCall) => call.builtin(call.args.filter((word) => word !== '-xdev' && word !== '-mount'));

export const searchTools: Record<string, Tool> = { grep, egrep: grep, fgrep: grep, find };
