import type { FlagSpec } from './command';

/** The flags that every command has. */
export const globalFlags: readonly FlagSpec[] = [
  {
    name: 'profile',
    value: 'name',
    description: 'AWS profile for credentials (default: SPORE_PROFILE, then AWS_PROFILE)',
  },
  {
    name: 'context',
    value: 'name',
    description: 'deployment to call, by its name in `spawn contexts list` (default: SPAWN_CONTEXT)',
  },
  { name: 'region', value: 'region', description: 'region to read or act in (default: the home region)' },
  {
    name: 'output',
    short: 'o',
    value: 'format',
    choices: ['table', 'json', 'yaml'],
    description: 'output format',
  },
  { name: 'json', description: 'same as --output json' },
  { name: 'verbose', short: 'v', description: 'print every request on stderr' },
  { name: 'no-color', description: 'disable colors (also NO_COLOR)' },
  { name: 'no-emoji', description: 'disable emoji' },
  { name: 'yes', short: 'y', description: 'answer yes to every prompt' },
];

/**
 * Moves the global flags that stand before the command, or between its words, behind them: `--context x ami list`
 * becomes `ami list --context x`. What follows the words stays. `names` are the commands.
 */
export function globalFlagsLast(argv: readonly string[], names: readonly string[]): string[] {
  const words: string[] = [];
  const flags: string[] = [];
  let at = 0;
  for (let length = 1; at < argv.length; at += length) {
    const word = argv[at]!;
    length = lengthOfFlag(word);
    if (length > 0) {
      flags.push(...argv.slice(at, at + length));
      continue;
    }
    const path = [...words, word].join(' ');
    if (!names.some((name) => name === path || name.startsWith(`${path} `))) break;
    words.push(word);
    length = 1;
  }
  if (words.length > 0) return [...words, ...flags, ...argv.slice(at)];
  // Without a command, what follows is a wrong one, or asks for the help or the version.
  const [first, ...others] = argv.slice(at);
  if (first === undefined || ['help', '--help', '-h', '--version', '-V'].includes(first)) return argv.slice(at);
  return [first, ...flags, ...others];
}

/** Returns how many words a global flag takes, 0 for another word. */
function lengthOfFlag(word: string): number {
  for (const { name, short, value } of globalFlags) {
    if (word === `--${name}` || (short !== undefined && word === `-${short}`)) return value === undefined ? 1 : 2;
    const isJoined = word.startsWith(`--${name}=`) || (short !== undefined && /^-\w\S/.test(word) && word[1] === short);
    if (value !== undefined && isJoined) return 1;
  }
  return 0;
}
