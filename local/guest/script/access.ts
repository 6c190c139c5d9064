import type { StatementNode } from 'just-bash';
import { has, literalOf, outputOf, partsOf, simple, statement, word, type Tree } from './nodes';

/**
 * Checks the targets of redirections. The embedded shell ends a script that redirects to where nothing can be written,
 * and has one reason for what cannot be read; bash fails the command, with the reason.
 */
export function checkTargets(redirections: readonly { operator: string; target: Tree }[], isRoot: boolean): void {
  for (const redirection of redirections) {
    const { operator, target } = redirection;
    const literal = literalOf(target);
    const isFile =
      /^(>|>>|>\||&>|&>>|<>)$/.test(operator) ||
      (operator === '>&' && literal !== undefined && !/^(\d+-?|-)$/.test(literal));
    const isInput = operator === '<' && !isRoot;
    const isOpen = literal?.startsWith('/dev/') === true || has('ProcessSubstitution', partsOf(target));
    if (!(isFile || isInput) || target.type !== 'Word' || isOpen) continue;
    redirection.target = {
      type: 'Word',
      parts: [
        {
          type: 'DoubleQuoted',
          parts: [outputOf({ ...simple('/bin/.target'), args: [word(isInput ? 'r' : 'w'), target] })],
        },
      ],
    };
  }
}

export const accessOperators = new Set(['-r', '-w', '-x']);

/** Returns the text of a path that the user may read, write or execute, or of nothing. */
export const accessOf = (operator: string, path: unknown): object => ({
  type: 'Word',
  parts: [
    { type: 'DoubleQuoted', parts: [outputOf({ ...simple('/bin/.access', operator), args: [word(operator), path] })] },
  ],
});

/** Rewrites `test -r FILE` to `test -n TEXT`: the embedded shell looks at the bits of the owner only. */
export function rewriteTest(command: { args: unknown[] }): void {
  const { args } = command;
  args.forEach((argument, index) => {
    const operator = literalOf(argument) ?? '';
    const before = literalOf(args[index - 1]) ?? '';
    const path = args[index + 1];
    if (!accessOperators.has(operator) || path === undefined || literalOf(path) === ']') return;
    if (index > 0 && !/^(!|\(|-a|-o)$/.test(before)) return;
    args[index] = word('-n');
    args[index + 1] = accessOf(operator, path);
  });
}

/** Checks the operand of `cd` and `source`: the embedded shell has one reason for both, that there is none. */
export function checkOperand(command: { args: unknown[] }, bits: string): void {
  const operand = command.args.findIndex((argument) => !/^[-~]/.test(literalOf(argument) ?? ''));
  if (operand < 0 || partsOf(command.args[operand])[0]?.type === 'TildeExpansion') return;
  const checked = outputOf({ ...simple('/bin/.operand'), args: [word(bits), command.args[operand]] });
  command.args[operand] = { type: 'Word', parts: [{ type: 'DoubleQuoted', parts: [checked] }] };
}

export const changesUmask = (node: unknown): boolean => /"value":"\/bin\/\.umask"/.test(JSON.stringify(node));

/** Restores the umask after a subshell: it belongs to the process, and a subshell has none of its own here. */
export function keepingUmask(body: StatementNode[], redirections: unknown): object {
  const subshell = { type: 'Subshell', body, redirections: [] };
  return {
    type: 'Group',
    redirections,
    body: [simple('/bin/.keep-umask'), subshell, simple('/bin/.restore-umask')].map(statement),
  };
}
