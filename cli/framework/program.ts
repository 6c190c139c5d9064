import { Argument, Command, CommanderError, Help, InvalidArgumentError, Option } from 'commander';
import type { ArgumentSpec, CommandSpec, FlagSpec } from './command';
import { createContext } from './context';
import type { Host } from './context';
import { refuseEmpty } from './empty-values';
import { withImageIds } from './image-ids';
import { wantsJson } from './error-output';
import { exitCodes, failureOf, usageError } from './failure';
import { flagsOf } from './completion-values';
import { globalFlagsLast } from './global-flags';
import { invokedBy, Messages } from './messages';
import { explainMistake, namingFlags } from './flag-names';
import { Flags } from './flags';
import { commandGroups, helpSections, sectionOf } from './groups';

/**
 * Creates the parser of all commands: every name of a command calls it. `finish` gets the exit code of the command
 * that ran.
 */
export function createProgram(
  commands: readonly CommandSpec[],
  version: string,
  host: Host,
  finish: (code: number) => void,
  asInvoked?: (text: string) => string,
): Command {
  const program = new Command('spawn')
    .description('Build, test, find and launch custom EC2 images.')
    .version(version)
    // A command's own --version (of a stack) must not be mistaken for the program's.
    .enablePositionalOptions()
    .commandsGroup(heading('Operate'))
    .addHelpCommand(
      new Command('help').argument('[command]').description('Show the help of a command').helpGroup(heading('Operate')),
    )
    .configureHelp({ subcommandTerm: (command) => command.name(), groupItems: inOrderOfSections })
    .addHelpText(
      'after',
      '\nRun `spawn COMMAND --help` for the flags and examples of a command.\nGlobal flags, such as --context, may also stand before the command.',
    );
  const parents = new Map<string, Command>();
  for (const spec of commands) {
    for (const name of spec.names) {
      const words = name.split(' ');
      const last = words.pop() ?? '';
      addCommand(
        words.reduce((parent, _, index) => group(parent, parents, words.slice(0, index + 1)), program),
        last,
        spec,
        host,
        finish,
        asInvoked,
      );
    }
  }
  return program;
}

/** Parses the arguments and runs the command. Returns the exit code; an error goes to stderr. */
export async function runProgram(
  commands: readonly CommandSpec[],
  version: string,
  argv: readonly string[],
  host: Host,
): Promise<number> {
  let code: number = exitCodes.done;
  const json = wantsJson(argv);
  const names = commands.flatMap((command) => command.names);
  const asInvoked = invokedBy(host.invocation ?? 'spawn', names);
  const messages = new Messages(host.terminal, { json, color: !host.environment.NO_COLOR, asInvoked });
  const moved = globalFlagsLast(argv, names);
  // A person also wants to know the deployment's version; a script wants a line that is always the same.
  const words = isVersionAlone(moved) && host.terminal.width !== undefined ? ['version'] : moved;
  const program = createProgram(commands, version, host, (answer) => (code = answer), asInvoked);
  let mistake = '';
  forEachCommand(program, (command) => {
    command.exitOverride();
    command.configureOutput({
      writeOut: (text) => host.terminal.out(asInvoked(text)),
      outputError: (text, write) => write((mistake = explainMistake(text, command, words))),
      writeErr: (text) => (json ? undefined : messages.note(text.replace(/\n$/, ''))),
    });
  });
  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      messages.error(error);
      return failureOf(error).exitCode;
    }
    // Only help and version are not mistakes.
    if (error.exitCode === 0) return exitCodes.done;
    // Commander has already written its message, unless it is to be JSON.
    if (json) messages.error(usageError((mistake || error.message).trim().replace(/^error: /, '')));
    return exitCodes.usage;
  }
}

function isVersionAlone([first = '', ...others]: readonly string[]): boolean {
  return others.length === 0 && ['--version', '-V'].includes(first);
}

/** Visits the program and every command below it. */
export function forEachCommand(command: Command, visit: (command: Command) => void): void {
  visit(command);
  for (const child of command.commands) forEachCommand(child, visit);
}

function group(parent: Command, parents: Map<string, Command>, words: readonly string[]): Command {
  const name = words.join(' ');
  // A command may have subcommands: spawn nightly, spawn nightly list.
  const known = parents.get(name) ?? parent.commands.find((command) => command.name() === words.at(-1));
  if (known !== undefined) return known;
  const command = parent.command(words.at(-1) ?? '').description(commandGroups[name] ?? name);
  command.helpCommand(false);
  inSection(command, parent, [name]);
  parents.set(name, command);
  return command;
}

