import { setTimeout as delay } from 'node:timers/promises';
import type { Api } from '../../../cli/framework/api';
import type { VirtualClock } from '../../../local/kernel/clock';
import type { Session } from '../run/session';
import type { Caller } from './sdk';

interface Way {
  caller: Caller;
  api: Api;
  /** Ends waiting. */
  signal?: AbortSignal;
  /** The clock of a local mode of its own, which moves while something is waited for. */
  clock?: VirtualClock;
}

/** The way to a stage by the SDK and the API. */
export function sessionOf(
  { stage, region, copyRegion }: Pick<Session, 'stage' | 'region' | 'copyRegion'>,
  { caller, api, signal, clock }: Way,
): Session {
  const awaited = <Value>(work: Promise<Value>): Promise<Value> => (clock ? clock.until(work) : work);
  const now = (): Date => (clock ? new Date(clock.now()) : api.now());
  return {
    api: {
      local: api.local,
      speed: api.speed,
      now,
      get: (path, query) => awaited(api.get(path, query)),
      post: (path, body) => awaited(api.post(path, body)),
      put: (path, body) => awaited(api.put(path, body)),
      remove: (path, query) => awaited(api.remove(path, query)),
      request: (request) => awaited(api.request(request)),
    },
    stage,
    region,
    copyRegion,
    against: () => (caller.onlyAws ? 'AWS' : api.local ? 'local mode' : 'another endpoint'),
    now,
    sleep: (milliseconds) =>
      clock ? clock.until(clock.sleep(milliseconds, signal)) : delay(milliseconds / api.speed, undefined, { signal }),
    call: (service, action, region, input) => awaited(caller.call(service, action, region, input)),
  };
}
