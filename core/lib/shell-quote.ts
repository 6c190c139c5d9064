/** Quotes any text as one word for a POSIX shell. Throws RangeError for NUL, which no shell word can hold. */
export function shellQuote(value: string): string {
  if (value.includes('\0')) throw new RangeError('a shell word cannot hold a NUL character');
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** Returns lines that set variables for a script: `NAME='value'`. Names are letters, digits and underscores. */
export function shellAssignments(values: Record<string, string>): string {
  return assignments(values, (name, value) => `${name}=${shellQuote(value)}\n`);
}

/**
 * Returns lines that set variables for a script, with each value in base64. Nothing in a value can end a heredoc
 * around the script, run as code or be replaced as `{{ssm:…}}` by Systems Manager. Throws RangeError for NUL, which no
 * variable can hold.
 */
export function encodedAssignments(values: Record<string, string>): string {
  return assignments(values, (name, value) => {
    if (value.includes('\0')) throw new RangeError(`the variable ${name} of a shell cannot hold a NUL character`);
    // The full stop keeps trailing line breaks of the value, which a substitution would drop.
    const encoded = Buffer.from(value).toString('base64');
    return `${name}=$(printf %s '${encoded}' | base64 -d && echo .) && ${name}=\${${name}%.}\n`;
  });
}

function assignments(values: Record<string, string>, line: (name: string, value: string) => string): string {
  return Object.entries(values)
    .map(([name, value]) => {
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new RangeError(`${name} is not a name for a shell variable`);
      return line(name, value);
    })
    .join('');
}
