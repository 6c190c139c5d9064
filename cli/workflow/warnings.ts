import type { Context } from '../framework/context';

/** Writes warnings of an answer to stderr. */
export function writeWarnings({ terminal, styles }: Context, warnings: readonly string[] = []): void {
  for (const warning of warnings) terminal.err(`${styles.yellow('warning:')} ${warning}\n`);
}
