import type { ScriptNode } from 'just-bash';
import { checkOperand, rewriteTest } from './access';
import {
  has,
  hasSlash,
  literalOf,
  outputOf,
  partsOf,
  simple,
  statement,
  word,
  writtenIn,
  type Part,
  type Tree,
} from './nodes';
import type { Reader, ShellMemory } from './shell-memory';

/** What the embedded shell has no builtin for; a program of the simulation stands in. */
const standIns = new Set(['wait', 'trap', 'ulimit', 'umask', 'disown', 'jobs', 'type', 'hash']);
/** The embedded shell hands a file that it finds by PATH only nine arguments; builtins have no such limit. */
const MOST_ARGUMENTS = 9;
const builtins = new Set(
  ': . [ alias break builtin cd command continue declare dirs echo eval exec exit export false getopts hash let local mapfile popd printf pushd pwd read readarray readonly return set shift shopt source test true type typeset unset'.split(
    ' ',
  ),
);

/** Expands to nothing, whatever is set: the name of a command that its arguments give. */
const nothing = {
  type: 'Word',
  parts: [
    {
      type: 'ParameterExpansion',
      parameter: 'HOME',
      operation: { type: 'UseAlternative', word: word(''), checkEmpty: true },
    },
  ],
};

/** A program of the simulation itself, which only its own files and rewritten scripts name. */
const isOwn = (name: unknown): boolean =>
  ((name as { parts?: Part[] }).parts ?? []).map(writtenIn).join('').startsWith('/bin/.');

const isExpanded = (name: unknown): boolean =>
  has('ParameterExpansion', partsOf(name)) || has('CommandSubstitution', partsOf(name));

/** The embedded shell does not split the name of a command that comes out of a variable; it does split arguments. */
function splitName(command: Tree): void {
  const { name, args } = command as { name: unknown; args: unknown[] };
  const chosen = { type: 'Word', parts: [outputOf({ ...simple('/bin/.choose'), args: [name] })] };
  // What a substitution does must not happen twice.
  command.name = has('CommandSubstitution', partsOf(name)) ? nothing : chosen;
  command.args = [name, ...args];
}

/** Rewrites one command in place, so that a program of the simulation does what the embedded shell cannot. */
export function rewriteCommand(command: Tree, memory: ShellMemory, reader: Reader): void {
  const name = literalOf(command.name);
  if (!reader.isRoot && (name === 'cd' || name === 'pushd'))
    checkOperand(command as unknown as { args: unknown[] }, 'x');
  if (!reader.isRoot && (name === 'source' || name === '.'))
    checkOperand(command as unknown as { args: unknown[] }, 'r');
  if (name === 'test' || partsOf(command.name)[0]?.pattern === '[')
    rewriteTest(command as unknown as { args: unknown[] });
  if (name !== undefined && standIns.has(name)) command.name = word(`/bin/.${name}`);
  else if (hasSlash(command.name) && !isOwn(command.name)) {
    command.args = [command.name, ...(command.args as unknown[])];
    command.name = word('/bin/.execute');
  } else if (isExpanded(command.name)) splitName(command);
  else if (name === 'command' && /^-p?[vV]$/.test(literalOf((command.args as unknown[])[0]) ?? '')) {
    command.name = word('/bin/.command-v');
  } else if (name === 'exit') {
    // An explicit exit loses the variables that an EXIT trap may need; the substitution keeps them and expands to
    // nothing.
    const body: ScriptNode = { type: 'Script', statements: [statement(simple('/bin/.leave'))] };
    command.args = [
      ...(command.args as unknown[]),
      { type: 'Word', parts: [{ type: 'CommandSubstitution', body, legacy: false }] },
    ];
  } else if (
    name !== undefined &&
    name !== '' &&
    !builtins.has(name) &&
    !memory.functions.has(name) &&
    (command.args as unknown[]).length > MOST_ARGUMENTS
  ) {
    command.args = [command.name, ...(command.args as unknown[])];
    command.name = word('/bin/.execute');
  } else if (
    name !== undefined &&
    name !== '' &&
    !builtins.has(name) &&
    !memory.functions.has(name) &&
    !reader.known.has(name)
  ) {
    splitName(command);
  } else if (name === 'exec' && (command.args as unknown[]).length > 0) {
    // The embedded shell would go on after the program that replaces it.
    const replaced = { ...command, name: (command.args as unknown[])[0], args: (command.args as unknown[]).slice(1) };
    rewriteCommand(replaced, memory, reader);
    for (const key of Object.keys(command)) delete command[key];
    Object.assign(command, { type: 'Group', redirections: [], body: [statement(replaced), statement(simple('exit'))] });
  }
}
