import { labelOf, type ReleaseRow } from './releases';

/** Pixels of the drawing. */
export const sizes = { width: 960, left: 16, right: 16, lane: 48, axis: 28, letter: 7, row: 16, rows: 3 };

/** A release in the drawing. Its label has a row above the line of its variant; none if there is no room. */
export interface Mark {
  release: ReleaseRow;
  x: number;
  row?: number;
  /** Whether the label ends at the mark instead of beginning there. */
  before: boolean;
}

/** The drawing: a lane for each variant, and dates below them. */
export interface TimeLine {
  lanes: { variant: string; marks: Mark[] }[];
  /** Rows of labels that are used above each line. */
  rows: number;
  ticks: { x: number; text: string }[];
}

const mostTicks = 5;
const day = 86_400_000;

/** Returns where releases stand on a line from the first of them to now. */
export function timeLineOf(releases: readonly ReleaseRow[], now: Date): TimeLine {
  const times = releases.map(({ created }) => Date.parse(created));
  const [from, to] = [Math.min(...times), Math.max(now.getTime(), ...times)];
  const span = Math.max(1, to - from);
  const xOf = (time: number): number =>
    Math.round(sizes.left + ((time - from) / span) * (sizes.width - sizes.left - sizes.right));
  const variants = [...new Set(releases.map(({ variant }) => variant))].sort();
  const lanes = variants.map((variant) => ({
    variant,
    marks: marksOf(
      releases.filter((each) => each.variant === variant),
      xOf,
    ),
  }));
  return {
    lanes,
    rows: 1 + Math.max(0, ...lanes.flatMap(({ marks }) => marks.map(({ row = 0 }) => row))),
    ticks: Array.from({ length: mostTicks }, (_, index) => from + (span * index) / (mostTicks - 1)).map((time) => ({
      x: xOf(time),
      text: new Date(time)
        .toISOString()
        .slice(0, span < mostTicks * day ? 16 : 10)
        .replace('T', ' '),
    })),
  };
}

/**
 * Returns the marks of a lane, the newest first: it gets its label before older ones. The line from a label to its mark
 * crosses no other label.
 */
function marksOf(releases: readonly ReleaseRow[], xOf: (time: number) => number): Mark[] {
  const placed: { start: number; end: number; x: number; row: number }[] = [];
  return releases.map((release) => {
    const x = xOf(Date.parse(release.created));
    const width = labelOf(release).length * sizes.letter;
    const before = x + width > sizes.width;
    const [start, end] = before ? [x - width, x] : [x, x + width];
    const isFree = (row: number): boolean =>
      placed.every((other) => {
        if (other.row === row) return end + sizes.letter < other.start || start > other.end;
        const [below, above] = other.row < row ? [other, { x }] : [{ start, end }, other];
        return above.x < below.start || above.x > below.end;
      });
    const row = Array.from({ length: sizes.rows }, (_, index) => index).find(isFree);
    if (row === undefined) return { release, x, before };
    placed.push({ start, end, x, row });
    return { release, x, before, row };
  });
}
