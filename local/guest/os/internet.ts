import { durations } from './durations';
import { answerMetadata } from './imds';
import { agentPackageAt } from '../package/agent-deb';
import { downloads } from '../package/downloads';
import { isPublicHost } from '../package/fixtures';
import type { System } from '../process/system';
import type { WireRequest, WireResponse } from '../../kernel/types';

export type Fetched =
  | { kind: 'answer'; response: WireResponse; seconds: number }
  | { kind: 'unknown-host'; host: string }
  /** The simulation does not have it: a real machine may. */
  | { kind: 'outside'; host: string }
  | { kind: 'refused'; host: string };

/**
 * Sends a request from a guest. It reaches the metadata service, the endpoints of this simulation and, from a subnet
 * with a way out, the fixture downloads; all else is outside. Nothing ever leaves this process.
 */
export async function fetchFrom(system: System, request: WireRequest): Promise<Fetched> {
  let url: URL;
  try {
    url = new URL(request.url);
  } catch {
    return { kind: 'unknown-host', host: request.url };
  }
  const { hostname } = url;
  if (hostname === '169.254.169.254')
    return { kind: 'answer', response: answerMetadata(system, request), seconds: 0.01 };
  const package_ = system.host.online() ? agentPackageAt(url.href) : undefined;
  if (package_ !== undefined)
    return { kind: 'answer', response: { status: 200, headers: {}, body: package_ }, seconds: durations.download };
  const own = system.host.request(request);
  if (own !== undefined) return { kind: 'answer', response: await own, seconds: 0.1 };
  if (hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]')
    return { kind: 'refused', host: hostname };
  url.hash = '';
  const given = system.options.downloads?.get(url.href);
  if (!system.host.online() || (given === undefined && !isPublicHost(hostname)))
    return { kind: 'unknown-host', host: hostname };
  if (given !== undefined) system.options.assumed?.(system.facts, `the content of ${url.href}`);
  const make = given === undefined ? downloads.get(`${url.origin}${url.pathname}`) : () => given;
  if (make === undefined) return { kind: 'outside', host: hostname };
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return {
      kind: 'answer',
      seconds: durations.download,
      response: { status: 405, headers: {}, body: Buffer.from('') },
    };
  const body = await make();
  return {
    kind: 'answer',
    seconds: durations.download,
    response: { status: 200, headers: { 'content-type': 'application/octet-stream' }, body },
  };
}
