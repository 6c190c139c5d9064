import type { FlagSpec } from './command';

/** The flags that every command has. */
export const globalFlags: readonly FlagSpec[] = [
  { name: 'profile', value: 'name', description: 'AWS profile to sign with (SPORE_PROFILE, then AWS_PROFILE)' },
  { name: 'region', value: 'region', description: 'region to look at or act in (default: the home region)' },
  { name: 'output', short: 'o', value: 'format', choices: ['table', 'json', 'yaml'], description: 'format of the result' },
  { name: 'json', description: 'same as --output json' },
  { name: 'verbose', short: 'v', description: 'print every request on stderr' },
  { name: 'no-color', description: 'no colors (also NO_COLOR)' },
  { name: 'no-emoji', description: 'no emoji' },
  { name: 'yes', short: 'y', description: 'answer every question with yes' },
];

/** The flags of one call, read by their long name. */
export class Flags {
  constructor(private readonly values: Readonly<Record<string, unknown>>) {}

  /** Whether the switch was given. */
  on(name: string): boolean {
    return this.values[name] === true;
  }

  /** The text of a flag; undefined when it was not given. */
  text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  /** The number of a flag that is parsed to one; undefined when it was not given. */
  number(name: string): number | undefined {
    const value = this.values[name];
    return typeof value === 'number' ? value : undefined;
  }

  /** What the parser of a flag made of it; undefined when it was not given. */
  parsed<Value>(name: string): Value | undefined {
    return this.values[name] as Value | undefined;
  }

  /** Every text of a repeatable flag, in order. */
  list(name: string): string[] {
    const value = this.values[name];
    return Array.isArray(value) ? (value as string[]) : [];
  }
}
