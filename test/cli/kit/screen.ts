/** The lines that a terminal shows after this output; understands the cursor's way up and clearing below. */
export function screenOf(output: string): string[] {
  const lines: string[] = [];
  let row = 0;
  for (const part of output.split(/(\u001b\[\d*[AJ]|\n)/)) {
    const [, count, command] = /^\u001b\[(\d*)([AJ])$/.exec(part) ?? [];
    if (command === 'A') row -= Number(count);
    else if (command === 'J') lines.length = row;
    else if (part === '\n') row += 1;
    else if (part !== '') lines[row] = part;
  }
  return lines;
}
