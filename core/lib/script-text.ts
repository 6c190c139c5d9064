/** Why the text of a script is refused, and what to do. */
export const carriageReturnMessage =
  'its lines end in CR LF, as Windows writes them, and Linux then finds neither the interpreter nor the commands: save it with LF';

/** Whether the first line of a script ends in CR LF: no interpreter has a name that ends in a carriage return. */
export function hasWindowsLines(text: string): boolean {
  return /^[^\n]*\r(?:\n|$)/.test(text);
}
