import { nightInput } from '../../core/run/step-inputs';
import { startRebuilds } from '../../usecases/build/start-rebuilds';
import { step } from '../../usecases/runtime/step';

/** Starts the rebuilds that are due by their recipes. A child waits until its parents are published. */
export const handler = step(nightInput, (_input, now) => startRebuilds(now));
