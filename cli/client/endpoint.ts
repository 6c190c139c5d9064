import type { ConnectOptions } from '../framework/context';
import { usageError } from '../framework/failure';
import { credentialChain, homeRegion } from './account';
import { findLocalMode } from './local-file';
import { findDeployedUrl } from './parameter';
import type { Credentials } from './signing';

/** The location of the API and the signing of requests to it. */
export interface Endpoint {
  url: string;
  region: string;
  local: boolean;
  credentials(): Promise<Credentials>;
}

/**
 * Finds the API: SPAWN_API_URL; otherwise a local mode that runs in this project (reported on stderr); otherwise the
 * SSM parameter of the deployment SPAWN_STAGE (default `dev`) in the home region, cached for an hour.
 */
export async function findEndpoint(options: ConnectOptions, installation: string = __dirname): Promise<Endpoint> {
  const { host } = options;
  const credentials = credentialChain(options);
  const given = host.environment.SPAWN_API_URL;
  if (given !== undefined && given !== '') {
    const url = checkUrl(given);
    const region = /\.execute-api\.([a-z0-9-]+)\./.exec(url)?.[1] ?? (await homeRegion(options));
    return { url, region, local: false, credentials };
  }
  const local = findLocalMode([host.directory, installation]);
  if (local !== undefined) {
    host.terminal.err('local\n');
    return {
      url: local.url.replace(/\/+$/, ''),
      region: local.region,
      local: true,
      credentials: async () => local.credentials,
    };
  }
  const region = await homeRegion(options);
  return { url: checkUrl(await findDeployedUrl(options, region, credentials)), region, local: false, credentials };
}

function checkUrl(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw usageError(`SPAWN_API_URL '${text}' is not a URL: set it to https://….execute-api.<region>.amazonaws.com`);
  }
  const here = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && here)) {
    throw usageError(`the API URL '${text}' is not secure: use https`);
  }
  return text.replace(/\/+$/, '');
}
