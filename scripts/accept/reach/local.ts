import { startLocal } from '../../../local/app/start';
import { virtualClock, type VirtualClock } from '../../../local/kernel/clock';

/** A local mode whose time moves only while something is waited for. */
export interface OwnLocalMode {
  clock: VirtualClock;
  close(): Promise<void>;
}

/**
 * Starts local mode with the synthesized app and points the environment of this process at it: SDK, command and
 * credentials.
 */
export async function useLocalMode(assembly: string, region: string): Promise<OwnLocalMode> {
  const clock = virtualClock(Date.now(), { manual: true });
  const local = await clock.until(startLocal({ assembly, tier: 'in-process', port: 0, clock }));
  const { accessKeyId, secretAccessKey } = local.operatorCredentials;
  for (const name of Object.keys(process.env))
    if (/^(AWS_(?!SDK_JS)|SPAWN_|SPORE_)/.test(name)) delete process.env[name];
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: local.url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    SPAWN_API_URL: local.url,
  });
  return { clock, close: () => local.close() };
}
