import type { ScriptNode, StatementNode } from 'just-bash';

/** What the rewriting remembers of one shell: its functions and the bodies of its background jobs. */
export interface ShellMemory {
  functions: Map<string, StatementNode>;
  jobs: StatementNode[];
}

/** For whom a script is rewritten. */
export interface Reader {
  /** Root is refused nothing. */
  isRoot: boolean;
  /** The programs that the embedded shell knows by name; all others are files that it looks for. */
  known: ReadonlySet<string>;
  parse: (script: string) => ScriptNode;
}

/** Returns a script that defines the functions of a shell and then runs some of its statements. */
export function withFunctions(memory: ShellMemory, statements: StatementNode[]): ScriptNode {
  return { type: 'Script', statements: [...memory.functions.values(), ...statements] };
}
