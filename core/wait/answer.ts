import type { ErrorName } from '../errors';
import { formatDuration } from '../lib/duration';
import { interruptionText, isInterrupted } from '../run/interruption';
import { exitCodes } from '../scripts/exit-codes';
import { isInstance, waitedFor, type Observation } from './observation';
import type { Wait } from './record';
import type { WaitVerdict } from './condition';

export type WaitAnswer = { success: Record<string, unknown> } | { error: ErrorName; cause: string };

/**
 * Returns the answer for a waiting state when its wait is over. A script that did not succeed fails its state, with an
 * error for the way it ended.
 */
export function answerOf(
  wait: Wait,
  verdict: Exclude<WaitVerdict, { state: 'pending' }>,
  seen: Observation,
): WaitAnswer {
  if (verdict.state === 'failed') return { error: verdict.error, cause: verdict.cause };
  if (wait.condition === 'command-finished' && seen.command && seen.command !== 'absent')
    return interruptedAnswer(wait, seen) ?? answerOfCommand(wait, seen.command);
  return { success: verdict.output };
}

/** Returns whether a script ended in a way that the loss of its instance may explain. */
export function mayBeInterrupted({ condition }: Wait, { command }: Observation): boolean {
  return (
    condition === 'command-finished' && command !== undefined && command !== 'absent' && command.status !== 'Success'
  );
}

// An instance that EC2 takes back is shut down in order, and its agent may still report the script that was stopped.
function interruptedAnswer(wait: Wait, seen: Observation): WaitAnswer | undefined {
  if (!mayBeInterrupted(wait, seen) || !isInstance(seen.instance) || !isInterrupted(seen.instance)) return undefined;
  const lost = { ...seen.instance, instance_id: wait.instance_id ?? '' };
  return { error: 'SpotInterrupted', cause: interruptionText(lost, waitedFor(wait)) };
}

function answerOfCommand(wait: Wait, command: NonNullable<Exclude<Observation['command'], 'absent'>>): WaitAnswer {
  const subject = `the script '${wait.subject ?? wait.command_id}'`;
  if (command.status === 'Success')
    return { success: { command_id: wait.command_id, exit_code: command.exit_code ?? 0 } };
  if (
    ['ExecutionTimedOut', 'TimedOut', 'DeliveryTimedOut'].includes(command.status_details) ||
    command.status === 'TimedOut'
  ) {
    return {
      error: 'ScriptTimedOut',
      cause: `${subject} ran on ${wait.instance_id} ${wait.limit_seconds === undefined ? 'until its time limit' : `longer than its limit of ${formatDuration(wait.limit_seconds)}`}: raise its timeout.`,
    };
  }
  if (command.status === 'Failed' && command.exit_code === exitCodes.userDataRuns && wait.checks_user_data) {
    return {
      error: 'UserDataRunning',
      cause:
        `user data still runs on ${wait.instance_id}, so that an image would have half of its work: wait for its end ` +
        `with spawn connect ${wait.instance_id} -- cloud-init status --wait, or go on with --force.`,
    };
  }
  if (command.status === 'Failed' && command.exit_code === exitCodes.noTransfer) {
    return {
      error: 'ScriptFailed',
      cause: `${wait.instance_id} could not fetch from S3, or upload to it, what ${subject} needs (exit code 250): check the route from its subnet to S3.`,
    };
  }
  if (command.status === 'Failed' && command.exit_code === exitCodes.tooManyReboots) {
    return {
      error: 'ScriptFailed',
      cause:
        `${subject} requested more than 10 reboots of ${wait.instance_id} (exit code 194): make it detect what it has ` +
        `already done, and exit with another code. Read its output with spawn builds logs ${wait.build_id}.`,
    };
  }
  if (command.status === 'Failed' && command.cut_off) {
    return {
      error: 'ScriptFailed',
      cause:
        `${subject} was interrupted on ${wait.instance_id} by a reboot or a restart of the agent: ` +
        `a script that needs a reboot must end with exit code 194, and runs again after the reboot.`,
    };
  }
  if (command.status === 'Failed' && command.exit_code !== undefined) {
    return {
      error: 'ScriptFailed',
      cause: `${subject} exited with code ${command.exit_code} on ${wait.instance_id}. Read its output with spawn builds logs ${wait.build_id}.`,
    };
  }
  return {
    error: 'InstanceLost',
    cause: `${subject} ended as ${command.status_details || command.status} on ${wait.instance_id}: the instance or its agent was lost while it ran. Start it again.`,
  };
}
