import { resolvePath, type Node } from '../../file/nodes';
import { EXECUTE, READ } from '../../file/permissions';
import { type Tool, type ToolCall, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';
import { findGroup, findUser } from '../../file/users';

const known = /^[lahA1dRtrSnFpig]+$/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const typeLetters: Record<Node['kind'], string> = { file: '-', directory: 'd', link: 'l', device: 'c' };

/** The ten letters of a mode. */
function modeText(node: Node): string {
  const bits = [...'rwxrwxrwx'].map((letter, index) => ((node.mode >> (8 - index)) & 1 ? letter : '-'));
  for (const [bit, index, letter] of [
    [0o4000, 2, 's'],
    [0o2000, 5, 's'],
    [0o1000, 8, 't'],
  ] as const) {
    if (node.mode & bit) bits[index] = bits[index] === 'x' ? letter : letter.toUpperCase();
  }
  return typeLetters[node.kind] + bits.join('');
}

const sizeOf = (node: Node): number =>
  node.kind === 'file' ? node.content.length : node.kind === 'link' ? node.target.length : 0;

function human(size: number): string {
  if (size < 1024) return String(size);
  const power = Math.min(3, Math.floor(Math.log2(size) / 10));
  return `${(size / 1024 ** power).toFixed(1)}${' KMG'[power]}`;
}

function long(call: ToolCall, node: Node, name: string, flags: string): string {
  const date = new Date(node.modified);
  const isRecent = call.files.now() - node.modified < 180 * 86_400_000;
  const when = isRecent ? date.toISOString().slice(11, 16) : ` ${date.getUTCFullYear()}`;
  const size = flags.includes('h') ? human(sizeOf(node)) : String(sizeOf(node));
  const arrow = node.kind === 'link' ? ` -> ${node.target}` : '';
  return `${modeText(node)} 1 ${node.owner.user} ${node.owner.group} ${size.padStart(6)} ${months[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${when} ${name}${arrow}\n`;
}

function show(call: ToolCall, entries: { name: string; node: Node }[], flags: string): string {
  const sorted = [...entries].sort((left, right) =>
    flags.includes('t')
      ? right.node.modified - left.node.modified
      : flags.includes('S')
        ? sizeOf(right.node) - sizeOf(left.node)
        : left.name < right.name
          ? -1
          : 1,
  );
  if (flags.includes('r')) sorted.reverse();
  return sorted
    .map(({ name, node }) =>
      flags.includes('l') || flags.includes('n')
        ? long(call, node, name, flags)
        : `${name}${flags.includes('F') || flags.includes('p') ? (node.kind === 'directory' ? '/' : '') : ''}\n`,
    )
    .join('');
}

function listing(call: ToolCall, path: string, flags: string): string {
  const names = call.files
    .list(path)
    .filter((name) => !name.startsWith('.') || flags.includes('a') || flags.includes('A'));
  const dots = flags.includes('a')
    ? [
        { name: '.', node: call.files.node(path) as Node },
        { name: '..', node: call.files.node(resolvePath(path, '..')) as Node },
      ]
    : [];
  // A plain listing needs no x of the folder.
  const entries = [
    ...dots,
    ...names.map((name) => ({ name, node: call.system.files.node(`${path}/${name}`, false) as Node })),
  ];
  return (flags.includes('l') ? `total ${entries.length}\n` : '') + show(call, entries, flags);
}

/** Whether each folder on the way to a path may be entered. */
function canReach(call: ToolCall, path: string): boolean {
  return call.files.allows(call.path(path), 0) || !call.system.files.exists(call.path(path));
}

/** `ls`: modes, owners and times as the disk has them. */
const ls: Tool = (call): Outcome => {
  const end = call.args.indexOf('--');
  const options = call.args.filter(
    (argument, index) => argument.startsWith('-') && argument !== '-' && argument !== '--' && (end < 0 || index < end),
  );
  const unknown = options.find(
    (option) =>
      !known.test(option.slice(1)) &&
      !/^--(color|all|almost-all|directory|recursive|human-readable)(=.*)?$/.test(option),
  );
  if (unknown !== undefined) return notModeled(call, `option ${unknown}`);
  const words: Record<string, string> = {
    '--all': 'a',
    '--almost-all': 'A',
    '--directory': 'd',
    '--recursive': 'R',
    '--human-readable': 'h',
  };
  const flags = options.map((option) => words[option] ?? (option.startsWith('--') ? '' : option)).join('');
  const given = call.args.filter(
    (argument, index) => argument !== '--' && !(options.includes(argument) && (end < 0 || index < end)),
  );
  const paths = given.length === 0 ? ['.'] : given;
  const outcome = success();
  const single: { name: string; node: Node }[] = [];
  const directories: string[] = [];
  for (const path of paths) {
    if (!canReach(call, path)) {
      outcome.exitCode = 2;
      outcome.stderr += `ls: cannot access '${path}': Permission denied\n`;
      continue;
    }
    const node =
      call.files.node(call.path(path), !(flags.includes('l') || flags.includes('d')) || path.endsWith('/')) ??
      call.files.node(call.path(path), false);
    const target = call.files.node(call.path(path));
    if (node === undefined) {
      outcome.exitCode = 2;
      outcome.stderr += `ls: cannot access '${path}': No such file or directory\n`;
    } else if (target?.kind === 'directory' && !flags.includes('d') && !(node.kind === 'link' && flags.includes('l')))
      directories.push(path);
    else single.push({ name: path, node });
  }
  const sections = single.length === 0 ? [] : [show(call, single, flags)];
  const waiting = [...directories];
  while (waiting.length > 0) {
    const path = waiting.shift() as string;
    if (!call.files.allows(call.path(path), READ)) {
      outcome.exitCode = Math.max(outcome.exitCode, paths.includes(path) ? 2 : 1);
      outcome.stderr += `ls: cannot open directory '${path}': Permission denied\n`;
      continue;
    }
    const isClosed = /[lRFptS]/.test(flags) && !call.files.allows(call.path(path), EXECUTE);
    for (const name of isClosed ? call.files.list(call.path(path)) : []) {
      outcome.exitCode = Math.max(outcome.exitCode, 1);
      outcome.stderr += `ls: cannot access '${path}/${name}': Permission denied\n`;
    }
    if (isClosed) continue;
    const header = paths.length > 1 || flags.includes('R') ? `${path}:\n` : '';
    sections.push(header + listing(call, call.path(path), flags));
    if (flags.includes('R'))
      waiting.unshift(
        ...call.files
          .list(call.path(path))
          .filter((name) => call.files.node(call.path(`${path}/${name}`), false)?.kind === 'directory')
          .map((name) => `${path}/${name}`),
      );
  }
  outcome.stdout = sections.join('\n');
  return outcome;
};

/** `stat -c FORMAT FILE…` and the plain form. */
const stat: Tool = (call): Outcome => {
  const index = call.args.findIndex((argument) => argument === '-c' || argument === '--format');
  const joined = call.args.find((argument) => argument.startsWith('--format=') || /^-c./.test(argument));
  const format = index >= 0 ? (call.args[index + 1] ?? '') : joined?.replace(/^--format=|^-c/, '');
  const follows = call.args.some((argument) => argument === '-L' || argument === '--dereference');
  const paths = call.args.filter(
    (argument, position) => !argument.startsWith('-') && !(index >= 0 && position === index + 1),
  );
  if (call.args.includes('-f') || call.args.includes('--file-system')) return notModeled(call, '-f');
  if (paths.length === 0) return failure('stat: missing operand');
  const outcome = success();
  for (const path of paths) {
    if (!canReach(call, path)) {
      outcome.exitCode = 1;
      outcome.stderr += `stat: cannot statx '${path}': Permission denied\n`;
      continue;
    }
    const node = call.files.node(call.path(path), follows);
    if (node === undefined) {
      outcome.exitCode = 1;
      outcome.stderr += `stat: cannot statx '${path}': No such file or directory\n`;
      continue;
    }
    const kinds: Record<Node['kind'], string> = {
      file: sizeOf(node) === 0 ? 'regular empty file' : 'regular file',
      directory: 'directory',
      link: 'symbolic link',
      device: 'character special file',
    };
    const time = new Date(node.modified).toISOString().replace('T', ' ').replace('Z', '000000 +0000');
    const values: Record<string, string> = {
      n: path,
      N: `'${path}'`,
      s: String(sizeOf(node)),
      a: (node.mode & 0o7777).toString(8),
      A: modeText(node),
      U: node.owner.user,
      G: node.owner.group,
      F: kinds[node.kind],
      u: String(findUser(call.files, node.owner.user)?.uid ?? node.owner.user),
      g: String(findGroup(call.files, node.owner.group)?.gid ?? node.owner.group),
      Y: String(Math.floor(node.modified / 1000)),
      y: time,
      '%': '%',
    };
    const template = format ?? '  File: %n\n  Size: %s\t%F\nAccess: (%a/%A)  Uid: (%u/%U)   Gid: (%g/%G)\nModify: %y';
    const unknown = [...template.matchAll(/%(.)/g)]
      .map((match) => match[1] ?? '')
      .find((letter) => values[letter] === undefined);
    if (unknown !== undefined) return notModeled(call, `%${unknown}`);
    outcome.stdout += `${template.replace(/%(.)/g, (_whole, letter: string) => values[letter] ?? '')}\n`;
  }
  return outcome;
};

/** `tar`: the shell's own; as root the real one keeps the modes of what it unpacks. */
const tar: Tool = (call) => {
  const mode = call.args[0]?.replace(/^-/, '') ?? '';
  const isExtraction = (!mode.startsWith('-') && mode.includes('x')) || call.args.includes('--extract');
  const names = call.args.filter((argument) => /\.(t?bz2|tbz)$/.test(argument));
  if (names.length > 0 && !call.files.isProgram('/usr/bin/bzip2'))
    return failure(
      'tar (child): bzip2: Cannot exec: No such file or directory\ntar (child): Error is not recoverable: exiting now\ntar: Child returned status 2',
      2,
    );
  return call.builtin(isExtraction ? [...call.args, '-p'] : call.args);
};

export const listTools: Record<string, Tool> = { ls, stat, tar };
