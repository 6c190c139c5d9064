import type { Command } from 'commander';
import { mostSimilar } from '../../core/lib/did-you-mean';
import type { FlagSpec } from './command';
import { ApiError } from './problem';

const snake = (name: string): string => name.replaceAll('-', '_');

/**
 * Replaces the field of the request in a refusal by its flag: `'regions.0' is "x"` becomes `--to-region is "x"`.
 * A field that no flag of the command sets stays unchanged.
 */
export function namingFlags(error: unknown, flags: readonly FlagSpec[]): unknown {
  if (!(error instanceof ApiError) || error.errorName !== 'InvalidRequest') return error;
  const [quoted, path = ''] = /^'([\w.-]+)'/.exec(error.message) ?? [];
  if (quoted === undefined) return error;
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const flag = flags.find(({ name, field }) => (field ?? snake(name)) === parts.slice(0, length).join('.'));
    if (!flag) continue;
    // An index means nothing to a person who gave a flag several times; a key does.
    const key = parts
      .slice(length)
      .filter((part) => !/^\d+$/.test(part))
      .join('.');
    return new ApiError(
      error.status,
      error.errorName,
      `--${flag.name}${key === '' ? '' : ` ${key}`}${error.message.slice(quoted.length)}`,
      error.details,
    );
  }
  return error;
}

/**
 * Returns the message of the parser about a mistake, with what may have been meant: the nearest flag, also one that
 * shares a word with the unknown one, a subcommand, or the choices of an argument. `argv` is what was typed.
 */
export function explainMistake(message: string, command: Command, argv: readonly string[]): string {
  const flags = command.options.flatMap(({ long }) => long ?? []);
  const unknown = argv.find((word) => /^--[a-z]/.test(word) && !flags.includes(word.split('=')[0]!))?.split('=')[0];
  if (/^error: (unknown option|required option)/.test(message) && unknown !== undefined && command.options.length > 1) {
    const meant = nearestFlag(unknown, flags);
    return `error: unknown option '${unknown}'\n${meant === undefined ? '' : `(Did you mean ${meant}?)\n`}`;
  }
  const [, given] = /^error: too many arguments for .* got (\d+)/.exec(message) ?? [];
  const children = command.commands.map((child) => child.name());
  if (given !== undefined && children.length > 0) {
    const word = command.args[0] ?? '';
    const meant = mostSimilar(word, children);
    return `error: unknown command '${command.name()} ${word}': ${meant === undefined ? `its subcommands are ${children.join(', ')}` : `did you mean '${command.name()} ${meant}'?`}\n`;
  }
  const [, value, name, choices = ''] =
    /^error: command-argument value '(.*)' is invalid for argument '(.*)'\. Allowed choices are (.*)\./.exec(message) ??
    [];
  if (value !== undefined) return `error: <${name}> is '${value}': use one of ${choices}\n`;
  return message;
}

/** Returns the flag that is most similar, or that contains the last word of the unknown one. */
function nearestFlag(unknown: string, flags: readonly string[]): string | undefined {
  const bare = (flag: string): string => flag.replace(/^--(no-)?/, '');
  const wordsOf = (flag: string): string[] => bare(flag).split('-');
  const similar = mostSimilar(unknown, flags);
  const shared = flags.find((flag) => wordsOf(flag).at(-1) === wordsOf(unknown).at(-1));
  const named = flags.find((flag) => wordsOf(unknown).includes(bare(flag)));
  return similar ?? named ?? shared;
}
