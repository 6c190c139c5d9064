import { nightInput } from '../../core/run/step-inputs';
import { startRebuilds } from '../../usecases/build/start-rebuilds';
import { syncSchedules } from '../../usecases/build/sync-schedules';
import { step } from '../../usecases/runtime/step';

/**
 * Starts the rebuilds that are due by their recipes. A child waits until its parents are published. Mends the schedules
 * of rebuilds first.
 */
export const handler = step(nightInput, async (_input, now) => {
  const schedules = await syncSchedules();
  return { ...(await startRebuilds(now)), ...(schedules > 0 && { schedules }) };
});
