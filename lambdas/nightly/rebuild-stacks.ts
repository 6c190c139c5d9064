import { nightInput } from '../../core/steps';
import { startRebuilds } from '../start-rebuilds';
import { step } from '../step';

/** Begins to build what is due by its own recipe; children wait until their parents are published. */
export const handler = step(nightInput, (_input, now) => startRebuilds(now));
