import { durations } from './durations';
import { answerMetadata } from './imds';
import { downloads } from '../package/downloads';
import type { System } from '../process/system';
import type { WireRequest, WireResponse } from '../../kernel/types';

export type Fetched =
  | { kind: 'answer'; response: WireResponse; seconds: number }
  | { kind: 'unknown-host'; host: string }
  | { kind: 'refused'; host: string };

/**
 * Sends a request from a guest. It reaches the metadata service, the endpoints of this simulation and, from a subnet
 * with a way out, the fixture downloads; every other name cannot be resolved. Nothing ever leaves this process.
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
  const own = system.host.request(request);
  if (own !== undefined) return { kind: 'answer', response: await own, seconds: 0.1 };
  if (hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]')
    return { kind: 'refused', host: hostname };
  const known = [...downloads.keys()].some((address) => new URL(address).hostname === hostname);
  if (!known || !system.host.online()) return { kind: 'unknown-host', host: hostname };
  const make = downloads.get(`${url.origin}${url.pathname}`);
  if (make === undefined)
    return {
      kind: 'answer',
      seconds: durations.download,
      response: { status: 404, headers: {}, body: Buffer.from('Not Found\n') },
    };
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
