/** One word for a POSIX shell, whatever it holds. Refuses NUL, which no shell word can hold. */
export function shellQuote(value: string): string {
  if (value.includes('\0')) throw new RangeError('a shell word cannot hold a NUL character');
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** Lines that set variables for a script: `NAME='value'`. Names are letters, digits and underscores. */
export function shellAssignments(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => {
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new RangeError(`${name} is not a name for a shell variable`);
      return `${name}=${shellQuote(value)}\n`;
    })
    .join('');
}
