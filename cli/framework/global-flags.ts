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
