import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ConnectOptions } from '../framework/context';
import { CommandFailure, exitCodes } from '../framework/failure';
import { profileOf } from './account';
import { apiError } from '../framework/problem';
import { sign } from './signing';
import type { Credentials } from './signing';

const rememberedFor = 3_600_000;

/**
 * Returns the URL of the deployed API from the SSM parameter `/spawn/<stage>/api-url` of the home region. Caches it for
 * an hour in `~/.cache/spawn` by stage, region and identity. Exit code 3 if the deployment does not exist.
 */
export async function findDeployedUrl(
  options: ConnectOptions,
  { stage, region }: { stage: string; region: string },
  credentials: () => Promise<Credentials>,
): Promise<string> {
  const { environment } = options.host;
  const identity = profileOf(options) ?? environment.AWS_ACCESS_KEY_ID ?? 'default';
  const file = cacheFile(options, [stage, region, identity].join('\n'));
  const remembered = file === undefined ? undefined : await recall(file, options.host.now());
  if (remembered !== undefined) return remembered;
  const url = await readParameter(options, region, stage, await credentials());
  if (file !== undefined) await remember(file, url, options.host.now());
  return url;
}

async function readParameter(
  options: ConnectOptions,
  region: string,
  stage: string,
  credentials: Credentials,
): Promise<string> {
  const { environment } = options.host;
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const url = new URL(
    environment.AWS_ENDPOINT_URL_SSM ?? environment.AWS_ENDPOINT_URL ?? `https://ssm.${region}.${suffix}/`,
  );
  const name = `/spawn/${stage}/api-url`;
  const body = JSON.stringify({ Name: name });
  const unsigned = {
    method: 'POST',
    url,
    body,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.GetParameter' },
  };
  const { host: _, ...headers } = await sign(unsigned, 'ssm', region, credentials, options.host.now());
  const answer = await fetch(url, {
    method: 'POST',
    body,
    headers,
    signal: AbortSignal.timeout(options.timeout ?? 20_000),
  });
  const said = (await answer.json().catch(() => ({}))) as { Parameter?: { Value?: string }; __type?: string };
  if (answer.ok && said.Parameter?.Value !== undefined) return said.Parameter.Value;
  if (said.__type?.endsWith('ParameterNotFound') === true) {
    throw new CommandFailure(
      `deployment '${stage}' not found in ${region}: the parameter ${name} does not exist`,
      exitCodes.notFound,
      'Set SPAWN_STAGE and SPORE_REGION to the stage and home region of the deployment, or set SPAWN_API_URL.',
    );
  }
  throw apiError(answer.status, said, `the request for ${name} in ${region}`);
}

function cacheFile(options: ConnectOptions, key: string): string | undefined {
  const { XDG_CACHE_HOME: cache, HOME: home } = options.host.environment;
  const folder = cache || (home ? join(home, '.cache') : undefined);
  return folder === undefined
    ? undefined
    : join(folder, 'spawn', `api-url-${createHash('sha256').update(key).digest('hex').slice(0, 16)}.json`);
}

async function recall(file: string, now: Date): Promise<string | undefined> {
  try {
    const { url, found_at: foundAt } = JSON.parse(await readFile(file, 'utf8')) as { url: string; found_at: string };
    const age = now.getTime() - Date.parse(foundAt);
    return age >= 0 && age < rememberedFor ? url : undefined;
  } catch {
    // Nothing cached, or unreadable: looked up again.
    return undefined;
  }
}

async function remember(file: string, url: string, now: Date): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, JSON.stringify({ url, found_at: now.toISOString() }), { mode: 0o600 });
  } catch {
    // A home folder that cannot be written only costs the next look-up.
  }
}
