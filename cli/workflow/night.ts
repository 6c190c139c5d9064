import type { NightAnswer } from '../../core/api/contract/night';
import type { Context } from '../framework/context';
import { CommandFailure, exitCodes } from '../framework/failure';
import { renderNight } from '../render/nights';
import { writeResult } from '../render/layout/output';
import { poll } from './wait';

/** Waits for a nightly run to end and prints its report. Exit code 1 if a step failed. */
export async function finishNight(context: Context, id: string, timeout?: number): Promise<number> {
  const api = await context.api();
  const options = { what: id, remains: () => 'it is still running', again: 'spawn wait nightly', timeout };
  const night = await poll(
    context,
    options,
    () => api.get<NightAnswer>(`/v1/nightly/${encodeURIComponent(id)}`),
    ({ status }) => status !== 'running',
  );
  await writeResult(context, night, () => renderNight(night));
  if (night.status === 'complete') return exitCodes.done;
  context.messages.error(
    new CommandFailure(
      `${night.night} is ${night.status}: its report says which steps failed`,
      exitCodes.failed,
      undefined,
      {
        name: 'NightlyIncomplete',
        details: { night: night.night, status: night.status },
      },
    ),
  );
  return exitCodes.failed;
}
