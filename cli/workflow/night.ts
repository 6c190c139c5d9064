import type { NightAnswer } from '../../core/api/contract/night';
import type { Context } from '../framework/context';
import { exitCodes } from '../framework/failure';
import { renderNight } from '../render/nights';
import { writeResult } from '../render/layout/output';
import { poll } from './wait';

/** Follows a night to its end and prints its report. Exit code 1 when a step of it failed. */
export async function finishNight(context: Context, id: string, timeout?: number): Promise<number> {
  const api = await context.api();
  const options = { what: id, again: 'spawn wait nightly', timeout };
  const night = await poll(
    context,
    options,
    () => api.get<NightAnswer>(`/v1/nightly/${encodeURIComponent(id)}`),
    ({ status }) => status !== 'running',
  );
  await writeResult(context, night, () => renderNight(night));
  return night.status === 'complete' ? exitCodes.done : exitCodes.failed;
}
