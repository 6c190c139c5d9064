import { buildInput } from '../../core/run/step-inputs';
import { step } from '../../usecases/runtime/step';
import { takeBackLaunched } from '../../usecases/leftover/take-back-launched';

/** Terminates the instances of a failed job array, which exists completely or not at all. */
export const handler = step(buildInput, ({ build_id }) => takeBackLaunched(build_id));
