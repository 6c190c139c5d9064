/**
 * What journeys take of local mode; the global setup bundles it, and the journeys' environment loads it once a worker.
 */
export { readAssembly } from '../../local/cloudformation/assembly/read';
export { virtualClock } from '../../local/kernel/clock';
export { startLocal } from '../../local/app/start';
export { AwsError } from '../../local/kernel/types';
