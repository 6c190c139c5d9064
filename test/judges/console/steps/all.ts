import { builds } from './builds';
import { cleanup } from './cleanup';
import { costs } from './costs';
import { health } from './health';
import { images } from './images';
import { instances } from './instances';
import { nights } from './nights';
import { stacks } from './stacks';
import type { Steps } from './step';

/** The steps of every page, in the order of the navigation. */
export const allSteps: readonly Steps[] = [images, stacks, builds, instances, cleanup, costs, nights, health];
