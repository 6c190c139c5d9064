import { buildInput } from '../../core/steps';
import { step } from '../step';
import { takeBackLaunched } from '../take-back-launched';

/** Terminates what a job array that failed has launched: all of it is there, or none. */
export const handler = step(buildInput, ({ build_id }) => takeBackLaunched(build_id));
