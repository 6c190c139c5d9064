import { resolvePath } from '../nodes';
import { isShell, shebangOf } from '../shebang';
import { failure, success, type Outcome, type Tool, type ToolCall } from '../tool';
import { shellTools } from './shells';

/** The file that a program's name stands for. */
function found(call: ToolCall, name: string): string | undefined {
  const folders = (call.environment.PATH ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin').split(':');
  return folders.map((folder) => `${folder}/${name}`).find((path) => call.files.isProgram(path));
}

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
  const node = call.files.node(path);
  if (node === undefined) return failure(`bash: ${given}: No such file or directory`, 127);
  if (node.kind === 'directory') return failure(`bash: ${given}: Is a directory`, 126);
  if (!call.files.isProgram(path)) return failure(`bash: ${given}: Permission denied`, 126);
  const file = given.includes('/') ? given : path;
  const { interpreter, argument } = shebangOf(call.files.text(path)) ?? { interpreter: '/bin/sh' };
  const words = [...(argument === undefined ? [] : [argument]), file, ...args];
  const bash = shellTools.bash as Tool;
  if (isShell(interpreter)) return bash({ ...call, name: interpreter, args: words });
  if (!call.files.isProgram(interpreter)) return withoutInterpreter(call, given, interpreter);
  return call.start({ words: [interpreter, ...words], stdin: call.stdin });
};

/**
 * `.choose WORDS`: the program that stands in for a command whose name was in a variable: files run by their first line, and
 * names as the shell finds them, which is no output.
 */
const choose: Tool = ({ args: [name = ''] }) =>
  success(name.includes('/') && !name.startsWith('/bin/.') ? '/bin/.execute' : '');

/**
 * `.target PATH`: the path that a redirection writes to, with a NUL behind it when it cannot be opened: then the embedded
 * shell fails the command as bash does, and would else end the whole script. The exit code stays what it was.
 */
const target: Tool = (call) => {
  const [path = ''] = call.args;
  const opens = call.args.length === 1 && call.files.isDirectory(resolvePath(call.path(path), '..'));
  return {
    exitCode: Number(call.variables.get('?') ?? 0),
    stdout: opens ? path : `${call.args.join(' ')}\0`,
    stderr: '',
  };
};

/** Programs of the simulation itself that run files and open redirections. */
export const executeTools: Record<string, Tool> = { '.execute': execute, '.choose': choose, '.target': target };
