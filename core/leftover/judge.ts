import { tagKeys, type Tags } from '../tags';
import { protects, saysYes } from '../lib/text-boolean';
import { readTime } from '../lib/duration';

/** A resource in EC2 with our tags. `run` is the state of the build that created it, by the catalog. */
export interface Leftover {
  id: string;
  kind: 'instance' | 'image' | 'snapshot';
  tags: Tags;
  /** `over` and `running` from the run's record; `unknown` when there is no record, or no answer. */
  run: 'running' | 'over' | 'unknown';
  /** An instance that is kept for debugging, or an image for a retry, by the catalog. */
  kept?: boolean;
  /** The image is published in the catalog, whatever its tag says. */
  published?: boolean;
  /** Values of `spawn:keep` that the build set on what it created: they protect published images only. */
  born_keep?: readonly string[];
}

/** The decision with its reason. `alarm` asks a person to look; `waits`: it is kept until its build has cleaned up. */
export interface ReapVerdict {
  remove: boolean;
  alarm: boolean;
  waits?: true;
  reason: string;
}

interface Own {
  deployment: string;
  now: Date;
  run_ended_at?: string;
}

// A run that has ended gets this time to remove what it created before the reaper does.
const graceSeconds = 900;

/**
 * Decides whether the reaper removes a leftover: "Compensation and reaper touch only candidates of their own
 * deployment that are past their deadline or whose build is known to be over"; a launched instance goes at its
 * deadline too. A published image is no candidate, even if somebody resets its tag. A `spawn:keep` tag that a person
 * set protects. In doubt it stays, with an alarm.
 */
export function judgeLeftover(leftover: Leftover, own: Own): ReapVerdict {
  const verdict = verdictOf(leftover, own);
  const keep = leftover.tags[tagKeys.keep];
  if (!verdict.remove || keep === undefined || !protects(keep) || leftover.born_keep?.includes(keep)) return verdict;
  return {
    remove: false,
    alarm: true,
    reason: `its tag ${tagKeys.keep}=${keep} protects it, although ${verdict.reason}: remove the tag to have it removed`,
  };
}

function verdictOf(leftover: Leftover, own: Own): ReapVerdict {
  const { tags, run } = leftover;
  const keep = (reason: string): ReapVerdict => ({ remove: false, alarm: false, reason });
  const wait = (reason: string): ReapVerdict => ({ ...keep(reason), waits: true });
  const doubt = (reason: string): ReapVerdict => ({ remove: false, alarm: true, reason });
  const remove = (reason: string): ReapVerdict => ({ remove: true, alarm: false, reason });

  if (!saysYes(tags[tagKeys.managed])) return keep('it is not managed by spawn');
  if (tags[tagKeys.deployment] !== own.deployment)
    return keep(`it belongs to the deployment ${tags[tagKeys.deployment] ?? '(none)'}`);
  const isLaunched = leftover.kind === 'instance' && tags[tagKeys.purpose] === 'launch';
  if (!isLaunched && tags[tagKeys.state] !== 'candidate')
    return keep(`its state is ${tags[tagKeys.state] ?? 'not set'}, and only candidates are removed`);
  if (leftover.published)
    return doubt(
      `its tag ${tagKeys.state} says candidate, but the catalog says published: set the tag back to published (the nightly run does so unless the image has a deadline)`,
    );

  const text = tags[tagKeys.ttlDeadline];
  if (isLaunched && (text === undefined || text === 'never')) return keep('it has no time to live');
  const deadline = readTime(text);
  const isPast = deadline <= own.now.getTime();
  if (isLaunched) {
    if (Number.isNaN(deadline)) return doubt(`its deadline '${text}' cannot be read`);
    return isPast ? remove(`its time to live ended at ${text}`) : keep(`its time to live ends at ${text}`);
  }
  if (run === 'over') {
    const ended = own.run_ended_at === undefined ? 0 : Date.parse(own.run_ended_at);
    if (own.now.getTime() - ended < graceSeconds * 1000)
      return wait('its build ended less than 15 minutes ago and may still be cleaning up');
    return leftover.kept && !isPast
      ? keep(`it is kept for ${leftover.kind === 'image' ? 'a retry' : 'debugging'} until ${text}`)
      : remove('its build is over and it was never published');
  }
  // A run that exceeds the sum of its limits is stuck: a person should look at it too.
  if (isPast) return { remove: true, alarm: run === 'running', reason: `it is past its deadline ${text}` };
  if (run === 'running') return wait('its build is running');
  return doubt(
    `its build is unknown, and ${Number.isNaN(deadline) ? 'so is its deadline' : `its deadline is ${text}`}`,
  );
}
