import { pluralize } from '../lib/pluralize';
import type { FailedStep, NightReport, StepResult } from './record';

// In the order of the report; a step that is not listed here follows under its own name.
const titles: Readonly<Record<string, string>> = {
  health: 'Health',
  rebuilds: 'Rebuilt',
  deprecation: 'Deprecated',
  schedules: 'Scheduled',
  channels: 'Channels',
  shares: 'Shares',
  replicas: 'Replicas',
  retests: 'Tests of channels',
  cleanup: 'Cleanup',
  usage: 'Use',
  findings: 'Findings',
  vulnerabilities: 'Known vulnerabilities',
  orphans: 'Snapshots without an image',
  costs: 'Costs',
  quotas: 'Quotas',
  runs: 'Runs',
  history: 'History',
  reconciled: 'Catalog',
  accounts: 'Member accounts',
};

/** A part of the report: a step and what it has to say. */
export interface ReportSection {
  step: string;
  title: string;
  /** None for a step that found and did nothing. */
  lines: string[];
}

/** Returns the report of a nightly run as text: what failed first, then a section for each step with results. */
export function nightText(report: Omit<NightReport, 'text'>): string {
  const head = `Nightly run of ${report.date} (${report.night}): ${report.status === 'complete' ? 'complete' : `incomplete, ${pluralize(report.failed.length, 'step')} failed`}`;
  const sections = reportSections(report.steps).map(({ title, lines }) => section(title, lines));
  return (
    [head, section('Failed', report.failed.map(failureLine)), ...sections].filter((part) => part !== '').join('\n\n') +
    '\n'
  );
}

/** Returns the steps of a report as sections, in the order of the report. */
export function reportSections(steps: NightReport['steps']): ReportSection[] {
  const order = [...Object.keys(titles), ...Object.keys(steps)];
  return Object.entries(steps)
    .sort(([left], [right]) => order.indexOf(left) - order.indexOf(right))
    .map(([step, result]) => ({ step, title: titleOf(step), lines: linesOf(result) }));
}

/** Returns the step that failed as people read it, with its region: `Catalog in eu-west-1`. */
export function failedTitle({ step, region }: Pick<FailedStep, 'step' | 'region'>): string {
  return `${titleOf(step)}${region === undefined ? '' : ` in ${region}`}`;
}

function titleOf(step: string): string {
  return titles[step] ?? `${step.charAt(0).toUpperCase()}${step.slice(1).replaceAll('_', ' ')}`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`${title}:`, ...lines.map((line) => `  - ${line}`)].join('\n');
}

function failureLine(failed: FailedStep): string {
  return `${failedTitle(failed)}: ${failed.error}: ${failed.message}`;
}

/** Returns a number with its name, `3 adopted`, or an amount of money: `usd_a_month` is `$2.09 a month`. */
function countText(name: string, count: number): string {
  const words = name.replaceAll('_', ' ');
  return words.startsWith('usd ') ? `$${count.toFixed(2)} ${words.slice(4)}` : `${count} ${words}`;
}

/** Returns the numbers in one line (`3 adopted, 1 vanished`; none when all are 0), then the step's own sentences. */
function linesOf(result: StepResult | StepResult[]): string[] {
  if (Array.isArray(result))
    return result
      .filter(({ error }) => error === undefined)
      .flatMap((one) =>
        linesOf(one).map((line) => (one.region === undefined ? line : `${String(one.region)}: ${line}`)),
      );
  const counts = Object.entries(result).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] !== 0,
  );
  const sum = counts.map(([name, count]) => countText(name, count)).join(', ');
  return [...(sum === '' ? [] : [sum]), ...(result.lines ?? [])];
}
