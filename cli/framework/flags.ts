/** The flags of one call, read by their long name. */
export class Flags {
  constructor(private readonly values: Readonly<Record<string, unknown>>) {}

  /** Returns the flags with another value of one. */
  with(name: string, value: unknown): Flags {
    return new Flags({ ...this.values, [name]: value });
  }

  /** Tells whether the switch was given. */
  on(name: string): boolean {
    return this.values[name] === true;
  }

  /** Returns the text of a flag; undefined if it was not given. */
  text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  /** Returns the number of a flag that is parsed to one; undefined if it was not given. */
  number(name: string): number | undefined {
    const value = this.values[name];
    return typeof value === 'number' ? value : undefined;
  }

  /** Returns the parsed value of a flag; undefined if it was not given. */
  parsed<Value>(name: string): Value | undefined {
    return this.values[name] as Value | undefined;
  }

  /** Returns every text of a repeatable flag, in order. */
  list(name: string): string[] {
    const value = this.values[name];
    return Array.isArray(value) ? (value as string[]) : [];
  }
}
