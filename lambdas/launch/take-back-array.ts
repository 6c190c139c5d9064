import { buildInput } from '../../core/run/steps';
import { step } from '../../usecases/runtime/step';
import { takeBackLaunched } from '../../usecases/leftover/take-back-launched';

/** Terminates what a job array that failed has launched: all of it is there, or none. */
export const handler = step(buildInput, ({ build_id }) => takeBackLaunched(build_id));
