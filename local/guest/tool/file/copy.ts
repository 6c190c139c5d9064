import { resolvePath } from '../../file/nodes';
import { READ } from '../../file/permissions';
import { type Tool, type ToolCall, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';
import { each, reasonOf } from './modes';

interface Words {
  letters: Set<string>;
  operands: string[];
  folder: string | undefined;
}

const longNames: Record<string, string> = {
  '--recursive': 'r',
  '--archive': 'a',
  '--force': 'f',
  '--no-clobber': 'n',
  '--verbose': 'v',
  '--preserve': 'p',
  '--update': 'u',
  '--no-target-directory': 'T',
  '--no-dereference': 'P',
  '--dereference': 'L',
  '--dir': 'd',
  '--interactive': 'i',
  '--no-preserve-root': 'f',
};

/** The options of `cp` and `rm`, each letter apart; undefined when one of them is not among `known`. */
function wordsOf(args: readonly string[], known: string): Words | string {
  const words: Words = { letters: new Set(), operands: [], folder: undefined };
  const waiting = [...args];
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    if (word === '--') words.operands.push(...waiting.splice(0));
    else if (known.includes('t') && (word === '-t' || word === '--target-directory')) words.folder = waiting.shift();
    else if (known.includes('t') && word.startsWith('--target-directory='))
      words.folder = word.slice('--target-directory='.length);
    else if (word.startsWith('--')) {
      const letter = longNames[word.split('=')[0] ?? ''];
      if (letter === undefined || !known.includes(letter)) return word;
      words.letters.add(letter);
    } else if (!word.startsWith('-') || word === '-') words.operands.push(word);
    else {
      const unknown = [...word.slice(1)].find((letter) => !known.includes(letter) || letter === 't');
      if (unknown !== undefined) return `-${unknown}`;
      [...word.slice(1)].forEach((letter) => words.letters.add(letter));
    }
  }
  return words;
}

/** `cp`: copies belong to who copies; -p and -a keep mode and time, and as root the owner. */
const cp: Tool = (call): Outcome => {
  const words = wordsOf(call.args, 'rRapdfnvuTLPHit');
  if (typeof words === 'string') return notModeled(call, `option ${words}`);
  const { letters, operands } = words;
  const sources = [...operands];
  const given = words.folder ?? sources.pop() ?? '';
  if (sources.length === 0) {
    return failure(given === '' ? 'cp: missing file operand' : `cp: missing destination file operand after '${given}'`);
  }
  let isFolder: boolean;
  try {
    isFolder = !letters.has('T') && call.files.isDirectory(call.path(given));
  } catch (error) {
    return failure(`cp: failed to access '${given}': ${reasonOf(error)}`);
  }
  if (!isFolder && (sources.length > 1 || words.folder !== undefined))
    return failure(`cp: target '${given}' is not a directory`);
  let stdout = '';
  const outcome = each(sources, (source) => {
    const target = isFolder
      ? `${given.replace(/\/$/, '')}/${source.replace(/\/+$/, '').split('/').pop() ?? ''}`
      : given;
    const problem = copyOne(call, source, target, letters);
    if (problem === '' && letters.has('v')) stdout += `'${source}' -> '${target}'\n`;
    return problem === '' ? '' : `cp: ${problem}\n`;
  });
  return { ...outcome, stdout };
};

function copyOne(call: ToolCall, source: string, target: string, letters: ReadonlySet<string>): string {
  const [from, to] = [call.path(source), call.path(target)];
  const isRecursive = ['r', 'R', 'a'].some((letter) => letters.has(letter));
  const isKept = letters.has('p') || letters.has('a');
  const follows = !(['a', 'd', 'P'].some((letter) => letters.has(letter)) && !letters.has('L'));
  try {
    const node = call.files.node(from, follows);
    if (node === undefined) return `cannot stat '${source}': No such file or directory`;
    const old = call.files.node(to);
    if (node.kind === 'directory') {
      if (!isRecursive) return `-r not specified; omitting directory '${source}'`;
      if (`${resolvePath('/', to)}/`.startsWith(`${resolvePath('/', from)}/`))
        return `cannot copy a directory, '${source}', into itself, '${target}'`;
      if (old !== undefined && old.kind !== 'directory')
        return `cannot overwrite non-directory '${target}' with directory '${source}'`;
    } else if (old !== undefined) {
      if (call.files.canonical(to) === call.files.canonical(from))
        return `'${source}' and '${target}' are the same file`;
      if (letters.has('n') || (letters.has('u') && old.modified >= node.modified)) return '';
      if (old.kind === 'directory') return `cannot overwrite directory '${target}' with non-directory`;
    }
    if (!call.files.isDirectory(resolvePath(to, '..')))
      return `cannot create ${node.kind === 'directory' ? 'directory' : 'regular file'} '${target}': No such file or directory`;
    if (node.kind === 'file') call.files.check(from, READ);
    call.files.copy(from, to, isKept, follows);
    return '';
  } catch (error) {
    const reason = reasonOf(error);
    const path = (error as { path?: string }).path ?? '';
    const isSource = `${path}/`.startsWith(`${from}/`);
    const shown = isSource
      ? source + path.slice(from.length)
      : target + (path.startsWith(to) ? path.slice(to.length) : '');
    if (!isSource) return `cannot create regular file '${shown}': ${reason}`;
    return call.system.files.isDirectory(path)
      ? `cannot access '${shown}': ${reason}`
      : `cannot open '${shown}' for reading: ${reason}`;
  }
}

/** `rm`: -f is silent about what is not there, and not about what may not be removed. */
const rm: Tool = (call): Outcome => {
  const words = wordsOf(call.args, 'rRfvidI');
  if (typeof words === 'string') return failure(`rm: unrecognized option '${words}'`);
  const { letters, operands } = words;
  if (operands.length === 0) return letters.has('f') ? success() : failure('rm: missing operand');
  let stdout = '';
  const outcome = each(operands, (given) => {
    const path = call.path(given);
    const isRecursive = letters.has('r') || letters.has('R');
    try {
      const node = call.files.node(path, given.endsWith('/'));
      if (node === undefined)
        return letters.has('f') ? '' : `rm: cannot remove '${given}': No such file or directory\n`;
      if (node.kind === 'directory' && !isRecursive) {
        if (!letters.has('d')) return `rm: cannot remove '${given}': Is a directory\n`;
        if (node.entries.size > 0) return `rm: cannot remove '${given}': Directory not empty\n`;
      }
      call.files.remove(path);
      if (letters.has('v')) stdout += `removed ${node.kind === 'directory' ? 'directory ' : ''}'${given}'\n`;
      return '';
    } catch (error) {
      const refused = (error as { path?: string }).path ?? path;
      return `rm: cannot remove '${given}${refused.startsWith(path) ? refused.slice(path.length) : ''}': ${reasonOf(error)}\n`;
    }
  });
  return { ...outcome, stdout };
};

/** `ln`: the shell's own, which does not say of which link it speaks. */
const ln: Tool = async (call): Promise<Outcome> => {
  const outcome = await call.builtin(call.args);
  const link = call.args[call.args.length - 1] ?? '';
  return {
    ...outcome,
    stderr: outcome.stderr.replace(/^ln: E(ACCES|PERM)\b/, `ln: failed to create symbolic link '${link}': E$1`),
  };
};

export const copyTools: Record<string, Tool> = { cp, rm, ln };
