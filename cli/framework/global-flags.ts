import type { FlagSpec } from './command';

/** The flags that every command has. */
export const globalFlags: readonly FlagSpec[] = [
  { name: 'profile', value: 'name', description: 'AWS profile to sign with (SPORE_PROFILE, then AWS_PROFILE)' },
  { name: 'region', value: 'region', description: 'region to look at or act in (default: the home region)' },
  {
    name: 'output',
    short: 'o',
    value: 'format',
    choices: ['table', 'json', 'yaml'],
    description: 'format of the result',
  },
  { name: 'json', description: 'same as --output json' },
  { name: 'verbose', short: 'v', description: 'print every request on stderr' },
  { name: 'no-color', description: 'no colors (also NO_COLOR)' },
  { name: 'no-emoji', description: 'no emoji' },
  { name: 'yes', short: 'y', description: 'answer every question with yes' },
];
