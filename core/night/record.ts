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
