/** What the first line of a script says: the program that runs it, and the one argument that it may have. */
export interface Shebang {
  interpreter: string;
  argument?: string;
}

/**
 * Returns the first line of a script as Linux reads it (execve(2)): all behind the interpreter is one argument, a
 * carriage return belongs to the name. Undefined when the line names no interpreter.
 */
export function shebangOf(text: string): Shebang | undefined {
  const [, interpreter, argument] = /^#![ \t]*([^ \t\n]+)[ \t]*([^\n]*?)[ \t]*(?:\n|$)/.exec(text) ?? [];
  if (interpreter === undefined) return undefined;
  return { interpreter, ...(argument ? { argument } : {}) };
}

/** Returns whether a program is one of the shells that the simulation has. */
export function isShell(interpreter: string): boolean {
  return /^(?:\/usr)?\/bin\/(?:ba|da)?sh$/.test(interpreter);
}
