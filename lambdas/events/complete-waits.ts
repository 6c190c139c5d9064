import * as z from 'zod';
import { getRuns } from '../../aws/catalog/run-ends';
import { findWaits, listWaits, takeWait, waitsOf } from '../../aws/catalog/waits';
import { sendTaskFailure, sendTaskSuccess } from '../../aws/task-tokens';
import type { Observation } from '../../core/observation';
import type { Wait } from '../../core/wait';
import { answerOf, type WaitAnswer } from '../../core/wait-answer';
import { judgeWait } from '../../core/waiting';
import { hintOf } from '../../core/wake';
import { observe, observeRegion } from './observe';
import { step } from '../step';

const cancelled = (wait: Wait): WaitAnswer => ({ error: 'BuildCancelled', cause: `${wait.build_id} was cancelled` });

/** Whoever deletes the wait answers its state, so a state is answered once however many look at the same time. */
async function answer(wait: Wait, told: WaitAnswer): Promise<void> {
  if (!(await takeWait(wait))) return;
  if ('success' in told) await sendTaskSuccess(wait.token, told.success);
  else await sendTaskFailure(wait.token, told.error, told.cause);
}

async function settle(wait: Wait, seen: Observation, now: Date): Promise<void> {
  const verdict = judgeWait(wait, seen, now);
  if (verdict.state !== 'pending') await answer(wait, answerOf(wait, verdict, seen));
}

async function cancelWaits(waits: readonly Wait[]): Promise<Wait[]> {
  const runs = new Map((await getRuns([...new Set(waits.map(({ build_id }) => build_id))])).map((run) => [run.build_id, run]));
  const over = waits.filter(({ build_id }) => runs.get(build_id)?.cancel_requested);
  for (const wait of over) await answer(wait, cancelled(wait));
  return waits.filter((wait) => !over.includes(wait));
}

async function sweep(now: Date): Promise<void> {
  const waits = await cancelWaits(await listWaits());
  const regions = new Set(waits.map(({ region }) => region));
  await Promise.all(
    [...regions].map(async (region) => {
      const seen = await observeRegion(region, waits.filter((wait) => wait.region === region));
      for (const [wait, observation] of seen) await settle(wait, observation, now);
    }),
  );
}

/**
 * Answers the states that wait. An event is a hint: the resource is read again. Once a minute all outstanding waits are looked at,
 * since events are best effort. This function alone may answer task tokens.
 */
export const handler = step(z.record(z.string(), z.unknown()), async (event, now) => {
  if (event.sweep === true) return sweep(now);
  const hint = hintOf(event);
  if (hint.cancelled) {
    for (const wait of await waitsOf(hint.cancelled)) await answer(wait, cancelled(wait));
  }
  for (const resource of hint.resources) {
    for (const wait of await findWaits(resource)) await settle(wait, await observe(wait), now);
  }
});
