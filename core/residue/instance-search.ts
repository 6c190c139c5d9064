import { SpawnError } from '../errors';
import { isUnsearchedWaived, residueWaivers, unsearched, type ImageWaiver } from './image-waiver';
import { isSecretItem } from './items';
import { readResidue, residueText, sortResidue } from './report';

// An agent of Systems Manager registers within minutes of a start or a reboot.
const registrationMilliseconds = 10 * 60_000;

/** The facts about an instance that an image is created from. */
export interface SearchFacts {
  instance_id: string;
  state: string;
  launch_time: string;
  /** Whether Systems Manager has its agent online. */
  online: boolean;
  /** Last ping of its agent, if any; RFC 3339. */
  pinged_at?: string;
}

const advice = `skip the search with --waive ${unsearched}="reason"`;

/**
 * Decides whether an instance is searched before its image is created. Throws WrongState: "Where nobody can look
 * (stopped, no agent), it refuses unless that is waived with a reason". The agent of an instance that started or
 * pinged less than ten minutes ago may still come online, which is waited for.
 */
export function decideSearch(facts: SearchFacts, waivers: readonly ImageWaiver[], now: Date): boolean {
  const { instance_id: id, state, launch_time, online, pinged_at = launch_time } = facts;
  if (online) return true;
  if (isUnsearchedWaived(waivers)) return false;
  if (state !== 'running') {
    const message = `${id} is ${state} and cannot be searched for secrets, which the image would contain: start it, or ${advice}.`;
    throw new SpawnError('WrongState', message, { state });
  }
  const lastSign = Math.max(Date.parse(launch_time), Date.parse(pinged_at));
  if (now.getTime() - lastSign < registrationMilliseconds) return true;
  const message = `${id} is not online in Systems Manager and cannot be searched for secrets, which the image would contain: install or start its agent, or ${advice}.`;
  throw new SpawnError('WrongState', message, { state });
}

/**
 * Judges the residue report of an instance that an image is created from, and returns warnings. "It refuses for
 * secrets with the list; what belongs to a running instance is a warning with a hint at --cleanup-script." Throws
 * ResidueFound, and ResidueUnknown when the search for secrets was not completed.
 */
export function judgeSearch(text: string | undefined, instanceId: string, waivers: readonly ImageWaiver[]): string[] {
  const { secrets, instance, unknown } = sortResidue(readResidue(text), residueWaivers(waivers));
  if (secrets.length > 0) {
    throw new SpawnError(
      'ResidueFound',
      `${instanceId} contains ${residueText(secrets)}: remove it there or with --cleanup-script, or waive it with --waive PATH="reason".`,
      { residue: secrets.slice(0, 100) },
    );
  }
  const items = unknown.map(({ item }) => item);
  const unsure = `${instanceId} could not be searched for ${items.join(', ')} (${unknown[0]?.reason})`;
  if (items.some(isSecretItem) && !isUnsearchedWaived(waivers)) {
    throw new SpawnError('ResidueUnknown', `${unsure}: correct that, or ${advice}.`, { unknown: items });
  }
  const carried = `the image contains state of ${instanceId}: ${residueText(instance)}; remove it with --cleanup-script`;
  return [...(instance.length > 0 ? [carried] : []), ...(items.length > 0 ? [unsure] : [])];
}
