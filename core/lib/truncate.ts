// A report is read by people.
const most = 40;

/** Returns the lines of a step of the nightly run, at most forty, and the number of those left out. */
export function truncateLines(lines: readonly string[]): string[] {
  return lines.length <= most ? [...lines] : [...lines.slice(0, most), `and ${lines.length - most} more`];
}
