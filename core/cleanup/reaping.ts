import { tagKeys, type Tags } from '../tags';
import { protects, saysYes } from '../lib/text-boolean';

/** A thing that EC2 has and that carries our tags. `run` is what the catalog says of the build that made it. */
export interface Leftover {
  id: string;
  kind: 'instance' | 'image' | 'snapshot';
  tags: Tags;
  /** `over` and `running` from the run's record; `unknown` when there is no record, or no answer. */
  run: 'running' | 'over' | 'unknown';
  /** The instance of a test that somebody wants to look at, by the catalog. */
  kept?: boolean;
  /** The image was published, by the catalog, whatever its tag says. */
  published?: boolean;
  /** Values of `spawn:keep` that its build gave to what it made: they are for what is published. */
  born_keep?: readonly string[];
}

/** What to do, and why. `alarm` asks a person to look. */
export interface ReapVerdict {
  remove: boolean;
  alarm: boolean;
  reason: string;
}

interface Own {
  deployment: string;
  now: Date;
  run_ended_at?: string;
}

// Time that a run which is over has for its own compensation before the reaper takes part.
const graceSeconds = 900;

/**
 * "Compensation and reaper touch only candidates of their own deployment that are past their deadline or whose build is
 * known to be over"; an instance that somebody launched goes at its deadline too. What was published once is no
 * candidate, even if somebody sets its tag back. What somebody has tagged `spawn:keep` by hand stays. In doubt it
 * stays, with an alarm.
 */
export function judgeLeftover(leftover: Leftover, own: Own): ReapVerdict {
  const verdict = verdictOf(leftover, own);
  const keep = leftover.tags[tagKeys.keep];
  if (!verdict.remove || keep === undefined || !protects(keep) || leftover.born_keep?.includes(keep)) return verdict;
  return {
    remove: false,
    alarm: true,
    reason: `its tag ${tagKeys.keep}=${keep} keeps it, though ${verdict.reason}: take the tag off to let it go`,
  };
}

function verdictOf(leftover: Leftover, own: Own): ReapVerdict {
  const { tags, run } = leftover;
  const keep = (reason: string): ReapVerdict => ({ remove: false, alarm: false, reason });
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
      `its tag ${tagKeys.state} says candidate, and the catalog knows it as published: set the tag back to published, as the night does unless there is a deadline`,
    );

  const text = tags[tagKeys.ttlDeadline];
  if (isLaunched && (text === undefined || text === 'never')) return keep('it has no time to live');
  const deadline = text === undefined ? NaN : Date.parse(text);
  const isPast = deadline <= own.now.getTime();
  if (isLaunched) {
    if (Number.isNaN(deadline)) return doubt(`its deadline '${text}' cannot be read`);
    return isPast ? remove(`its time to live ended at ${text}`) : keep(`it may live until ${text}`);
  }
  if (run === 'over') {
    const ended = own.run_ended_at === undefined ? 0 : Date.parse(own.run_ended_at);
    if (own.now.getTime() - ended < graceSeconds * 1000)
      return keep('its build ended a moment ago and may still be cleaning up');
    return leftover.kept && !isPast
      ? keep(`it is kept for debugging until ${text}`)
      : remove('its build is over and it was never published');
  }
  // A run that needs longer than all its limits together is stuck: a person should look at it too.
  if (isPast) return { remove: true, alarm: run === 'running', reason: `it is past its deadline ${text}` };
  if (run === 'running') return keep('its build runs');
  return doubt(
    `its build is not known, and ${Number.isNaN(deadline) ? 'neither is its deadline' : `it may live until ${text}`}`,
  );
}
