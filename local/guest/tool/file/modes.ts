import { READ, WRITE, EXECUTE } from '../../file/permissions';
import { type Tool, type ToolCall, failure, notModeled } from '../../process/tool';
import type { Outcome } from '../../process/outcome';
import { findGroup, findUser, groupsOf } from '../../file/users';

const bitOf: Record<string, number> = { r: READ, w: WRITE, x: EXECUTE };
const shiftOf: Record<string, number> = { u: 6, g: 3, o: 0 };

interface Before {
  mode: number;
  isDirectory: boolean;
  umask: number;
}

/**
 * Returns the mode that octal digits or symbols (`u+x,go=rX`) make of the one before, or undefined when they are none.
 */
export function modeOf(text: string, { mode: before, isDirectory, umask }: Before): number | undefined {
  if (/^[0-7]{1,5}$/.test(text)) return Number.parseInt(text, 8) & 0o7777;
  let mode = before & 0o7777;
  for (const clause of text.split(',')) {
    const [, who = '', actions = ''] = /^([ugoa]*)((?:[+=-](?:[rwxXst]*|[ugo]))+)$/.exec(clause) ?? [];
    if (actions === '') return undefined;
    const classes = who === '' || who.includes('a') ? 'ugo' : who;
    for (const [, action = '', letters = ''] of actions.matchAll(/([+=-])([rwxXstugo]*)/g)) {
      for (const one of classes) {
        const shift = shiftOf[one] ?? 0;
        let bits = [...letters].reduce((sum, letter) => {
          if (shiftOf[letter] !== undefined) return sum | ((mode >> shiftOf[letter]) & 7);
          if (letter === 'X') return isDirectory || (mode & 0o111) !== 0 ? sum | EXECUTE : sum;
          return sum | (bitOf[letter] ?? 0);
        }, 0);
        bits <<= shift;
        if (who === '') bits &= ~umask;
        if (letters.includes('s') && one !== 'o') bits |= one === 'u' ? 0o4000 : 0o2000;
        if (letters.includes('t')) bits |= 0o1000;
        if (action === '-') mode &= ~bits;
        else mode = (action === '=' ? mode & ~(7 << shift) : mode) | bits;
      }
    }
  }
  return mode;
}

/** Puts what was said of one file after another into one outcome; the exit code is 1 once something was said. */
export function each(paths: readonly string[], act: (path: string) => string): Outcome {
  const stderr = paths.map(act).join('');
  return { exitCode: stderr === '' ? 0 : 1, stdout: '', stderr };
}

/** Why the file system refused something, as Linux words it; other errors are thrown. */
export function reasonOf(error: unknown): string {
  const { code } = error as { code?: string };
  if (code === 'EACCES') return 'Permission denied';
  if (code === 'EPERM') return 'Operation not permitted';
  if (code === 'ENOTDIR') return 'Not a directory';
  throw error;
}

/** Changes a file, or with -R all below it too, and says what could not be changed. */
function changeAll(
  call: ToolCall,
  given: string,
  isRecursive: boolean,
  what: string,
  change: (path: string) => void,
): string {
  const path = call.path(given);
  let said = '';
  try {
    if (!call.files.exists(path)) return `${call.name}: cannot access '${given}': No such file or directory\n`;
  } catch (error) {
    return `${call.name}: cannot access '${given}': ${reasonOf(error)}\n`;
  }
  for (const one of isRecursive && call.files.node(path, false)?.kind === 'directory'
    ? call.files.paths(path)
    : [path]) {
    if (one !== path && call.files.node(one, false)?.kind === 'link') continue;
    try {
      change(one);
    } catch (error) {
      said += `${call.name}: changing ${what} of '${given}${one.slice(path.length)}': ${reasonOf(error)}\n`;
    }
  }
  return said;
}

/** `chmod [-R] MODE FILE…`. */
const chmod: Tool = (call): Outcome => {
  const options = call.args.filter((argument) => /^(-[Rvcf]+|--recursive|--)$/.test(argument));
  const [mode = '', ...paths] = call.args.filter((argument) => !options.includes(argument));
  if (mode.startsWith('--')) return notModeled(call, `option ${mode}`);
  if (paths.length === 0)
    return failure(mode === '' ? 'chmod: missing operand' : `chmod: missing operand after '${mode}'`);
  const { umask } = call.process.actor;
  if (modeOf(mode, { mode: 0, isDirectory: false, umask }) === undefined)
    return failure(`chmod: invalid mode: '${mode}'`);
  const isRecursive = options.some((option) => /^-[a-z]*R|^--recursive$/.test(option));
  return each(paths, (given) =>
    changeAll(call, given, isRecursive, 'permissions', (path) => {
      const node = call.files.node(path);
      if (node === undefined) return;
      call.files.change(path, {
        mode: modeOf(mode, { mode: node.mode, isDirectory: node.kind === 'directory', umask }) ?? node.mode,
      });
    }),
  );
};

