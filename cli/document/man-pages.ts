import type { CommandSpec, FlagSpec } from '../framework/command';
import { globalFlags } from '../framework/global-flags';
import { commandGroups, helpSections, sectionOf } from '../framework/groups';
import { argumentUsage, valueUsage } from '../framework/program';

/** Renders the manual: a page for the program and one for every name of a command, by file name. */
export function renderManPages(commands: readonly CommandSpec[], version: string): Record<string, string> {
  const shown = commands.filter(({ hidden }) => hidden !== true);
  const pages = shown.flatMap((command) =>
    command.names.map((name): [string, string] => [`${pageName(name)}.1`, commandPage(command, name, version)]),
  );
  return { 'spawn.1': programPage(shown, version), ...Object.fromEntries(pages) };
}

const pageName = (name: string): string => `spawn-${name.replaceAll(' ', '-')}`;

/** Escapes a text for roff: backslashes, hyphens that must stay hyphens, and a control character at its beginning. */
const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/gm, '\\&');

const bold = (text: string): string => `\\fB${escaped(text)}\\fR`;
const heading = (title: string): string => `.SH ${title}`;
const item = (term: string, text: string): string[] => ['.TP', term, escaped(text)];

function header(name: string, version: string): string {
  return `.TH "${escaped(name.toUpperCase())}" 1 "" "spawn ${escaped(version)}" "spawn manual"`;
}

function commandPage(command: CommandSpec, name: string, version: string): string {
  const usage = command.arguments.map((argument) => ` ${escaped(argumentUsage(argument))}`).join('');
  const own = new Set(command.flags.map((flag) => flag.name));
  const pages = command.names.map(pageName);
  return [
    header(pageName(name), version),
    heading('NAME'),
    `${pages.map(escaped).join(', ')} \\- ${escaped(command.summary)}`,
    heading('SYNOPSIS'),
    `${bold(`spawn ${name}`)} [flags]${usage}`,
    heading('DESCRIPTION'),
    escaped(`${command.summary}.`),
    ...(command.destructive === true ? ['Asks for confirmation.'] : []),
    ...(command.details === undefined ? [] : ['.PP', escaped(command.details)]),
    ...(command.arguments.length === 0 ? [] : [heading('ARGUMENTS')]),
    ...command.arguments.flatMap((argument) => item(escaped(argumentUsage(argument)), argument.description)),
    ...(command.flags.length === 0 ? [] : [heading('FLAGS'), ...command.flags.flatMap(flagItem)]),
    heading('GLOBAL FLAGS'),
    ...globalFlags.filter((flag) => !own.has(flag.name)).flatMap(flagItem),
    heading('EXAMPLES'),
    '.nf',
    ...command.examples.map(escaped),
    '.fi',
    ...exitStatus,
    heading('SEE ALSO'),
    '.BR spawn (1)',
    '',
  ].join('\n');
}

function programPage(commands: readonly CommandSpec[], version: string): string {
  const sections = Object.keys(helpSections).flatMap((section) => [
    `.SS ${section}`,
    ...commands
      .filter(({ names }) => sectionOf(names) === section)
      .flatMap(({ names, summary }) => item(`${bold(pageName(names[0] ?? ''))}(1)`, `${summary}.`)),
  ]);
  return [
    header('spawn', version),
    heading('NAME'),
    'spawn \\- build, test, find and launch custom EC2 images',
    heading('SYNOPSIS'),
    `${bold('spawn')} \\fIcommand\\fR [flags] [arguments]`,
    heading('DESCRIPTION'),
    'Calls the HTTP API of a deployment of spawn. Results go to stdout; progress, prompts and warnings go to stderr.',
    '.PP',
    escaped(
      'A value @file is read from a file, and @- from standard input. Commands that remove or stop something ask',
    ),
    escaped('for confirmation: --yes confirms, end of input or a pipe declines.'),
    heading('COMMANDS'),
    ...sections,
    ...Object.entries(commandGroups).flatMap(([name, text]) => ['.PP', `${bold(`spawn ${name}`)}: ${escaped(text)}.`]),
    heading('GLOBAL FLAGS'),
    ...globalFlags.flatMap(flagItem),
    heading('ENVIRONMENT'),
    ...item(bold('SPAWN_API_URL'), 'URL of the API. Without it: local mode that runs in this project, otherwise the'),
    escaped('parameter that the deployment writes.'),
    ...item(bold('SPAWN_STAGE'), 'Stage of the deployment (default: dev).'),
    ...item(bold('SPORE_PROFILE, SPORE_REGION'), 'AWS profile and region; they precede AWS_PROFILE and AWS_REGION.'),
    ...item(bold('NO_COLOR'), 'Disables colors.'),
    ...exitStatus,
    '',
  ].join('\n');
}

function flagItem(flag: FlagSpec): string[] {
  const short = flag.short === undefined ? '' : `${bold(`-${flag.short}`)}, `;
  const choices = flag.choices === undefined ? '' : ` (${flag.choices.join(', ')})`;
  const required = flag.required === true ? '; required' : '';
  return item(
    `${short}${bold(`--${flag.name}`)}${escaped(valueUsage(flag))}`,
    `${flag.description}${choices}${required}`,
  );
}

const exitStatus = [
  heading('EXIT STATUS'),
  '0 done, 1 failed or declined, 2 wrong usage, 3 not found, 4 wrong state or refused by a policy, 5 timed out.',
];
