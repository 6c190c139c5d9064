import type { ErrorName } from '../errors';
import type { Observation } from './observation';
import type { Wait } from './record';
import type { WaitVerdict } from './condition';

export type WaitAnswer = { success: Record<string, unknown> } | { error: ErrorName; cause: string };

/**
 * What a waiting state is told, once its wait is over: a script that did not end well fails its state, by the way in
 * which it ended.
 */
export function answerOf(
  wait: Wait,
  verdict: Exclude<WaitVerdict, { state: 'pending' }>,
  seen: Observation,
): WaitAnswer {
  if (verdict.state === 'failed') return { error: verdict.error, cause: verdict.cause };
  if (wait.condition === 'command-finished' && seen.command && seen.command !== 'absent')
    return answerOfCommand(wait, seen.command);
  return { success: verdict.output };
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
      cause: `${subject} ran into its time limit on ${wait.instance_id}; raise its timeout or look at its output with spawn builds logs ${wait.build_id}`,
    };
  }
  if (command.status === 'Failed' && command.exit_code === 250) {
    return {
      error: 'ScriptFailed',
      cause: `${subject} could not be fetched by ${wait.instance_id}: it exited with code 250; check the way from its subnet to S3`,
    };
  }
  if (command.status === 'Failed' && command.exit_code === 251) {
    return {
      error: 'ScriptFailed',
      cause:
        `${subject} asked for more than 10 reboots of ${wait.instance_id} (exit code 194): let it notice what it has ` +
        `done before, and end with another code; read its output with spawn builds logs ${wait.build_id}`,
    };
  }
  if (command.status === 'Failed' && command.cut_off) {
    return {
      error: 'ScriptFailed',
      cause:
        `${subject} was cut off on ${wait.instance_id}, which rebooted or whose agent restarted while it ran: ` +
        `a script that needs a reboot ends with exit code 194, and runs again after it`,
    };
  }
  if (command.status === 'Failed' && command.exit_code !== undefined) {
    return {
      error: 'ScriptFailed',
      cause: `${subject} exited with code ${command.exit_code} on ${wait.instance_id}; read its output with spawn builds logs ${wait.build_id}`,
    };
  }
  return {
    error: 'InstanceLost',
    cause: `${subject} ended as ${command.status_details || command.status} on ${wait.instance_id}: the instance or its agent went away while it ran`,
  };
}
