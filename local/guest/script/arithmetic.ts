import type { ScriptNode, StatementNode } from 'just-bash';
import { simple, statement, type Tree } from './nodes';

/** Returns whether an arithmetic expression has a command inside. */
export const hasCommand = (node: unknown): boolean => JSON.stringify(node).includes('"ArithCommandSubst"');

/**
 * Moves the commands of an arithmetic expression in front of it. The embedded shell runs a command inside `$((…))` and
 * `((…))` without the functions and variables of the script, and takes the quotes out of it. That works since a
 * variable's text is an expression again, and `let` takes one.
 */
export function hoistCommands(tree: Tree, parse: (script: string) => ScriptNode): void {
  const { originalText } = tree.expression as { originalText?: string };
  const isCommand = tree.type === 'ArithmeticCommand';
  const text = isCommand ? `let "${originalText}"` : `__arithmetic="${originalText}"; echo "$((__arithmetic))"`;
  let statements: StatementNode[];
  try {
    ({ statements } = parse(text));
  } catch {
    statements = [statement(simple('/bin/.unmodeled', `the expression ${originalText}`))];
  }
  const { redirections } = tree;
  for (const key of Object.keys(tree)) delete tree[key];
  const body: ScriptNode = { type: 'Script', statements };
  Object.assign(
    tree,
    isCommand
      ? { type: 'Group', body: statements, redirections }
      : { type: 'CommandSubstitution', body, legacy: false },
  );
}
