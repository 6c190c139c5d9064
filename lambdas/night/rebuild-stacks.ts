import { nightInput } from '../../core/run/steps';
import { startRebuilds } from '../../usecases/build/start-rebuilds';
import { step } from '../../usecases/runtime/step';

/** Begins to build what is due by its own recipe; children wait until their parents are published. */
export const handler = step(nightInput, (_input, now) => startRebuilds(now));
