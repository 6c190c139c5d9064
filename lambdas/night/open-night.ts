import { openNightInput } from '../../core/run/steps';
import { claimNight } from '../../usecases/night/claim';
import { step } from '../../usecases/runtime/step';

/** Begins a night, by the clock or asked for. Throws NightRunning while another runs. */
export const handler = step(openNightInput, async (night, now) => {
  await claimNight({ ...night, requested_by: 'schedule' }, now);
});
