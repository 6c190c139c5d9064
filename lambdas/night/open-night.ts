import { openNightInput } from '../../core/run/step-inputs';
import { claimNight } from '../../usecases/night/claim';
import { step } from '../../usecases/runtime/step';

/** Starts a nightly run, scheduled or requested. Throws NightRunning while another one runs. */
export const handler = step(openNightInput, async (night, now) => {
  await claimNight({ ...night, requested_by: 'schedule' }, now);
});
