import { formatAge } from '../../core/lib/duration';
import { useNow } from '../client/now';

/** Shows how long ago something was, in the time of the deployment, such as `5d` or `2h10m`; the time as its title. */
export function Age({ since, suffix = ' ago' }: { since: string | undefined; suffix?: string }) {
  const now = useNow();
  if (since === undefined) return <>-</>;
  return (
    <time dateTime={since} title={new Date(since).toUTCString()}>
      {formatAge(new Date(since), now)}
      {suffix}
    </time>
  );
}
