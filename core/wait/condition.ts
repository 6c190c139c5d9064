import { namesKey } from '../replication/keys';
import type { ErrorName } from '../errors';
import { spotRole } from '../doctor/spot';
import { interruptionText, isInterrupted } from '../run/interruption';
import { isInstance, waitedFor, type Observation, type WaitFailure } from './observation';
import { backstopSeconds } from '../run/time-limits';
import type { Wait } from './record';
import { rejection } from '../run/approval';
import { deadlineFailure } from './deadline';
import { silentAgent } from './silent-agent';
import { activeRefreshes } from './refresh';

/** The state of a wait; `output` is what was read of the resource. */
export type WaitVerdict = { state: 'pending' } | { state: 'ready'; output: Record<string, unknown> } | WaitFailure;

/**
 * Returns the deadline of a wait whose state times out after `timeoutSeconds`: three minutes earlier, so that its own,
 * better error wins, but not before half of that time.
 */
export function deadlineOf(now: Date, timeoutSeconds: number): Date {
  return new Date(now.getTime() + Math.max(timeoutSeconds - backstopSeconds, timeoutSeconds / 2) * 1000);
}

/**
 * Returns whether a wait is ready, has failed, or is late. A ready resource counts even after the deadline; a missing
 * answer never does. A command that ended is ready with any exit code; one whose agent is gone has failed. Only Systems
 * Manager shows that an instance is reachable: the object that its user data writes shows that the instance is up, but
 * not that the agent has registered.
 */
export function judgeWait(wait: Wait, seen: Observation, now: Date): WaitVerdict {
  const verdict = judgements[wait.condition](wait, seen, now);
  if (verdict.state !== 'pending' || now.getTime() < Date.parse(wait.deadline)) return verdict;
  return deadlineFailure(wait, seen);
}

const pending: WaitVerdict = { state: 'pending' };
const over: readonly string[] = ['shutting-down', 'terminated'];

const judgements: Record<Wait['condition'], (wait: Wait, seen: Observation, now: Date) => WaitVerdict> = {
  'instance-reachable': (wait, seen, now) => {
    if (seen.agent_online)
      return { state: 'ready', output: { instance_id: wait.instance_id, ready_at: onlineSince(seen, now) } };
    return lostInstance(wait, seen, [...over, 'stopping', 'stopped']) ?? pending;
  },
  'command-finished': (wait, seen, now) => {
    const command = seen.command === 'absent' ? undefined : seen.command;
    if (command && !['Pending', 'InProgress', 'Delayed', 'Cancelling'].includes(command.status)) {
      const { status, status_details, exit_code } = command;
      return {
        state: 'ready',
        output: { command_id: wait.command_id, status, status_details, exit_code: exit_code ?? -1 },
      };
    }
    return lostInstance(wait, seen, [...over, 'stopping', 'stopped']) ?? silentAgent(wait, seen, now) ?? pending;
  },
  'object-written': (wait, seen) => {
    if (seen.object_exists) return { state: 'ready', output: { object_key: wait.object_key } };
    // The upload may still finish while the instance shuts down; only a stopped instance has lost the object.
    return lostInstance(wait, seen, ['stopped', 'terminated']) ?? pending;
  },
  'instance-stopped': (wait, seen) => {
    if (isInstance(seen.instance) && seen.instance.state === 'stopped')
      return { state: 'ready', output: { instance_id: wait.instance_id } };
    return lostInstance(wait, seen, over) ?? pending;
  },
  'turn-come': (_wait, seen) => (seen.has_turn ? { state: 'ready', output: {} } : pending),
  'approval-decided': (_wait, { approval }) => {
    if (approval?.decision === 'approved') return { state: 'ready', output: { approved_by: approval.decided_by } };
    return approval?.decision === 'rejected' ? failed('ApprovalRejected', rejection(approval)) : pending;
  },
  'refresh-ended': (wait, { refresh }) => {
    if (refresh === undefined || refresh === 'absent' || activeRefreshes.includes(refresh.status)) return pending;
    const { status, reason } = refresh;
    if (status === 'Successful') return { state: 'ready', output: { refresh_id: wait.refresh_id } };
    const cause = `Auto Scaling reports the instance refresh ${wait.refresh_id} of ${wait.group} in ${wait.region} as ${status}: ${reason?.replace(/\.$/, '') ?? 'no reason given'}.`;
    return failed('RefreshFailed', cause);
  },
  'image-available': (wait, seen) => {
    if (seen.image === undefined || seen.image === 'absent') return pending;
    const { state, state_reason, name, description, architecture, owner_id, creation_date, block_devices } = seen.image;
    if (state === 'available') {
      const { imds_support } = seen.image;
      const output = { name, description, architecture, owner_id, creation_date, block_devices };
      return { state: 'ready', output: { ...output, ...(imds_support !== undefined && { imds_support }) } };
    }
    if (state === 'pending' || state === 'transient') return pending;
    const reason = state_reason?.replace(/\.$/, '') ?? 'no reason given';
    const cause = `EC2 reports ${wait.ami_id} in ${wait.region} as ${state}: ${reason}.`;
    return failed(namesKey(reason) ? 'KeyNotReady' : 'ImageFailed', cause);
  },
};

/** Returns the last ping of the agent, which is closer to the time it came online than the time of the check. */
function onlineSince({ agent_pinged_at: pinged }: Observation, now: Date): string {
  return pinged !== undefined && Date.parse(pinged) < now.getTime() ? pinged : now.toISOString();
}

// What EC2 says of an instance whose volumes it could not decrypt (EC2 user guide, "Instance terminates immediately").
const refusedAtLaunch = 'Client.InternalError';
const keyAdvice =
  `The usual cause is the key of an encrypted volume: let the role that launches use it and, for a spot instance, ` +
  `${spotRole.name} (a grant or the policy of the key must name it), or build with --on-demand.`;

function lostInstance(wait: Wait, seen: Observation, states: readonly string[]): WaitFailure | undefined {
  if (!isInstance(seen.instance) || !states.includes(seen.instance.state)) return undefined;
  const { state, state_reason } = seen.instance;
  const lost = { instance_id: wait.instance_id ?? '', state, state_reason };
  if (isInterrupted(lost)) return failed('SpotInterrupted', interruptionText(lost, waitedFor(wait)));
  const reason = state_reason ? `: ${state_reason}` : '';
  const advice = state_reason?.startsWith(refusedAtLaunch) ? ` ${keyAdvice}` : '';
  return failed(
    'InstanceLost',
    `the instance ${wait.instance_id} is ${state} and was lost while waiting for ${waitedFor(wait)}${reason.replace(/\.$/, '')}.${advice}`,
  );
}

function failed(error: ErrorName, cause: string): WaitFailure {
  return { state: 'failed', error, cause };
}