/** `chown [-R] USER[:GROUP] FILE…`, `chgrp [-R] GROUP FILE…`. */
const chown: Tool = (call): Outcome => {
  const [who = '', ...paths] = call.args.filter((argument) => !argument.startsWith('-'));
  const unknown = call.args.find(
    (argument) => argument.startsWith('-') && !/^(-[Rhvcf]+|--recursive|--no-dereference|--)$/.test(argument),
  );
  if (unknown !== undefined) return notModeled(call, `option ${unknown}`);
  const isRecursive = call.args.some((argument) => /^-[a-zA-Z]*R|^--recursive$/.test(argument));
  const isLinkItself = call.args.some((argument) => /^-[a-zA-Z]*h|^--no-dereference$/.test(argument));
  const [name = '', group] = call.name === 'chgrp' ? ['', who] : who.split(/[:.]/);
  const user = findUser(call.files, name)?.name ?? (/^\d+$/.test(name) ? name : undefined);
  if (name !== '' && user === undefined) return failure(`chown: invalid user: '${who}'`);
  const groupName =
    group === ''
      ? groupsOf(call.files, name)[0]
      : group === undefined
        ? undefined
        : (findGroup(call.files, group)?.name ?? (/^\d+$/.test(group) ? group : ''));
  if (groupName === '') return failure(`${call.name}: invalid group: '${who}'`);
  if (paths.length === 0) return failure(`${call.name}: missing operand after '${who}'`);
  return each(paths, (given) =>
    changeAll(call, given, isRecursive, call.name === 'chgrp' ? 'group' : 'ownership', (path) => {
      const owner = call.files.node(path, !isLinkItself)?.owner ?? { user: 'root', group: 'root' };
      call.files.change(path, { owner: { user: user ?? owner.user, group: groupName ?? owner.group } }, !isLinkItself);
    }),
  );
};

/** `mkdir [-p] [-m MODE] FOLDER…`. */
const mkdir: Tool = (call): Outcome => {
  const args = [...call.args];
  const paths: string[] = [];
  let mode: string | undefined;
  let makesParents = false;
  let isVerbose = false;
  for (let word = args.shift(); word !== undefined; word = args.shift()) {
    if (word === '--') paths.push(...args.splice(0));
    else if (word === '--parents') makesParents = true;
    else if (word === '--verbose') isVerbose = true;
    else if (word === '--mode') mode = args.shift();
    else if (word.startsWith('--mode=')) mode = word.slice('--mode='.length);
    else if (/^-[pv]*m/.test(word)) {
      mode = word.replace(/^-[pv]*m/, '') || args.shift();
      makesParents ||= /^-[v]*p/.test(word);
    } else if (/^-[pv]+$/.test(word)) {
      makesParents ||= word.includes('p');
      isVerbose ||= word.includes('v');
    } else if (word.startsWith('-') && word !== '-') return notModeled(call, `option ${word}`);
    else paths.push(word);
  }
  if (paths.length === 0) return failure('mkdir: missing operand');
  const { umask } = call.process.actor;
  const bits = mode === undefined ? undefined : modeOf(mode, { mode: 0o777, isDirectory: true, umask });
  if (mode !== undefined && bits === undefined) return failure(`mkdir: invalid mode '${mode}'`);
  let stdout = '';
  const outcome = each(paths, (given) => {
    const parts = given.split('/');
    const steps = makesParents
      ? parts.map((_part, index) => parts.slice(0, index + 1).join('/')).filter((one) => one !== '')
      : [given];
    for (const step of steps) {
      const isLast = step === steps[steps.length - 1];
      const problem = makeOne(call, step, makesParents, isLast ? bits : undefined);
      if (problem !== undefined) return `mkdir: cannot create directory '${step}': ${problem}\n`;
      if (isVerbose && isLast) stdout += `mkdir: created directory '${given}'\n`;
    }
    return '';
  });
  return { ...outcome, stdout };
};

function makeOne(call: ToolCall, given: string, mayExist: boolean, mode: number | undefined): string | undefined {
  const path = call.path(given);
  try {
    const node = call.files.node(path);
    if (node !== undefined) return mayExist && node.kind === 'directory' ? undefined : 'File exists';
    const parent = call.files.node(call.path(`${given}/..`));
    if (parent?.kind !== 'directory') return parent === undefined ? 'No such file or directory' : 'Not a directory';
    call.files.makeDirectory(path, mode);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

export const modeTools: Record<string, Tool> = { chmod, mkdir };
export const ownerTools: Record<string, Tool> = { chown, chgrp: chown };
