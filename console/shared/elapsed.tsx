import { formatRough } from '../../core/lib/duration';
import { useNow } from '../client/now';

/** Shows how long something took, or has taken until now if it goes on, in the time of the deployment. */
export function Elapsed({ since, until }: { since: string; until?: string }) {
  const now = useNow();
  const end = until === undefined ? now.getTime() : Date.parse(until);
  return <>{formatRough((end - Date.parse(since)) / 1_000)}</>;
}
