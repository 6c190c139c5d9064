import { takeWait } from '../../aws/catalog/waits';
import { sendTaskFailure, sendTaskSuccess } from '../../aws/flow/task-tokens';
import type { Observation } from '../../core/wait/observation';
import type { Wait } from '../../core/wait/record';
import { answerOf, type WaitAnswer } from '../../core/wait/answer';
import { judgeWait } from '../../core/wait/condition';

/**
 * Answers the state first and deletes the wait after: whoever dies in between leaves a wait that the sweeper answers
 * again, and Step Functions refuses a second answer to one token, so a state is answered once however many look at the
 * same time.
 */
async function answer(wait: Wait, told: WaitAnswer): Promise<void> {
  if ('success' in told) await sendTaskSuccess(wait.token, told.success);
  else await sendTaskFailure(wait.token, told.error, told.cause);
  await takeWait(wait);
}

/** Answers a wait's state if what was seen decides it. */
export async function completeWait(wait: Wait, seen: Observation, now: Date): Promise<void> {
  const verdict = judgeWait(wait, seen, now);
  if (verdict.state !== 'pending') await answer(wait, answerOf(wait, verdict, seen));
}

/** Fails a wait's state, since its run was cancelled. */
export function cancelWait(wait: Wait): Promise<void> {
  return answer(wait, { error: 'BuildCancelled', cause: `${wait.build_id} was cancelled` });
}
