import { cutMiddle, widthOf } from '../../framework/text';

const half = (width: number): number => Math.floor((width - 1) / 2);

function lastParts(name: string, count: number): number {
  const parts = name.split('-');
  return parts.length > count ? widthOf(`-${parts.slice(-count).join('-')}`) : Infinity;
}

/** Returns how many columns of a name to keep behind the `…`. */
type Tail = (name: string, width: number) => number;

// The first one that keeps the names apart is used. Names end with a date, and variants stand before it.
const tails: readonly Tail[] = [
  (name, width) => Math.min(lastParts(name, 1), half(width)),
  (name, width) => Math.min(lastParts(name, 2), width - 2),
  (_, width) => half(width),
  (name, width) => width - 1 - widthOf(/^[^-]*-/.exec(name)?.[0] ?? ''),
  (_, width) => Math.floor(width / 5),
];

/** Returns the least width, from `from` on, at which different names still look different when they are cut. */
export function leastWidthOfNames(names: readonly string[], from: number): number {
  const different = [...new Set(names)];
  const longest = Math.max(0, ...different.map(widthOf));
  let width = Math.min(from, longest);
  while (width < longest && tailFor(different, width) === undefined) width += 1;
  return width;
}

/** Cuts names in the middle, so that different names look different: `pytorch-2.2-…-20260114`. */
export function cutNames(names: readonly string[], width: number): string[] {
  const tail = tailFor([...new Set(names)], width) ?? tails[0]!;
  return names.map((name) => cutMiddle(name, width, tail(name, width)));
}

function tailFor(different: readonly string[], width: number): Tail | undefined {
  return tails.find((tail) => {
    const seen = new Set<string>();
    return different.every((name) => {
      const size = seen.size;
      return seen.add(cutMiddle(name, width, tail(name, width))).size > size;
    });
  });
}
