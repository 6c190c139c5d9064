import { attemptsOf, explainAwsError, isRefusal } from '../../aws/client/errors';
import { recordFailure, finishRun, runOfPart } from '../../aws/catalog/run-ends';
import { createRun } from '../../aws/catalog/runs';
import { executionArn, startExecution, type MachineName } from '../../aws/flow/executions';
import { answerOfRun } from '../../core/api/shown-run';
import { newIdPart } from '../../core/lib/identifier';
import type { Run, RunKind } from '../../core/model/run';

const machineOf: Record<RunKind, MachineName> = {
  build: 'pipeline',
  create: 'create',
  test: 'test',
  replicate: 'replicate',
  launch: 'launch',
  rollout: 'rollout',
};

/** Who requests a run, and when: an API request or the nightly run. */
export interface Asking {
  caller: string;
  now: Date;
  /** Part of the run id, if the same request may be sent again. */
  idPart?: string;
}

/** How a run is started, and the answer to the caller; the run itself by default. */
export interface Start {
  input: object;
  answer?: (run: Omit<Run, 'revision'>) => object;
  /** Releases what was claimed for the run when it cannot be started. */
  undo?: () => Promise<void>;
}

/** Returns the given id part of a requested run, or a new one. */
export function idPartOf({ idPart, now }: Asking): string {
  return idPart ?? newIdPart(now, Math.random);
}

/** Returns the record of a run that is about to start. The name of its execution is its id. */
export function newRun(
  asking: Asking,
  facts: Pick<Run, 'build_id' | 'kind' | 'region'> & Partial<Run>,
): Omit<Run, 'revision'> {
  const now = asking.now.toISOString();
  return {
    status: 'running',
    created_at: now,
    updated_at: now,
    requested_by: asking.caller,
    execution_arn: executionArn(machineOf[facts.kind], facts.build_id),
    cancel_requested: false,
    stages: [],
    replicas: [],
    ...facts,
  };
}

/**
 * Writes the record, then starts the execution. If Step Functions refuses, the record says so and `undo` releases the
 * claims. Without an answer, the execution may be running: the record stays, a repeated request starts it under the
 * same name, and the reaper ends a run that never started.
 */
export async function startRun(
  run: Omit<Run, 'revision'>,
  { input, answer = answerOfRun, undo = async () => {} }: Start,
): Promise<Run> {
  const recorded = await createRun({ ...run, start: { input, answer: answer(run) } }).catch(async (error: unknown) => {
    await undo();
    throw error;
  });
  try {
    await startExecution({ machine: machineOf[run.kind], name: run.build_id, input });
    return recorded;
  } catch (error) {
    if (!isRefusal(error as Error) || attemptsOf(error) > 1) throw error;
    const { name, message } = explainAwsError(error);
    const now = new Date();
    const cause = { Error: name, Cause: `the execution could not be started: ${message}` };
    const { failure } = await recordFailure(run.build_id, cause, now);
    await finishRun(run.build_id, { status: 'failed', published: false, failure, event: 'Run Failed' }, now);
    await undo();
    throw error;
  }
}

/**
 * Continues a run that an earlier request recorded under this part of its id, and returns that request's answer. A run
 * that is not over is started again, which has no effect if its execution exists. Returns undefined without a run.
 */
export async function resumeRun(idPart: string | undefined): Promise<object | undefined> {
  const run = idPart === undefined ? undefined : await runOfPart(idPart);
  if (!run?.start) return undefined;
  if (run.status === 'running')
    await startExecution({ machine: machineOf[run.kind], name: run.build_id, input: run.start.input });
  return run.start.answer;
}
