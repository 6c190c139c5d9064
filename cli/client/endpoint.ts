import type { ConnectOptions } from '../framework/context';
import { credentialChain } from './account';
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
  credentials(): Promise<Credentials>;
}

/** Finds the API of the deployment to call. Reports a local mode on stderr. */
export async function findEndpoint(options: ConnectOptions): Promise<Endpoint> {
  const target = await findTarget(options);
  if (target.local !== undefined)
    options.host.terminal.err(`Local mode. Simulated time runs ${target.local.clock.speed}× real time.\n`);
  return endpointOf(target);
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
  return { url: found, region, credentials };
}
