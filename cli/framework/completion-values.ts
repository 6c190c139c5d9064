import type { ArgumentSpec, CommandSpec, FlagSpec } from './command';
import { globalFlags } from './global-flags';

/** A place in the tree of commands: what may be typed after the words that lead there. */
export interface CompletionPoint {
  /** `/ami/list`, or nothing for the program itself. */
  at: string;
  children: { word: string; summary: string }[];
  flags: readonly FlagSpec[];
  arguments: readonly ArgumentSpec[];
}

/** Every place of the commands, by every name of each, the program itself first. */
export function completionPointsOf(
  commands: readonly CommandSpec[],
  groups: Readonly<Record<string, string>>,
): CompletionPoint[] {
  const places = new Map<string, CompletionPoint>();
  const place = (at: string): CompletionPoint => {
    const known = places.get(at) ?? { at, children: [], flags: [], arguments: [] };
    places.set(at, known);
    return known;
  };
  place('');
  for (const command of commands) {
    for (const name of command.names) {
      const words = name.split(' ');
      words.forEach((word, depth) =>
        addChild(
          place(pathOf(words.slice(0, depth))),
          word,
          depth === words.length - 1 ? command.summary : (groups[words.slice(0, depth + 1).join(' ')] ?? ''),
        ),
      );
      Object.assign(place(pathOf(words)), { flags: flagsOf(command), arguments: command.arguments });
    }
  }
  return [...places.values()];
}

const pathOf = (words: readonly string[]): string => words.map((word) => `/${word}`).join('');

function addChild(parent: CompletionPoint, word: string, summary: string): void {
  if (!parent.children.some((child) => child.word === word)) parent.children.push({ word, summary });
}

/** The flags of a command and those of every command; its own come first where both have one. */
export function flagsOf(command: CommandSpec): FlagSpec[] {
  const own = new Set(command.flags.map(({ name }) => name));
  return [...command.flags, ...globalFlags.filter(({ name }) => !own.has(name))];
}

/** `--output`, and `-o` where there is one. */
export function waysToWrite({ name, short }: FlagSpec): string[] {
  return [`--${name}`, ...(short === undefined ? [] : [`-${short}`])];
}

/** Whether a flag takes a file: its own name, or `@` and the name. */
export function takesFile({ value }: FlagSpec): boolean {
  return value !== undefined && /\bfile\b/.test(value);
}

/** The places below the program, as alternatives of a shell's `case`. */
export function alternatives(places: readonly CompletionPoint[]): string {
  return places
    .filter(({ at }) => at !== '')
    .map(({ at }) => at)
    .join('|');
}

/**
 * The flags of a place that take a value, each with the alternatives of a shell's `case` by which the word before is
 * one of them.
 */
export function valueFlags({ at, flags }: CompletionPoint): { flag: FlagSpec; patterns: string }[] {
  const withValue = flags.filter(({ value }) => value !== undefined);
  return withValue.map((flag) => ({
    flag,
    patterns: waysToWrite(flag)
      .map((way) => `"${at} ${way}"`)
      .join('|'),
  }));
}
