import type { Session } from '../../scripts/accept/run/session';
import { home, type Journey } from '../kit/journey';
import { apiOf } from '../kit/spawn-in';

/** The way of an acceptance run to a journey's deployment, on its clock. `failing` may refuse a request of the API. */
export function sessionIn(
  journey: Journey,
  {
    signal,
    failing,
    stage = 'dev',
  }: { signal?: AbortSignal; failing?: (method: string, path: string) => void; stage?: string } = {},
): Session {
  const api = apiOf(journey, { local: true, failing });
  return {
    api,
    stage,
    region: home,
    copyRegion: 'us-west-2',
    against: () => 'local mode',
    now: api.now,
    sleep: (milliseconds) => journey.clock.until(journey.local.clock.sleep(milliseconds, signal)),
    call: (service, action, region, input) => journey.clock.until(journey.local.call(service, action, region, input)),
  };
}
