import { SpawnError } from '../errors';
import { tagKeys } from '../tags';

/**
 * What an image shows of its file systems, in EBS's words: `file-system` as after an orderly end of all writes, or
 * `crash` as after a loss of power, without what was only in memory.
 */
export type Consistency = 'file-system' | 'crash';

/** How an instance is brought to rest for its image: `stopped` is at rest, `none` is imaged while it writes. */
export const restMethods = ['stopped', 'freeze', 'stop', 'reboot', 'none'] as const;

export type RestMethod = (typeof restMethods)[number];

/** Seconds after which the instance thaws its file systems, whatever happens. */
export const freezeSeconds = 60;

interface RestFacts {
  instance_id: string;
  state: string;
  spot: boolean;
  platform?: string;
  /** Whether its agent can run a command. */
  reachable: boolean;
}

/**
 * Chooses how an instance is brought to rest: "create-ami without a reboot freezes the file systems, or stops and
 * starts the instance with --stop". A stopped instance is at rest. Throws WrongState for a spot instance that is to be
 * stopped: EC2 may refuse to stop or to start it.
 */
export function chooseRest(
  instance: RestFacts,
  asked: { reboot: boolean; stop: boolean; freeze: boolean },
): RestMethod {
  if (instance.state === 'stopped') return 'stopped';
  if (asked.stop && instance.spot) {
    throw new SpawnError(
      'WrongState',
      `${instance.instance_id} is a spot instance, which cannot be stopped and started at will: use --reboot instead.`,
      { instance_id: instance.instance_id },
    );
  }
  if (asked.stop) return 'stop';
  if (asked.reboot) return 'reboot';
  return asked.freeze && instance.reachable && instance.platform !== 'windows' ? 'freeze' : 'none';
}

/** Returns the consistency that an image is created with; a freeze has to be proven before it counts. */
export function bornConsistency(rest: RestMethod): Consistency {
  return rest === 'freeze' || rest === 'none' ? 'crash' : 'file-system';
}

const [released, frozen] = ['released', 'frozen'];

/**
 * Throws BuilderNotFrozen unless a spot builder has reported that its file systems are frozen. It cannot be stopped,
 * and nobody uses it any more: it stays frozen until it is terminated, so that its image is as of a stopped one.
 */
export function requireFrozen(instanceId: string, freezeReport: string | undefined): void {
  const report = freezeReport?.trim();
  if (report === frozen) return;
  const reason = report === undefined ? 'it did not report that they are' : report.replace(/^failed:?\s*/, '');
  throw new SpawnError(
    'BuilderNotFrozen',
    `the file systems of the spot builder ${instanceId} are not frozen, so its image could lack what was written last: ${reason}. Build on demand, with --on-demand or without \`spot: true\`.`,
    { instance_id: instanceId },
  );
}

/**
 * Returns whether the file systems were frozen until all snapshots had started. The guard on the instance reports
 * `released` only if it saw the release before its time was over, and the release is written after the last snapshot
 * has started.
 */
export function isProvenFrozen(thawReport: string | undefined): boolean {
  return thawReport?.trim() === released;
}

/** Returns the warning about a crash-consistent image, with the reason and what to do. */
export function crashWarning(
  instanceId: string,
  rest: RestMethod | undefined,
  seen: { freezeReport?: string; thawReport?: string },
): string {
  const advice = 'what was not on its disks yet is missing; use --stop or --reboot for a consistent image';
  return `the image is crash-consistent, because ${reasonOf(instanceId, rest, seen)}: ${advice}`;
}

function reasonOf(
  instanceId: string,
  rest: RestMethod | undefined,
  { freezeReport, thawReport }: { freezeReport?: string; thawReport?: string },
): string {
  if (rest !== 'freeze') return `the file systems of ${instanceId} were not frozen`;
  const failure = [freezeReport, thawReport].find((report) => report?.startsWith('failed'));
  if (failure)
    return `the file systems of ${instanceId} could not be frozen (${failure.replace(/^failed:?\s*/, '').trim()})`;
  if (thawReport?.startsWith('expired'))
    return `the snapshots had not all started when ${instanceId} thawed its file systems after ${freezeSeconds} seconds`;
  return `${instanceId} did not report that its file systems were frozen`;
}

/** The tags of an image whose consistency is known. */
export function consistencyTags(consistency: Consistency): Record<string, string> {
  return { [tagKeys.consistency]: consistency };
}
