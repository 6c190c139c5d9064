import type { ConnectOptions } from '../framework/context';
import { usageError } from '../framework/failure';
import { credentialChain, homeRegion } from './account';
import { findLocalMode } from './local-file';
import { findDeployedUrl } from './parameter';
import type { Credentials } from './signing';

/** Where the API is, and how requests to it are signed. */
export interface Endpoint {
  url: string;
  region: string;
  local: boolean;
  credentials(): Promise<Credentials>;
}

/**
 * Finds the API: SPAWN_API_URL; else a local mode that runs in this project (said on stderr); else the SSM parameter
 * that the deployment of SPAWN_STAGE (default `dev`) wrote in the home region, remembered for an hour.
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
    throw usageError(
      `SPAWN_API_URL is '${text}', which is not a URL: set it to https://….execute-api.<region>.amazonaws.com`,
    );
  }
  const here = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && here)) {
    throw usageError(`the API's URL '${text}' is not safe: recipes and scripts are only sent over https`);
  }
  return text.replace(/\/+$/, '');
}
