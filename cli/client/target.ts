import type { ConnectOptions } from '../framework/context';
import { usageError } from '../framework/failure';
import { homeRegion } from './account';
import { readContexts, requireContext } from './contexts';
import type { SavedContext } from './contexts';
import { findLocalMode } from './local-file';
import type { LocalMode } from './local-file';

/** Which deployment a command calls, found without calling anything: local mode, a URL, or a stage in a region. */
export interface Target {
  local?: LocalMode;
  /** The name of the context that names the deployment. */
  context?: string;
  url?: string;
  stage?: string;
  region: string;
  /** The options, with the profile of the context. */
  options: ConnectOptions;
}

/**
 * Finds the deployment to call: the context of --context or SPAWN_CONTEXT; SPAWN_API_URL; a local mode that runs in
 * this project; the current context, unless SPAWN_STAGE is set; otherwise the stage SPAWN_STAGE (default `dev`) in the
 * home region.
 */
export async function findTarget(options: ConnectOptions): Promise<Target> {
  const { environment, directory, installation } = options.host;
  const named = options.context || environment.SPAWN_CONTEXT;
  if (named) return targetOfContext(named, requireContext(await readContexts(environment), named), options);
  if (environment.SPAWN_API_URL) {
    const url = checkUrl(environment.SPAWN_API_URL, 'SPAWN_API_URL');
    return { url, region: regionOf(url) ?? (await homeRegion(options)), options };
  }
  const local = findLocalMode([directory, ...(installation === undefined ? [] : [installation])]);
  if (local !== undefined) return { local, region: local.region, options };
  if (!environment.SPAWN_STAGE) {
    const saved = await readContexts(environment);
    if (saved.current !== undefined)
      return targetOfContext(saved.current, requireContext(saved, saved.current), options);
  }
  return { stage: environment.SPAWN_STAGE || 'dev', region: await homeRegion(options), options };
}

function targetOfContext(
  name: string,
  { region, stage, endpoint, profile }: SavedContext,
  options: ConnectOptions,
): Target {
  const own = { context: name, options: { ...options, profile: options.profile || profile } };
  if (endpoint === undefined) return { ...own, stage: stage ?? 'dev', region };
  const url = checkUrl(endpoint, `the endpoint of the context ${name}`);
  return { ...own, url, region: regionOf(url) ?? region };
}

/** Returns the region in the name of an API Gateway endpoint; undefined for other names. */
function regionOf(url: string): string | undefined {
  return /\.execute-api\.([a-z0-9-]+)\./.exec(url)?.[1];
}

/** Returns the URL of an API without a slash at the end. Refuses one that is not https or that carries credentials. */
export function checkUrl(text: string, what: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw usageError(`${what} '${text}' is not a URL: set it to https://….execute-api.<region>.amazonaws.com`);
  }
  const here = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && here))
    throw usageError(`the API URL '${text}' is not secure: use https`);
  if (url.username !== '' || url.password !== '' || url.search !== '')
    throw usageError(`${what} contains credentials or a query: use the plain URL of the API`);
  return text.replace(/\/+$/, '');
}
