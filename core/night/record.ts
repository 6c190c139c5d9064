/** The answer of a step of the nightly run: numbers by name, sentences for people, and more members for programs. */
export interface StepResult {
  lines?: string[];
  [member: string]: unknown;
}

/** A step, or a step in one region, that failed while the others ran. */
export interface FailedStep {
  step: string;
  region?: string;
  error: string;
  message: string;
}

/** The catalog's record of a nightly run. Dates are RFC 3339 in UTC; `date` is the day on which it began. */
export interface Night {
  /** Id of the nightly run, and name of its execution. */
  night: string;
  date: string;
  /** `incomplete`: some steps failed, all others were done; `failed`: it was stopped or could not report. */
  status: 'running' | 'complete' | 'incomplete' | 'failed';
  started_at: string;
  execution_arn: string;
  /** ARN of the caller; `schedule` for a scheduled run. */
  requested_by: string;
  ended_at?: string;
  steps?: NightReport['steps'];
  failed?: FailedStep[];
  text?: string;
}

/** The results of a nightly run. */
export interface NightReport extends Pick<Night, 'night' | 'date' | 'started_at'> {
  status: 'complete' | 'incomplete';
  ended_at: string;
  /** The answers by step; a list for a step that ran for each region. */
  steps: Record<string, StepResult | StepResult[]>;
  failed: FailedStep[];
  /** The report for people. */
  text: string;
}
