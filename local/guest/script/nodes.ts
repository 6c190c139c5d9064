import type { SimpleCommandNode, StatementNode } from 'just-bash';

/** A node of a parsed script. */
export type Tree = Record<string, unknown>;

export const word = (value: string) => ({ type: 'Word' as const, parts: [{ type: 'Literal' as const, value }] });

/** Returns a command of literal words. */
export function simple(name: string, ...args: string[]): SimpleCommandNode {
  return { type: 'SimpleCommand', assignments: [], name: word(name), args: args.map(word), redirections: [] };
}

/** Returns the statement that is one command. */
export function statement(command: object): StatementNode {
  return {
    type: 'Statement',
    background: false,
    operators: [],
    pipelines: [{ type: 'Pipeline', negated: false, commands: [command as never] }],
  };
}

export const outputOf = (command: object): object => ({
  type: 'CommandSubstitution',
  body: { type: 'Script', statements: [statement(command)] },
  legacy: false,
});

export const literalOf = (name: unknown): string | undefined => {
  const parts = (name as { parts?: { type: string; value?: string }[] } | null)?.parts;
  return parts?.length === 1 && parts[0]?.type === 'Literal' ? parts[0].value : undefined;
};

export interface Part {
  type: string;
  pattern?: string;
  value?: string;
  parts?: Part[];
}

export const writtenIn = (part: Part): string => part.value ?? (part.parts ?? []).map(writtenIn).join('');

/** Returns whether a word is a path as it is written, quoted or not. */
export const hasSlash = (name: unknown): boolean =>
  ((name as { parts?: Part[] } | null)?.parts ?? []).some((part) => writtenIn(part).includes('/'));

export const partsOf = (name: unknown): Part[] => (name as { parts?: Part[] } | null)?.parts ?? [];
export const has = (type: string, parts: readonly Part[]): boolean =>
  parts.some((part) => part.type === type || has(type, part.parts ?? []));
