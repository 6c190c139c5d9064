import type { ScriptNode, StatementNode } from 'just-bash';
import { accessOf, accessOperators, changesUmask, checkTargets, keepingUmask } from './access';
import { hasCommand, hoistCommands } from './arithmetic';
import { rewriteCommand } from './commands';
import { simple, statement, type Tree } from './nodes';
import type { Reader, ShellMemory } from './shell-memory';
import { applyExecRedirections, stream } from './streams';

/** Variables that the embedded shell would read from the host, or not know. */
const variables: Record<string, string> = { '!': 'LAST_BACKGROUND_PID', SECONDS: '', EPOCHSECONDS: '' };
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
