import * as z from 'zod';

/** The reason why a script with Windows line endings is refused, and what to do. */
export const carriageReturnMessage =
  'it has Windows line endings (CR LF), with which Linux finds neither the interpreter nor the commands: save it with LF';

/** Returns whether the first line of a script ends in CR LF: no interpreter's name ends in a carriage return. */
export function hasWindowsLines(text: string): boolean {
  return /^[^\n]*\r(?:\n|$)/.test(text);
}

/** A script for Linux in a request: at most 1 MiB. */
export const linuxScript = z
  .string()
  .min(1, 'it is empty')
  .max(1024 * 1024, 'it has more than 1 MiB')
  .refine((text) => !hasWindowsLines(text), carriageReturnMessage);
