import { isRefusal } from '../aws/aws-errors';
import { recordFailure, finishRun } from '../aws/catalog/run-ends';
import { createRun } from '../aws/catalog/runs';
import { executionArn, startExecution, type MachineName } from '../aws/executions';
import type { Run, RunKind } from '../core/run';

const machineOf: Record<RunKind, MachineName> = { build: 'pipeline', create: 'create', test: 'test', replicate: 'replicate', launch: 'launch' };

/** Who asks for a run, and when: a request of the API, or the night. */
export interface Asking {
  caller: string;
  now: Date;
}

/** The record of a run that is about to start; its execution's name is its id. */
export function newRun(asking: Asking, facts: Pick<Run, 'build_id' | 'kind' | 'region'> & Partial<Run>): Omit<Run, 'revision'> {
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
 * Writes the record, then starts the execution. When Step Functions refuses it the record says so and `undo` frees what was claimed.
 * Without an answer it may run: the record stays, whoever asks again starts it under the same name, and the reaper ends what never started.
 */
export async function startRun(run: Omit<Run, 'revision'>, machine: MachineName, input: object, undo: () => Promise<void> = async () => {}): Promise<Run> {
  const recorded = await createRun(run).catch(async (error: unknown) => {
    await undo();
    throw error;
  });
  try {
    await startExecution({ machine, name: run.build_id, input });
    return recorded;
  } catch (error) {
    if (!isRefusal(error as Error)) throw error;
    const failure = { Error: (error as Error).name, Cause: `the execution could not be started: ${(error as Error).message}` };
    const now = new Date();
    await recordFailure(run.build_id, failure, now);
    await finishRun(run.build_id, { status: 'failed', published: false, failure: { name: failure.Error, message: failure.Cause }, event: 'Run Failed' }, now);
    await undo();
    throw error;
  }
}
