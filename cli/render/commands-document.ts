import type { CommandSpec, FlagSpec } from '../framework/command';
import { globalFlags } from '../framework/global-flags';
import { argumentUsage, valueUsage } from '../framework/program';

/** The reference of all commands as Markdown, made from the same data as the help. */
export function renderCommandsDocument(commands: readonly CommandSpec[]): string {
  const head = [
    '# Commands',
    '',
    'Generated from `cli/commands` by `npm run docs`; do not edit.',
    '',
    'Results go to stdout; progress, questions and warnings to stderr. `@file` reads a file, `@-` standard input.',
    'What removes or stops something asks first: `--yes` answers, end of input or a pipe means no.',
    '',
    'Exit codes: 0 done, 1 failed or declined, 2 wrong usage, 3 not found, 4 wrong state or refused by a policy, 5 time ran out.',
    '',
    '## Flags of every command',
    '',
    ...flagTable(globalFlags),
  ];
  return `${[...head, ...commands.flatMap(section)].join('\n')}\n`;
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
    `${command.summary}.${command.destructive === true ? ' Asks first.' : ''}`,
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
