/**
 * The embedded shell has one message for a redirection that fails. Where the path that it names ends with the reason
 * and this mark, what follows is taken away wherever the message arrives. Each of its bytes is a character of its own,
 * as the shell hands some texts on as bytes.
 */
const mark = '\u0001\u0002\u0001';
const marked = `${mark}: No such file or directory`;

/**
 * Returns a path that does not exist and whose error carries the reason; it contains a NUL, which no redirection opens.
 */
export const refusedPath = (path: string, reason = 'Permission denied'): string => `${path}: ${reason}${mark}`;

/** Returns a text without the shell's own reason behind the one of a refused path. */
export const withoutMark = (text: string): string => (text.includes(marked) ? text.replaceAll(marked, '') : text);

const spelledIn = (line: string, path: string, words: readonly string[], resolve: (word: string) => string): boolean =>
  line.includes(path) ||
  words.some((word) => word !== '' && line.includes(word) && `${path}/`.startsWith(`${resolve(word)}/`));

/**
 * Returns the messages of one of the embedded shell's own programs, with the reason for what the file system refused
 * it.
 */
export function withReasons(
  stderr: string,
  refused: ReadonlyMap<string, string>,
  words: readonly string[],
  resolve: (word: string) => string,
): string {
  if (refused.size === 0) return stderr;
  return stderr
    .replace(/(EACCES|EPERM)\b[^\n]*/g, (_all, code: string) =>
      code === 'EPERM' ? 'Operation not permitted' : 'Permission denied',
    )
    .split('\n')
    .map((line) => {
      const reason = [...refused].find(([path]) => spelledIn(line, path, words, resolve))?.[1];
      return reason === undefined ? line : line.replace(/No such file or directory$/, reason);
    })
    .join('\n');
}
