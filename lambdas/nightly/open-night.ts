import { openNightInput } from '../../core/steps';
import { claimNight } from '../claim-night';
import { step } from '../step';

/** Begins a night, by the clock or asked for. Throws NightRunning while another runs. */
export const handler = step(openNightInput, async (night, now) => {
  await claimNight({ ...night, requested_by: 'schedule' }, now);
});
