/** The reason why a script with Windows line endings is refused, and what to do. */
export const carriageReturnMessage =
  'it has Windows line endings (CR LF), with which Linux finds neither the interpreter nor the commands: save it with LF';

/** Returns whether the first line of a script ends in CR LF: no interpreter's name ends in a carriage return. */
export function hasWindowsLines(text: string): boolean {
  return /^[^\n]*\r(?:\n|$)/.test(text);
}
