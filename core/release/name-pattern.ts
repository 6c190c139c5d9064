/**
 * Returns whether a text matches a pattern: `*` stands for any characters, `?` for exactly one, and everything else for
 * itself, in the same case, as in EC2's filters. The time grows with the product of the lengths at most.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  let [at, position] = [0, 0];
  // The last star, and the end of what it stands for so far.
  let star: { next: number; end: number } | undefined;
  while (at < text.length) {
    const wanted = pattern[position];
    if (wanted === '*') {
      position += 1;
      star = { next: position, end: at };
    } else if (wanted === '?' || wanted === text[at]) {
      at += 1;
      position += 1;
    } else if (star !== undefined) {
      star.end += 1;
      at = star.end;
      position = star.next;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(position));
}
