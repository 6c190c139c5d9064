import { cpus, loadavg } from 'node:os';

/** One measured figure; `aim` is the most (or, with `least`, the least) that it should be. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  aim?: number;
  least?: boolean;
  /** How it was measured, or its range. */
  note?: string;
}

export interface Report {
  node: string;
  processors: number;
  load: number[];
  figures: Figure[];
}

/** The figures together with what they were measured on. */
export function report(figures: Figure[]): Report {
  return {
    node: process.version,
    processors: cpus().length,
    load: loadavg().map((one) => Math.round(one * 10) / 10),
    figures,
  };
}

function verdict({ value, aim, least }: Figure): string {
  if (aim === undefined) return '';
  return (least ? value >= aim : value <= aim) ? 'met' : 'missed';
}

/** The figures as a table for people. */
export function table({ node, processors, load, figures }: Report): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${figure.value} ${figure.unit}`.trim(),
    figure.aim === undefined ? '' : `${figure.least ? '>=' : '<='} ${figure.aim}`,
    verdict(figure),
    figure.note ?? '',
  ]);
  const all = [['figure', 'measured', 'aim', '', 'how'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]!.length)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `Node ${node}, ${processors} processors, load ${load.join(' ')}\n${lines.join('\n')}\n`;
}
