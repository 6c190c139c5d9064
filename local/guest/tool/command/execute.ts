import { resolvePath } from '../../file/nodes';
import { EXECUTE, READ, WRITE } from '../../file/permissions';
import { refusedPath } from '../../file/refusals';
import { isShell, shebangOf } from '../../script/shebang';
import { type Tool, type ToolCall, failure, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';
import { pathsOf } from './lookup';
import { shellTools } from './shells';

/** The file that a program's name stands for: one that may be executed, or else one that is there. */
function found(call: ToolCall, name: string): string | undefined {
  const paths = pathsOf(call, name);
  return (
    paths.find((path) => call.files.isProgram(path)) ??
    paths.find((path) => call.files.allows(path, 0) && !call.files.isDirectory(path))
  );
}

/** A file that only starts a program of the simulation stands for a binary, which need not be readable. */
const isBinary = (text: string): boolean => text.startsWith('#!/bin/sh\nexec /bin/.program ');

/** How bash tells that the interpreter of a script is not there: bash 5.1 of Ubuntu 22.04 names it, 5.2 does not. */
function withoutInterpreter(call: ToolCall, given: string, interpreter: string): Outcome {
  if (!call.files.textOr('/etc/os-release').includes('VERSION_ID="22.04"')) {
    return failure(`bash: ${given}: cannot execute: required file not found`, 127);
  }
  return failure(
    `bash: ${given}: ${interpreter.replace(/\r$/, '^M')}: bad interpreter: No such file or directory`,
    126,
  );
}

/** `.execute PATH|NAME ARGUMENTS`: runs a file by its path, with the interpreter that its first line names. */
const execute: Tool = (call): Outcome | Promise<Outcome> => {
  const [given = '', ...args] = call.args;
  const path = given.includes('/') ? resolvePath(call.cwd, given) : found(call, given);
  if (path === undefined) return failure(`bash: ${given}: command not found`, 127);
  const shown = given.includes('/') ? given : path;
  const refused = failure(`bash: ${shown}: Permission denied`, 126);
  if (!call.files.allows(path, 0) && call.system.files.exists(path)) return refused;
  const node = call.files.node(path);
  if (node === undefined) return failure(`bash: ${given}: No such file or directory`, 127);
  if (node.kind === 'directory') return failure(`bash: ${given}: Is a directory`, 126);
  if (!call.files.isProgram(path)) return refused;
  const text = call.system.files.text(path);
  if (!isBinary(text) && !call.files.allows(path, READ)) return refused;
  const { interpreter, argument } = shebangOf(text) ?? { interpreter: '/bin/sh' };
  const words = [...(argument === undefined ? [] : [argument]), shown, ...args];
  const bash = shellTools.bash as Tool;
  if (isShell(interpreter)) return bash({ ...call, name: interpreter, args: words });
  if (!call.files.isProgram(interpreter)) return withoutInterpreter(call, given, interpreter);
  return call.start({ words: [interpreter, ...words], stdin: call.stdin });
};

/** Whether bash refuses to run the file that PATH has for a name: the embedded shell says that there is none. */
function isRefused(call: ToolCall, name: string): boolean {
  if (name === '' || call.process.memory.functions.has(name)) return false;
  const path = found(call, name);
  return path !== undefined && (!call.files.isProgram(path) || !call.files.allows(path, READ));
}

/**
 * `.choose WORDS`: the program that stands in for a command whose name was in a variable or is a file's: files run by
 * their first line, and names as the shell finds them, which is no output.
 */
const choose: Tool = (call) => {
  const [name = ''] = call.args;
  if (name.startsWith('/bin/.')) return success();
  return success(name.includes('/') || isRefused(call, name) ? '/bin/.execute' : '');
};

/**
 * `.target r|w PATH`: the path that a redirection opens, with a NUL behind it when it cannot be opened: then the
 * embedded shell fails the command as bash does, and would else end the whole script. The exit code stays what it was.
 */
const target: Tool = (call) => {
  const [access, ...words] = call.args;
  const given = words.join(' ');
  const path = call.path(given);
  const isWriting = access === 'w';
  let stdout = given;
  try {
    if (words.length !== 1 || (isWriting && !call.files.isDirectory(resolvePath(path, '..')))) stdout = `${given}\0`;
    else call.files.check(path, isWriting ? WRITE : READ);
  } catch {
    stdout = `${refusedPath(given)}\0`;
  }
  return { exitCode: Number(call.variables.get('?') ?? 0), stdout, stderr: '' };
};

/** `.operand r|x PATH`: what `source` and `cd` are given, with the reason in it when they are refused it. */
const operand: Tool = (call) => {
  const [access, ...words] = call.args;
  if (words.length === 0) return success(call.variables.get('HOME') ?? '');
  const given = words.join(' ');
  const isFolder = access === 'x';
  const path = isFolder
    ? call.path(given)
    : (pathsOf(call, given).find((one) => call.files.allows(one, READ)) ?? call.path(given));
  const isThere = call.system.files.exists(path);
  return success(isThere && !call.files.allows(path, isFolder ? EXECUTE : READ) ? refusedPath(given) : given);
};

/** `.access -r|-w|-x PATH`: a letter when the user may, nothing when not. */
const access: Tool = (call) => {
  const [operator, ...words] = call.args;
  const bits = operator === '-r' ? READ : operator === '-w' ? WRITE : EXECUTE;
  return success(
    words.length === 1 && words[0] !== '' && call.files.allows(call.path(words[0] as string), bits) ? 'y' : '',
  );
};

/** Programs of the simulation itself that run files and open redirections. */
export const executeTools: Record<string, Tool> = {
  '.execute': execute,
  '.choose': choose,
  '.target': target,
  '.operand': operand,
  '.access': access,
};
