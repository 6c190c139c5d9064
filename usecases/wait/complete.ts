import { takeWait } from '../../aws/catalog/waits';
import { describeInstance } from '../../aws/instance/describe';
import { sendTaskFailure, sendTaskSuccess } from '../../aws/flow/task-tokens';
import type { Observation } from '../../core/wait/observation';
import type { Wait } from '../../core/wait/record';
import { answerOf, mayBeInterrupted, type WaitAnswer } from '../../core/wait/answer';
import { judgeWait } from '../../core/wait/condition';

/**
 * Answers the state, then deletes the wait. If the function stops between the two, the sweeper answers again. Step
 * Functions refuses a second answer to one token, so each state is answered once.
 */
async function answer(wait: Wait, reply: WaitAnswer): Promise<void> {
  if ('success' in reply) await sendTaskSuccess(wait.token, reply.success);
  else await sendTaskFailure(wait.token, reply.error, reply.cause);
  await takeWait(wait);
}

/** Answers the state of a wait if the observation decides it. */
export async function completeWait(wait: Wait, seen: Observation, now: Date): Promise<void> {
  const verdict = judgeWait(wait, seen, now);
  if (verdict.state === 'pending') return;
  await answer(wait, answerOf(wait, verdict, mayBeInterrupted(wait, seen) ? await withInstance(wait, seen) : seen));
}

async function withInstance({ region, instance_id: id }: Wait, seen: Observation): Promise<Observation> {
  if (id === undefined || seen.instance !== undefined) return seen;
  return { ...seen, instance: (await describeInstance(region, id)) ?? 'absent' };
}

/** Fails the state of a wait because its run was cancelled. */
export function cancelWait(wait: Wait): Promise<void> {
  return answer(wait, { error: 'BuildCancelled', cause: `${wait.build_id} was cancelled` });
}
