import type { ConnectOptions } from '../framework/context';
import { credentialChain } from './account';
import { askForClock } from './local-file';
import type { SimulatedClock } from './local-file';
import { findDeployedUrl } from './parameter';
import type { Credentials } from './signing';
import { checkUrl, findTarget } from './target';
import type { Target } from './target';

/** The location of the API and the signing of requests to it. */
export interface Endpoint {
  url: string;
  region: string;
  /** The clock of local mode; absent otherwise. */
  clock?: SimulatedClock;
  /** Milliseconds by which the clock of a deployed API is ahead of this machine's. */
  ahead?: number;
  credentials(): Promise<Credentials>;
}

/** Finds the API of the deployment to call. Reports a local mode on stderr. */
export async function findEndpoint(options: ConnectOptions): Promise<Endpoint> {
  const endpoint = await endpointOf(await findTarget(options));
  if (endpoint.clock !== undefined)
    options.messages.note(`Local mode. Simulated time runs ${endpoint.clock.speed}× real time.`);
  return endpoint;
}

/** Returns the endpoint of a deployment: its own, or the one that the parameter of its stage names. */
export async function endpointOf({ local, url, stage = 'dev', region, options }: Target): Promise<Endpoint> {
  if (local !== undefined)
    return {
      url: local.url.replace(/\/+$/, ''),
      region,
      clock: local.clock,
      credentials: async () => local.credentials,
    };
  const credentials = credentialChain(options);
  const found = url ?? checkUrl(await findDeployedUrl(options, { stage, region }, credentials), 'the API URL');
  return { url: found, region, clock: await askForClock(found, options.host.now), credentials };
}
