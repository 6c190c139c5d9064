import type { ScriptNode, SimpleCommandNode, StatementNode } from 'just-bash';
import {
  accessOf,
  accessOperators,
  changesUmask,
  checkOperand,
  checkTargets,
  keepingUmask,
  rewriteTest,
} from './access';
import { hasCommand, hoistCommands } from './arithmetic';
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

/** What the rewriting remembers of one shell: its functions and the bodies of its background jobs. */
export interface ShellMemory {
  functions: Map<string, StatementNode>;
  jobs: StatementNode[];
}

/** What the embedded shell has no builtin for; a program of the simulation stands in. */
const standIns = new Set(['wait', 'trap', 'ulimit', 'umask', 'disown', 'jobs', 'type', 'hash']);
/** The embedded shell hands a file that it finds by PATH only nine arguments; builtins have no such limit. */
const MOST_ARGUMENTS = 9;
const builtins = new Set(
  ': . [ alias break builtin cd command continue declare dirs echo eval exec exit export false getopts hash let local mapfile popd printf pushd pwd read readarray readonly return set shift shopt source test true type typeset unset'.split(
    ' ',
  ),
);
/** Variables that the embedded shell would read from the host, or not know. */
const variables: Record<string, string> = { '!': 'LAST_BACKGROUND_PID', SECONDS: '', EPOCHSECONDS: '' };

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

/** For whom a script is rewritten. */
export interface Reader {
  /** Root is refused nothing. */
  isRoot: boolean;
  /** The programs that the embedded shell knows by name; all others are files that it looks for. */
  known: ReadonlySet<string>;
  parse: (script: string) => ScriptNode;
}

function rewriteCommand(command: Tree, memory: ShellMemory, reader: Reader): void {
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

function rewriteNode(node: unknown, memory: ShellMemory, reader: Reader): void {
  if (Array.isArray(node)) {
    node.forEach((child) => rewriteNode(child, memory, reader));
    return;
  }
  if (node === null || typeof node !== 'object') return;
  const tree = node as Tree;
  const isArithmetic = tree.type === 'ArithmeticExpansion' || tree.type === 'ArithmeticCommand';
  if (isArithmetic && hasCommand(tree.expression)) hoistCommands(tree, reader.parse);
  for (const child of Object.values(tree)) rewriteNode(child, memory, reader);
  if (Array.isArray(tree.redirections))
    checkTargets(tree.redirections as { operator: string; target: Tree }[], reader.isRoot);
  switch (tree.type) {
    case 'SimpleCommand':
      rewriteCommand(tree, memory, reader);
      break;
    case 'CondUnary':
      if (accessOperators.has(String(tree.operator))) {
        tree.operand = accessOf(String(tree.operator), tree.operand);
        tree.operator = '-n';
      }
      break;
    case 'Subshell':
      if (changesUmask(tree.body)) Object.assign(tree, keepingUmask(tree.body as StatementNode[], tree.redirections));
      break;
    case 'CommandSubstitution': {
      const body = tree.body as ScriptNode;
      if (changesUmask(body.statements)) {
        tree.body = { ...body, statements: [statement(keepingUmask(body.statements, []))] };
      }
      break;
    }
    case 'FunctionDef':
      memory.functions.set(String(tree.name), statement(tree));
      break;
    case 'ParameterExpansion': {
      const replacement = variables[String(tree.parameter)];
      if (replacement !== undefined && replacement !== '') tree.parameter = replacement;
      else if (replacement === '') {
        const body: ScriptNode = {
          type: 'Script',
          statements: [statement(simple('/bin/.seconds', String(tree.parameter)))],
        };
        for (const key of Object.keys(tree)) delete tree[key];
        Object.assign(tree, { type: 'CommandSubstitution', body, legacy: false });
      }
      break;
    }
    case 'Statement':
      if (tree.background === true) {
        memory.jobs.push({ ...(tree as unknown as StatementNode), background: false });
        Object.assign(tree, statement(simple('/bin/.background', String(memory.jobs.length - 1))));
      }
      break;
  }
}

const isExecRedirection = (command: Tree): boolean =>
  command.type === 'SimpleCommand' &&
  literalOf(command.name) === 'exec' &&
  (command.args as unknown[]).length === 0 &&
  (command.redirections as { fd: number | null; operator: string }[]).some(
    ({ fd, operator }) => (fd ?? 1) <= 2 && operator.includes('>'),
  );

/** `exec >log 2>&1` applies to all that follows; the embedded shell would also apply it inside `$(…)`. */
function applyExecRedirections(statements: StatementNode[]): StatementNode[] {
  const index = statements.findIndex(
    ({ pipelines }) =>
      pipelines.length === 1 &&
      pipelines[0]?.commands.length === 1 &&
      isExecRedirection(pipelines[0].commands[0] as never),
  );
  if (index < 0) return statements;
  const { redirections } = statements[index]?.pipelines[0]?.commands[0] as SimpleCommandNode;
  const body = applyExecRedirections(statements.slice(index + 1));
  if (body.length === 0) return statements.slice(0, index);
  return [...statements.slice(0, index), statement({ type: 'Group', body, redirections })];
}

/** Commands that print nothing, so that their output need not be sent on. */
const silent = new Set([
  ':',
  'true',
  'false',
  'sleep',
  'set',
  'shopt',
  'export',
  'local',
  'test',
  '[',
  'break',
  'continue',
  'return',
  'exit',
  'shift',
  'read',
]);

/** Sends what each statement prints to two files as soon as it has run, instead of keeping all until the end. */
function stream(statements: StatementNode[], stdout: string, stderr: string): StatementNode[] {
  const redirections = [
    { type: 'Redirection', fd: null, operator: '>>', target: word(stdout) },
    { type: 'Redirection', fd: 2, operator: '>>', target: word(stderr) },
  ];
  return statements.map((one) => {
    const command = one.pipelines[0]?.commands[0] as unknown as Tree | undefined;
    const alone =
      one.pipelines.length === 1 && one.pipelines[0]?.commands.length === 1 && one.pipelines[0].negated === false;
    if (one.deferredError !== undefined || (alone && command?.type === 'FunctionDef')) return one;
    if (
      alone &&
      command?.type === 'SimpleCommand' &&
      (command.name === null || silent.has(literalOf(command.name) ?? ''))
    )
      return one;
    const isBody = alone && ['For', 'CStyleFor', 'While', 'Until', 'Group'].includes(String(command?.type));
    if (isBody && command !== undefined && (command.redirections as unknown[]).length === 0) {
      command.body = stream(command.body as StatementNode[], stdout, stderr);
      return one;
    }
    return statement({ type: 'Group', body: [one], redirections });
  });
}

/** Rewrites a parsed script so that jobs, traps, `exec` and clocks behave as on a real machine. */
export function rewriteScript(
  script: ScriptNode,
  memory: ShellMemory,
  reader: Reader,
  streams?: { stdout: string; stderr: string },
): ScriptNode {
  rewriteNode(script.statements, memory, reader);
  const statements = applyExecRedirections(script.statements);
  return {
    ...script,
    statements: streams === undefined ? statements : stream(statements, streams.stdout, streams.stderr),
  };
}

/** A script that defines the functions of a shell and then runs some of its statements. */
export function withFunctions(memory: ShellMemory, statements: StatementNode[]): ScriptNode {
  return { type: 'Script', statements: [...memory.functions.values(), ...statements] };
}
