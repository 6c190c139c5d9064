/**
 * What journeys take of local mode; the global setup bundles it, and the journeys' environment loads it once a worker.
 */
import { startLocal as start } from '../../local/app/start';
import { recordQuestions } from '../simulation/authorization/record';

export { readAssembly } from '../../local/cloudformation/assembly/read';
export { virtualClock } from '../../local/kernel/clock';
export { AwsError } from '../../local/kernel/types';

export const startLocal: typeof start = async (options) => recordQuestions(await start(options));
