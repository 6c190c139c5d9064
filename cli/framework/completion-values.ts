import type { ArgumentSpec, CommandSpec, FlagSpec } from './command';
import { globalFlags } from './global-flags';

/** A point in the tree of commands: what can be typed after its words. */
export interface CompletionPoint {
  /** `/ami/list`, or empty for the program itself. */
  at: string;
  children: { word: string; summary: string }[];
  flags: readonly FlagSpec[];
  arguments: readonly ArgumentSpec[];
}

/** What the API lists, for the completion of ids and names. */
export type CompletedKind = 'images' | 'stacks' | 'channels' | 'builds' | 'instances';

/** What completes an argument or the value of a flag, by the word that the help writes for it. */
export const completedKinds: Readonly<Record<string, readonly CompletedKind[]>> = {
  ami: ['images'],
  from: ['images'],
  to: ['images'],
  stack: ['stacks'],
  channel: ['channels'],
  build: ['builds'],
  instance: ['instances'],
  what: ['builds', 'images', 'instances'],
};

/** Returns the command that lists what completes the word, without errors; undefined if nothing of the API does. */
export function completionCall(word: string): string | undefined {
  const kinds = Object.hasOwn(completedKinds, word) ? completedKinds[word] : undefined;
  return kinds && `spawn complete ${kinds.join(' ')} 2>/dev/null`;
}

/** Returns the commands that list what completes the arguments, each once. */
export function callsOf(given: readonly ArgumentSpec[]): string[] {
  return [...new Set(given.flatMap(({ name }) => completionCall(name) ?? []))];
}

/** Returns every completion point of the commands, by every name, the program itself first. */
export function completionPointsOf(
  commands: readonly CommandSpec[],
  groups: Readonly<Record<string, string>>,
): CompletionPoint[] {
  const points = new Map<string, CompletionPoint>();
  const point = (at: string): CompletionPoint => {
    const known = points.get(at) ?? { at, children: [], flags: globalFlags, arguments: [] };
    points.set(at, known);
    return known;
  };
  point('');
  for (const command of commands.filter(({ hidden }) => hidden !== true)) {
    for (const name of command.names) {
      const words = name.split(' ');
      words.forEach((word, depth) =>
        addChild(
          point(pathOf(words.slice(0, depth))),
          word,
          depth === words.length - 1 ? command.summary : (groups[words.slice(0, depth + 1).join(' ')] ?? ''),
        ),
      );
      Object.assign(point(pathOf(words)), { flags: flagsOf(command), arguments: command.arguments });
    }
  }
  return [...points.values()];
}

const pathOf = (words: readonly string[]): string => words.map((word) => `/${word}`).join('');

function addChild(parent: CompletionPoint, word: string, summary: string): void {
  if (!parent.children.some((child) => child.word === word)) parent.children.push({ word, summary });
}

/** Returns the flags of a command followed by the global flags; its own flag replaces a global one. */
export function flagsOf(command: CommandSpec): FlagSpec[] {
  const own = new Set(command.flags.map(({ name }) => name));
  return [...command.flags, ...globalFlags.filter(({ name }) => !own.has(name))];
}

/** Returns `--output`, and `-o` if the flag has a short form. */
export function waysToWrite({ name, short }: FlagSpec): string[] {
  return [`--${name}`, ...(short === undefined ? [] : [`-${short}`])];
}

/** Tells whether a flag takes a file: its name, or `@` and the name. */
export function takesFile({ value }: FlagSpec): boolean {
  return value !== undefined && /\bfile\b/.test(value);
}

/** Returns the points below the program as alternatives of a shell's `case`. */
export function alternatives(points: readonly CompletionPoint[]): string {
  return points
    .filter(({ at }) => at !== '')
    .map(({ at }) => at)
    .join('|');
}

/**
 * Returns the global flags as alternatives of a shell's `case`, which may stand before the words of a command: those
 * whose value is the next word, and those that are one word.
 */
export function leadingFlags(before = ''): { withValue: string; alone: string } {
  const written = (takesValue: boolean): string =>
    globalFlags
      .filter(({ value }) => (value !== undefined) === takesValue)
      .flatMap(waysToWrite)
      .map((way) => `${before}${way}`)
      .join('|');
  return { withValue: written(true), alone: written(false) };
}

/**
 * Returns the flags of a point that take a value, each with the alternatives of a shell's `case` that match the word
 * before the value.
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
