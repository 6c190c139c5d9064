import { type Tool, type ToolCall, failure, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';

const keywords = new Set(
  'if then else elif fi case esac for while until do done in function time select ! { } [[ ]]'.split(' '),
);
const builtins = new Set(
  (
    ': . [ alias bg builtin cd command compgen complete continue declare dirs disown echo enable eval exec exit export false fg getopts hash help history jobs kill let ' +
    'local logout mapfile popd printf pushd pwd read readarray readonly return set shift shopt source test times trap true type typeset ulimit umask unalias unset wait'
  ).split(' '),
);

/** Returns where PATH has a name, in order; of a path, where it leads. */
export function pathsOf(call: ToolCall, name: string): string[] {
  if (name.includes('/')) return [call.path(name)];
  const folders = (call.variables.get('PATH') ?? call.environment.PATH ?? '/usr/bin:/bin')
    .split(':')
    .filter((one) => one !== '');
  return folders.map((folder) => `${folder}/${name}`);
}

/** Where PATH finds a program that may be executed. */
function findProgram(call: ToolCall, name: string): string | undefined {
  const path = pathsOf(call, name).find((one) => call.files.isProgram(one));
  return path !== undefined && name.includes('/') ? name : path;
}

/** `which [-a] NAME…`. */
const which: Tool = (call): Outcome => {
  const names = call.args.filter((argument) => !argument.startsWith('-'));
  const isAll = call.args.includes('-a');
  const outcome = success();
  for (const name of names) {
    const paths = pathsOf(call, name).filter((path) => call.files.isProgram(path));
    if (paths.length === 0) outcome.exitCode = 1;
    outcome.stdout += paths
      .slice(0, isAll ? undefined : 1)
      .map((path) => `${path}\n`)
      .join('');
  }
  return outcome;
};

const isFunction = (call: ToolCall, name: string) => call.process.memory.functions.has(name);

/** `command -v|-V NAME…`. */
const commandV: Tool = (call): Outcome => {
  const [flags = '', ...names] = call.args;
  const outcome: Outcome = { exitCode: 1, stdout: '', stderr: '' };
  for (const name of names) {
    const path = keywords.has(name) || builtins.has(name) || isFunction(call, name) ? name : findProgram(call, name);
    if (path === undefined) outcome.stderr += flags.includes('V') ? `bash: command: ${name}: not found\n` : '';
    else {
      outcome.exitCode = 0;
      outcome.stdout += flags.includes('V') ? `${name} is ${path}\n` : `${path}\n`;
    }
  }
  return outcome;
};

/** `type [-tpP] NAME…`. */
const type: Tool = (call): Outcome => {
  const flags = call.args.filter((argument) => argument.startsWith('-')).join('');
  const outcome = success();
  for (const name of call.args.filter((argument) => !argument.startsWith('-'))) {
    const kind = isFunction(call, name)
      ? 'function'
      : keywords.has(name)
        ? 'keyword'
        : builtins.has(name)
          ? 'builtin'
          : 'file';
    const path = findProgram(call, name);
    if ((kind === 'file' || flags.includes('P')) && path === undefined) {
      outcome.exitCode = 1;
      if (flags === '') outcome.stderr += `bash: type: ${name}: not found\n`;
    } else if (flags.includes('t')) outcome.stdout += `${kind}\n`;
    else if (flags.includes('p') || flags.includes('P'))
      outcome.stdout += kind === 'file' || flags.includes('P') ? `${path}\n` : '';
    else
      outcome.stdout += `${name} is ${kind === 'file' ? path : kind === 'function' ? 'a function' : `a shell ${kind}`}\n`;
  }
  return outcome;
};

/** `hash NAME`: whether a program is there. */
const hash: Tool = (call): Outcome => {
  const missing = call.args
    .filter((argument) => !argument.startsWith('-'))
    .find((name) => findProgram(call, name) === undefined);
  return missing === undefined ? success() : failure(`bash: hash: ${missing}: not found`);
};

export const lookupTools: Record<string, Tool> = { '.command-v': commandV, '.type': type, '.hash': hash };
export const whichTools: Record<string, Tool> = { which };
