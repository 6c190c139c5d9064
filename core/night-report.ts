import { failureOf } from './outcome';
import { nightText } from './night-text';

/** What a step of the night answers: numbers by name, and sentences for people. Programs may find more members. */
export interface StepResult {
  lines?: string[];
  [member: string]: unknown;
}

/** A step, or a step in one region, that failed while the night went on. */
export interface FailedStep {
  step: string;
  region?: string;
  error: string;
  message: string;
}

/** A night as the catalog keeps it. Dates are RFC 3339 in UTC; `date` is the day on which it began. */
export interface Night {
  /** Id of the night, and name of its execution. */
  night: string;
  date: string;
  /** `incomplete`: some steps failed, all others were done; `failed`: it was stopped or could not report. */
  status: 'running' | 'complete' | 'incomplete' | 'failed';
  started_at: string;
  execution_arn: string;
  /** ARN of who asked for it; `schedule` for one by the clock. */
  requested_by: string;
  ended_at?: string;
  steps?: NightReport['steps'];
  failed?: FailedStep[];
  text?: string;
}

/** What a night did and found. */
export interface NightReport extends Pick<Night, 'night' | 'date' | 'started_at'> {
  status: 'complete' | 'incomplete';
  ended_at: string;
  /** By the name of the step: what it answered; a list where it ran for each region. */
  steps: Record<string, StepResult | StepResult[]>;
  failed: FailedStep[];
  /** The report for people. */
  text: string;
}

const errorKey = /^(.+)_error$/;

interface Caught {
  Error: string;
  Cause?: string;
}

/**
 * Puts a night's report together from the machine's state at its end: each step left its answer under its own name, or what
 * was caught under `<name>_error`; a step for each region left a list, in which a region that failed carries `error`.
 */
export function nightReport(night: { night: string; started_at: string; state: Readonly<Record<string, unknown>> }, now: Date): NightReport {
  const results = Object.entries(night.state).filter((entry): entry is [string, StepResult | StepResult[]] => typeof entry[1] === 'object' && entry[1] !== null);
  const failed = results.flatMap(([key, value]): FailedStep[] => {
    const [, step] = errorKey.exec(key) ?? [];
    if (step !== undefined) return [failureIn(step, value as unknown as Caught)];
    if (!Array.isArray(value)) return [];
    return value.filter(({ error }) => error !== undefined).map(({ region, error }) => ({ region: String(region), ...failureIn(key, error as Caught) }));
  });
  const steps = Object.fromEntries(results.filter(([key]) => key !== 'regions' && !errorKey.test(key)));
  const report = {
    night: night.night,
    date: night.started_at.slice(0, 10),
    status: failed.length > 0 ? 'incomplete' as const : 'complete' as const,
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