function addCommand(
  parent: Command,
  name: string,
  spec: CommandSpec,
  host: Host,
  finish: (code: number) => void,
  asInvoked?: (text: string) => string,
): void {
  const command = parent
    .command(name, { hidden: spec.hidden === true })
    .summary(spec.summary)
    .description([spec.summary, spec.details].filter(Boolean).join('\n\n'));
  inSection(command, parent, spec.names);
  for (const each of spec.arguments) command.addArgument(argumentOf(each));
  const own = new Set(spec.flags.map((flag) => flag.name));
  const flags = flagsOf(spec);
  for (const flag of flags)
    command.addOption(own.has(flag.name) ? optionOf(flag) : optionOf(flag).helpGroup('Global flags:'));
  command.showHelpAfterError(`See: spawn ${[...wordsOf(parent), name].join(' ')} --help`);
  command.addHelpText('after', `\nExamples:\n${spec.examples.map((example) => `  ${example}`).join('\n')}`);
  command.action(async () => {
    const values: Record<string, unknown> = command.opts();
    const given = new Flags(Object.fromEntries(flags.map((flag) => [flag.name, valueOf(flag, values)])));
    const invocation = { arguments: (command.processedArgs as (string | string[] | undefined)[]).flat(), flags: given };
    try {
      refuseEmpty(spec, flags, invocation);
      const context = createContext(host, given, asInvoked);
      finish((await spec.run(await withImageIds(spec, flags, invocation, context), context)) ?? exitCodes.done);
    } catch (error) {
      throw namingFlags(error, flags);
    }
  });
}

const heading = (section: string): string => `${section}:`;

/** Puts a command into its section of the help. Only the program and `ami` have enough commands for sections. */
function inSection(command: Command, parent: Command, names: readonly string[]): void {
  if (parent.parent !== null && parent.name() !== 'ami') return;
  const section = sectionOf(names);
  if (section !== undefined) command.helpGroup(heading(section));
}

function inOrderOfSections<Item extends Command | Option>(
  this: Help,
  all: Item[],
  visible: Item[],
  groupOf: (item: Item) => string,
): Map<string, Item[]> {
  const headings = Object.keys(helpSections).map(heading);
  const groups = [...new Help().groupItems(all, visible, groupOf)];
  return new Map(groups.sort(([left], [right]) => headings.indexOf(left) - headings.indexOf(right)));
}

function wordsOf(command: Command): string[] {
  return command.parent === null ? [] : [...wordsOf(command.parent), command.name()];
}

/** Returns an argument as the help and the reference write it: `<name>`, `[name]` or `[name...]`. */
export function argumentUsage({ name, optional, variadic }: ArgumentSpec): string {
  const text = variadic === true ? `${name}...` : name;
  return optional === true ? `[${text}]` : `<${text}>`;
}

/** Returns what follows the name of a flag: nothing, ` <value>`, or ` [value]` if the value is optional. */
export function valueUsage({ value, bare }: FlagSpec): string {
  if (value === undefined) return '';
  return bare === undefined ? ` <${value}>` : ` [${value}]`;
}

function argumentOf(spec: ArgumentSpec): Argument {
  const argument = new Argument(argumentUsage(spec), spec.description);
  return spec.choices === undefined ? argument : argument.choices(spec.choices);
}

function optionOf(flag: FlagSpec): Option {
  const short = flag.short === undefined ? '' : `-${flag.short}, `;
  const option = new Option(`${short}--${flag.name}${valueUsage(flag)}`, flag.description);
  if (flag.bare !== undefined) option.preset(flag.bare);
  if (flag.choices !== undefined) option.choices(flag.choices);
  else if (flag.value !== undefined)
    option.argParser((text: string, previous: unknown) => parseValue(flag, text, previous));
  return option.makeOptionMandatory(flag.required === true);
}

function parseValue(flag: FlagSpec, text: string, previous: unknown): unknown {
  let value: unknown = text;
  try {
    if (flag.parse !== undefined) value = flag.parse(text, flag.name);
  } catch (error) {
    throw new InvalidArgumentError(failureOf(error).message);
  }
  return flag.repeatable === true ? [...((previous as unknown[] | undefined) ?? []), value] : value;
}

// Commander stores `--no-color` as `color`, which is true unless the flag is given.
function valueOf(flag: FlagSpec, values: Record<string, unknown>): unknown {
  return flag.name.startsWith('no-')
    ? values[attributeOf(flag.name.slice(3))] === false
    : values[attributeOf(flag.name)];
}

function attributeOf(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
