/** What journeys take of local mode; the global setup bundles it, and the journeys' environment loads it once a worker. */
export { readAssembly } from '../../local/assembly/read';
export { virtualClock } from '../../local/clock';
export { startLocal } from '../../local/start';
export { AwsError } from '../../local/types';
