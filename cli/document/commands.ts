import type { CommandSpec, FlagSpec } from '../framework/command';
import { globalFlags } from '../framework/global-flags';
import { helpSections, sectionOf } from '../framework/groups';
import { argumentUsage, valueUsage } from '../framework/program';

/** Renders the reference of all commands as Markdown, from the same data as the help. */
export function renderCommandsDocument(all: readonly CommandSpec[]): string {
  const commands = all.filter(({ hidden }) => hidden !== true);
  const head = [
    '# Commands',
    '',
    'Generated from `cli/commands` by `npm run docs`; do not edit.',
    '',
    'Results go to stdout; progress, prompts and warnings go to stderr. `@file` reads a file, `@-` reads standard input.',
    'Commands that remove or stop something ask for confirmation: `--yes` confirms, end of input or a pipe declines.',
    '',
    'With `-o json`, stdout is one JSON document. Each message on stderr is a JSON object on a line of its own. Its `level` is',
    '`debug`, `info`, `warning` or `error`; an error has `name`, `message`, `details` and, if there is one, `hint`.',
    '',
    'Exit codes: 0 done, 1 failed or declined, 2 wrong usage, 3 not found, 4 wrong state or refused by a policy, 5 timed out.',
    '',
    '| to | commands |',
    '|---|---|',
    ...Object.keys(helpSections).map((section) => sectionRow(section, commands)),
    '',
    '## Global flags',
    '',
    'Global flags may also stand before the command: `spawn --context prod list-amis`.',
    '',
    ...flagTable(globalFlags),
  ];
  return `${[...head, ...commands.flatMap(section)].join('\n')}\n`;
}

function sectionRow(section: string, commands: readonly CommandSpec[]): string {
  const names = commands.filter(({ names }) => sectionOf(names) === section).map(({ names: [name = ''] }) => name);
  return `| ${section.toLowerCase()} | ${names.map((name) => `[\`${name}\`](#${name.replaceAll(' ', '-')})`).join(', ')} |`;
}

function section(command: CommandSpec): string[] {
  const [name, ...others] = command.names;
  const usage = [name, ...command.arguments.map(argumentUsage)].join(' ');
  return [
    '',
    `## ${name}`,
    '',
    `\`spawn ${usage}\`${others.length === 0 ? '' : ` (also ${others.map((other) => `\`spawn ${other}\``).join(', ')})`}`,
    '',
    `${command.summary}.${command.destructive === true ? ' Asks for confirmation.' : ''}`,
    ...(command.details === undefined ? [] : ['', command.details]),
    ...(command.arguments.length === 0
      ? []
      : ['', ...command.arguments.map((each) => `- \`${each.name}\`: ${escapeMarkdown(each.description)}`)]),
    ...(command.flags.length === 0 ? [] : ['', ...flagTable(command.flags)]),
    '',
    '```bash',
    ...command.examples,
    '```',
  ];
}

function flagTable(flags: readonly FlagSpec[]): string[] {
  return [
    '| flag | meaning |',
    '|---|---|',
    ...flags.map((flag) => `| ${flagName(flag)} | ${escapeMarkdown(meaning(flag))} |`),
  ];
}

function flagName(flag: FlagSpec): string {
  const long = `--${flag.name}${valueUsage(flag)}`;
  return flag.short === undefined ? `\`${long}\`` : `\`-${flag.short}\`, \`${long}\``;
}

function meaning(flag: FlagSpec): string {
  const choices = flag.choices === undefined ? '' : ` (${flag.choices.join(', ')})`;
  return `${flag.description}${choices}${flag.required === true ? '; required' : ''}`;
}

function escapeMarkdown(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
