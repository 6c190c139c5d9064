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

/** Returns the report of a nightly run as text: what failed first, then a section for each step with results. */
export function nightText(report: Omit<NightReport, 'text'>): string {
  const head = `Nightly run of ${report.date} (${report.night}): ${report.status === 'complete' ? 'complete' : `incomplete, ${report.failed.length} steps failed`}`;
  const order = [...Object.keys(titles), ...Object.keys(report.steps)];
  const steps = Object.entries(report.steps).sort(([left], [right]) => order.indexOf(left) - order.indexOf(right));
  const sections = steps.map(([step, result]) => section(titleOf(step), linesOf(result)));
  return (
    [head, section('Failed', report.failed.map(failureLine)), ...sections].filter((part) => part !== '').join('\n\n') +
    '\n'
  );
}

function titleOf(step: string): string {
  return titles[step] ?? `${step.charAt(0).toUpperCase()}${step.slice(1).replaceAll('_', ' ')}`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`${title}:`, ...lines.map((line) => `  - ${line}`)].join('\n');
}

function failureLine({ step, region, error, message }: FailedStep): string {
  return `${titleOf(step)}${region === undefined ? '' : ` in ${region}`}: ${error}: ${message}`;
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
  const sum = counts.map(([name, count]) => `${count} ${name.replaceAll('_', ' ')}`).join(', ');
  return [...(sum === '' ? [] : [sum]), ...(result.lines ?? [])];
}
