import type { DeploymentAnswer } from '../../core/api/contract/deployment';
import type { ConnectOptions, Deployment } from '../framework/context';
import { sendOnce } from './connect';
import { endpointOf } from './endpoint';
import { findTarget } from './target';

/** How long a deployment has to describe itself, in milliseconds. */
const patience = 2_000;

/**
 * Returns the deployment that commands call, with the account and the version that it answers. They are absent when it
 * does not answer within two seconds. Throws when no deployment is configured.
 */
export async function findDeployment(options: ConnectOptions): Promise<Deployment> {
  const target = await findTarget(options);
  const { local, context, url, stage, region } = target;
  const known = { local: local !== undefined, context, url, stage, region };
  const asked = { ...target.options, timeout: patience };
  const answer = await withinPatience(
    endpointOf({ ...target, options: asked }).then((endpoint) => {
      known.local = endpoint.clock !== undefined;
      return sendOnce(endpoint, asked, { method: 'GET', path: '/v1/deployment', headers: {} });
    }),
  );
  if (answer?.status !== 200) return known;
  const { version, stage: answered, home_region, account } = answer.body as DeploymentAnswer;
  return { ...known, stage: answered, region: home_region, account, version };
}

/** Returns what the promise gives, or undefined when it fails or takes too long. */
async function withinPatience<Value>(promise: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), patience)));
  try {
    return await Promise.race([promise.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}
