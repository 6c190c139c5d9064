import { fileGrep } from './grep';
import { modeOf } from './modes';
import type { Node } from '../../file/nodes';
import { EXECUTE, READ, WRITE } from '../../file/permissions';
import { type Tool, type ToolCall, failure, notModeled } from '../../process/tool';
import type { Outcome } from '../../process/outcome';
import { findGroup, findUser } from '../../file/users';

const withValue = /^[efmABC]$/;

interface GrepWords {
  /** Options, each letter apart, without patterns and without -s. */
  words: string[];
  operands: string[];
  patterns: string[];
  patternFiles: string[];
  letters: Set<string>;
}

function grepWords(args: readonly string[]): GrepWords {
  const result: GrepWords = { words: [], operands: [], patterns: [], patternFiles: [], letters: new Set() };
  const waiting = [...args];
  while (waiting.length > 0) {
    const word = waiting.shift() as string;
    if (word === '--') {
      result.operands.push(...waiting);
      break;
    }
    const letters = /^-[A-Za-z]/.test(word) ? [...word.slice(1)] : [];
    if (letters.length === 0) (/^--./.test(word) ? result.words : result.operands).push(word);
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
  return { ...result, words: result.words.filter((word) => word !== '-s' && word !== '--no-messages') };
}

const globOf = (text: string): RegExp =>
  new RegExp(
    `^${text
      .replace(/[.+^${}()|\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );

/** The files below a path, as `grep -r` takes them: hidden ones too, and those behind links only when it is -R. */
function filesBelow(call: ToolCall, given: string, follows: boolean, excluded: readonly RegExp[]): string[] {
  if (!call.files.allows(call.path(given), READ) || !call.files.isDirectory(call.path(given))) return [given];
  if (excluded.some((glob) => glob.test(given.split('/').filter(Boolean).at(-1) ?? ''))) return [];
  const prefix = given === '' || given.endsWith('/') ? given : `${given}/`;
  return call.files.list(call.path(given)).flatMap((name) => {
    const child = call.system.files.node(call.path(prefix + name), false);
    return (child?.kind === 'link' && !follows) || child?.kind === 'device'
      ? []
      : filesBelow(call, prefix + name, follows, excluded);
  });
}

/**
 * The shell's own grep leaves hidden files out and takes wildcards in names of files: it gets the files that are meant.
 */
function recursiveOperands(call: ToolCall, operands: readonly string[], words: readonly string[]): string[] {
  const excluded = words
    .filter((word) => word.startsWith('--exclude-dir='))
    .map((word) => globOf(word.slice('--exclude-dir='.length)));
  const files = (operands.length === 0 ? [''] : operands).flatMap((one) =>
    filesBelow(call, one, words.includes('-R'), excluded),
  );
  return files.map((file) =>
    /[*?[]/.test(file) ? file.replace(/[^/]*$/, (name) => name.replace(/[*?[]/g, '[$&]')) : file,
  );
}

/** Several patterns as one, since the shell's own grep takes one only. */
function joined(patterns: readonly string[], letters: ReadonlySet<string>, words: readonly string[]): string[] {
  if (patterns.length === 1) return ['-e', patterns[0] as string, ...words];
  const isFixed = letters.has('F');
  const texts = isFixed ? patterns.map((pattern) => pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : patterns;
  const isExtended = isFixed || letters.has('E') || letters.has('P');
  return [
    ...(isFixed ? ['-E'] : []),
    '-e',
    isExtended ? texts.map((text) => `(${text})`).join('|') : texts.join('\\|'),
    ...words.filter((word) => word !== '-F'),
  ];
}

/**
 * `grep`: the shell's own, with -s, -f and several -e; as the real one it ends with 2 when it could not do all it was
 * told.
 */
const grep: Tool = async (call): Promise<Outcome> => {
  const { words, operands, patterns, patternFiles, letters } = grepWords(call.args);
  if ((letters.has('a') || letters.has('I')) && !letters.has('r') && !letters.has('R')) return fileGrep(call);
  if (call.name === 'fgrep') letters.add('F');
  if (call.name === 'egrep') letters.add('E');
  for (const file of patternFiles) {
    const path = call.path(file);
    if (call.files.node(path)?.kind !== 'file') return failure(`${call.name}: ${file}: No such file or directory`, 2);
    patterns.push(...call.files.textOr(path).replace(/\n$/, '').split('\n'));
  }
  if (patternFiles.length > 0 && patterns.includes('')) return notModeled(call, 'an empty pattern in a file');
  if (patterns.length === 0) patterns.push(...operands.splice(0, 1));
  if (patterns.length === 0) return failure('Usage: grep [OPTION]... PATTERNS [FILE]...', 2);
  const isRecursive = letters.has('r') || letters.has('R') || words.includes('--recursive');
  const files = isRecursive ? recursiveOperands(call, operands, words) : operands;
  if (isRecursive && files.length === 0) return failure('', 1);
  const outcome = await call.builtin([...joined(patterns, letters, words), '--', ...files]);
  if (/(invalid|unrecognized|unknown) option/.test(outcome.stderr)) return { ...outcome, exitCode: 2 };
  const failed = outcome.stderr !== '' && !(letters.has('q') && outcome.exitCode === 0);
  return { ...outcome, stderr: letters.has('s') ? '' : outcome.stderr, exitCode: failed ? 2 : outcome.exitCode };
};

/** The tests of `find` on owners, modes and what the user may do: the shell's own has not all of them. */
const ownTests: Record<string, (call: ToolCall, path: string, node: Node, given: string) => boolean> = {
  '-user': (call, _path, { owner: { user } }, name) => user === (findUser(call.files, name)?.name ?? name),
  '-group': (call, _path, { owner: { group } }, name) => group === (findGroup(call.files, name)?.name ?? name),
  '-nouser': (call, _path, { owner }) => findUser(call.files, owner.user) === undefined,
  '-nogroup': (call, _path, { owner }) => findGroup(call.files, owner.group) === undefined,
  '-perm': (_call, _path, { mode }, given) => hasMode(mode & 0o7777, given),
  '-readable': (call, path) => call.files.allows(path, READ),
  '-writable': (call, path) => call.files.allows(path, WRITE),
  '-executable': (call, path) => call.files.allows(path, EXECUTE),
};
const mostPaths = 1000;

/** `-perm MODE`, `-MODE` or `/MODE`: exactly these bits, all of them, or any. */
function hasMode(mode: number, given: string): boolean {
  const [, kind = '', text = ''] = /^([-/]?)(.*)$/.exec(given) ?? [];
  const wanted = modeOf(text, { mode: 0, isDirectory: false, umask: 0 }) ?? -1;
  if (kind === '-') return (mode & wanted) === wanted;
  return kind === '/' ? wanted === 0 || (mode & wanted) !== 0 : mode === wanted;
}

/** One of find's own tests as a test on paths: of those that pass, or of those that do not, whichever are fewer. */
function asPaths(call: ToolCall, test: string, name: string, starts: readonly string[]): string[] | undefined {
  const holds = ownTests[test] as (typeof ownTests)[string];
  const all = starts.flatMap((start) =>
    call.system.files
      .paths(call.path(start))
      .map((path) => ({ path, shown: start.replace(/(.)\/$/, '$1') + path.slice(call.path(start).length) })),
  );
  const passes = ({ path }: { path: string }) => holds(call, path, call.system.files.node(path, false) as Node, name);
  const passing = all.filter(passes);
  const others = all.filter((one) => !passing.includes(one));
  const isFew = passing.length <= others.length;
  const chosen = isFew ? passing : others;
  if (chosen.length > mostPaths) return undefined;
  const tests = chosen.flatMap(({ shown }) => ['-o', '-path', shown.replace(/[*?[\]\\]/g, '\\$&')]);
  return [...(isFew ? [] : ['!']), '(', '-name', '/', ...tests, ')'];
}

/** `find`: the shell's own; there is one file system, so that not leaving it changes nothing. */
const find: Tool = async (call: ToolCall) => {
  const waiting = call.args.filter((word) => word !== '-xdev' && word !== '-mount');
  const first = waiting.findIndex((word) => /^[-!(]/.test(word));
  const starts = first === 0 || waiting.length === 0 ? ['.'] : waiting.slice(0, first < 0 ? undefined : first);
  const words: string[] = [];
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    if (ownTests[word] === undefined) {
      words.push(word);
      continue;
    }
    const name = /^-(user|group|perm)$/.test(word) ? (waiting.shift() ?? '') : '';
    const paths = asPaths(call, word, name, starts);
    if (paths === undefined) return notModeled(call, `${word} on more than ${mostPaths} files`);
    words.push(...paths);
  }
  const outcome = await call.builtin(words);
  const said = outcome.stderr.replace(/^find: ([^'\n]*): (No such file or directory)$/gm, "find: '$1': $2");
  const closed = [...call.process.actor.refused].filter(([path]) => !said.includes(path));
  const stderr = said + closed.map(([path, reason]) => `find: '${path}': ${reason}\n`).join('');
  return { ...outcome, stderr, exitCode: closed.length === 0 ? outcome.exitCode : 1 };
};

export const searchTools: Record<string, Tool> = { grep, egrep: grep, fgrep: grep, find };
