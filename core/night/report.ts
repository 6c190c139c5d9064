import { failureOf } from '../run/outcome';
import type { FailedStep, NightReport, StepResult } from './record';
import { nightText } from './text';

const errorKey = /^(.+)_error$/;

interface Caught {
  Error: string;
  Cause?: string;
}

/**
 * Builds the report of a nightly run from the final state of its machine: each step left its answer under its name, or
 * a caught error under `<name>_error`; a step for each region left a list, in which a failed region has `error`.
 */
export function nightReport(
  night: { night: string; started_at: string; state: Readonly<Record<string, unknown>> },
  now: Date,
): NightReport {
  const results = Object.entries(night.state).filter(
    (entry): entry is [string, StepResult | StepResult[]] => typeof entry[1] === 'object' && entry[1] !== null,
  );
  const failed = results.flatMap(([key, value]): FailedStep[] => {
    const [, step] = errorKey.exec(key) ?? [];
    if (step !== undefined) return [failureIn(step, value as unknown as Caught)];
    if (!Array.isArray(value)) return [];
    return value
      .filter(({ error }) => error !== undefined)
      .map(({ region, error }) => ({ region: String(region), ...failureIn(key, error as Caught) }));
  });
  const steps = Object.fromEntries(results.filter(([key]) => key !== 'regions' && !errorKey.test(key)));
  const report = {
    night: night.night,
    date: night.started_at.slice(0, 10),
    status: failed.length > 0 ? ('incomplete' as const) : ('complete' as const),
    started_at: night.started_at,
    ended_at: now.toISOString(),
    steps,
    failed,
  };
  return { ...report, text: nightText(report) };
}

function failureIn(step: string, caught: Caught): FailedStep {
  const { name, message } = failureOf(caught);
  return { step, error: name, message };
}
