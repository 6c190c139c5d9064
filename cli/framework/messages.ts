import { errorFields } from './error-output';
import { failureOf } from './failure';
import { styles } from './style';
import type { Terminal } from './terminal';
import { widthOf, wrap } from './text';

interface Settings {
  /** Whether a program reads: with `-o json`. */
  json: boolean;
  color?: boolean;
  /** Writes the commands in a text as they must be typed. */
  asInvoked?: (text: string) => string;
}

/**
 * Everything on stderr. A person gets lines, in a terminal wrapped to its width. With `-o json`, each message is a JSON
 * object on a line of its own, with a `level`: debug, info, warning or error.
 */
export class Messages {
  constructor(
    private readonly terminal: Terminal,
    private readonly settings: Settings,
  ) {}

  /** Tells a person what happens or what to do next. */
  note(text: string): void {
    if (this.settings.json) this.object('info', { message: this.worded(text).trim() });
    else this.lines(text);
  }

  /** Warns: the command goes on. */
  warn(text: string): void {
    if (this.settings.json) return this.object('warning', { message: this.worded(text) });
    const color = this.settings.color !== false && this.terminal.progressWidth !== undefined;
    this.lines(`warning: ${text}`, (line) => line.replace(/^warning:/, styles(color).yellow));
  }

  /** Writes the warnings of an answer. */
  warnAll(warnings: readonly string[] = []): void {
    for (const warning of warnings) this.warn(warning);
  }

  /** Reports an error: a sentence and a hint, or an object with name, message, details and hint. */
  error(error: unknown): void {
    const { message, hint } = failureOf(error);
    if (!this.settings.json) return this.lines([`error: ${message}`, ...(hint === undefined ? [] : [hint])].join('\n'));
    const fields = errorFields(error);
    this.object('error', { ...fields, message: this.worded(message), hint: hint && this.worded(hint) });
  }

  /** Prints a request of --verbose. */
  request(request: string, status: number | undefined, milliseconds: number): void {
    if (this.settings.json) return this.object('debug', { request, status: status ?? null, milliseconds });
    this.lines(`${request} ${status ?? 'no answer'} ${milliseconds} ms`);
  }

  /** Writes the text of a prompt, without a newline at its end. Programs that nobody watches do not get it. */
  prompt(text: string): void {
    if (!this.settings.json || this.terminal.interactive) this.terminal.err(this.worded(text));
  }

  /** Writes lines as they are, such as the output of a script. */
  raw(text: string): void {
    if (!this.settings.json) return this.terminal.err(text);
    for (const line of text.replace(/\n$/, '').split('\n')) this.object('info', { message: line });
  }

  /** Writes the commands in a text as they must be typed. */
  worded(text: string): string {
    return this.settings.asInvoked?.(text) ?? text;
  }

  private object(level: string, fields: object): void {
    this.terminal.err(`${JSON.stringify({ level, ...fields })}\n`);
  }

  private lines(text: string, paint = (line: string): string => line): void {
    const { progressWidth } = this.terminal;
    const worded = this.worded(text);
    const lines = worded
      .split('\n')
      .flatMap((line) => (progressWidth === undefined ? [line] : wrapMessage(line, progressWidth)));
    this.terminal.err(`${lines.map(paint).join('\n')}\n`);
  }
}

/** A command at the end of a message, after a colon. */
const commandAtEnd = /^(.*?:) ((?:npx )?spawn [a-z-]+(?:(?![;,.] ).)*)$/;

// An id has digits and letters, as those of AWS and of spawn.
const id = String.raw`(?=\S*\d)[a-z]+-[0-9a-z]{8,}`;
const flag = String.raw`--?[a-z][\w-]*(?:[= ][\w@./:-]*[\w/])?`;

/**
 * A command within a message: its words begin with small letters, then flags with a value, ids, placeholders and quoted
 * text follow. A second word is one of the command if one of these follows it.
 */
const commandWithin = new RegExp(
  `(?:npx )?spawn [a-z][a-z-]*(?: [a-z-]+(?= (?:--|${id})))?(?: (?:${flag}|${id}|[A-Z][A-Z_]+\\b|"[^"]*"|'[^']*'))*`,
  'g',
);
const glue = '\u00a0';

/**
 * Breaks a line of a message into lines of at most a width. A command stays whole, for copying, where the width has
 * room for it: at the end of the message it gets a line of its own.
 */
export function wrapMessage(line: string, width: number): string[] {
  if (widthOf(line) <= width) return [line];
  const [, before, command] = commandAtEnd.exec(line) ?? [];
  if (before !== undefined && command !== undefined) return [...wrapMessage(before, width), `  ${command}`];
  const indent = /^ */.exec(line)![0].slice(0, Math.max(0, width - 10));
  const glued = line
    .trimStart()
    .replace(commandWithin, (found) => (widthOf(found) <= width - indent.length ? found.replaceAll(' ', glue) : found));
  return wrap(glued, width - indent.length).map((part) => indent + part.replaceAll(glue, ' '));
}

/**
 * Returns a function that writes `spawn COMMAND` in a text as it must be typed, such as `npx spawn COMMAND`. Only the
 * given commands are meant: a sentence about spawn stays.
 */
export function invokedBy(prefix: string, commands: readonly string[]): (text: string) => string {
  if (prefix === 'spawn') return (text) => text;
  const words = [...new Set(commands.map((name) => name.split(' ')[0]))].join('|');
  const mention = new RegExp(`(?<![\\w./@-])(?<!npx )spawn(?= (?:${words}|help|COMMAND|\\[options\\])(?![\\w-]))`, 'g');
  return (text) => text.replace(mention, prefix);
}
