import type { SimpleCommandNode, StatementNode } from 'just-bash';
import { literalOf, statement, word, type Tree } from './nodes';

const isExecRedirection = (command: Tree): boolean =>
  command.type === 'SimpleCommand' &&
  literalOf(command.name) === 'exec' &&
  (command.args as unknown[]).length === 0 &&
  (command.redirections as { fd: number | null; operator: string }[]).some(
    ({ fd, operator }) => (fd ?? 1) <= 2 && operator.includes('>'),
  );

/** `exec >log 2>&1` applies to all that follows; the embedded shell would also apply it inside `$(…)`. */
export function applyExecRedirections(statements: StatementNode[]): StatementNode[] {
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
export function stream(statements: StatementNode[], stdout: string, stderr: string): StatementNode[] {
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
