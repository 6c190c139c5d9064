// A report is read by people.
const most = 40;

/** The sentences of a step of the night, at most forty, and how many more there are. */
export function truncateLines(lines: readonly string[]): string[] {
  return lines.length <= most ? [...lines] : [...lines.slice(0, most), `and ${lines.length - most} more`];
}
