import type { CommandResult, Ec2Instance } from '../model/ec2';
import { SpawnError } from '../errors';
import { checkOurs } from './name';

export type CommandStatus = 'running' | 'succeeded' | 'failed' | 'timed-out' | 'cancelled' | 'undelivered';

/**
 * Returns the status of a command from Systems Manager's status and details. A command that never reached the instance
 * is `undelivered`.
 */
export function commandStatus({
  status,
  status_details: details,
}: Pick<CommandResult, 'status' | 'status_details'>): CommandStatus {
  if (['Pending', 'InProgress', 'Delayed', 'Cancelling'].includes(status)) return 'running';
  if (status === 'Success') return 'succeeded';
  if (status === 'Cancelled') return 'cancelled';
  if (
    ['DeliveryTimedOut', 'Undeliverable', 'Terminated', 'InvalidPlatform', 'AccessDenied'].includes(
      details.replaceAll(' ', ''),
    )
  )
    return 'undelivered';
  return status === 'TimedOut' ? 'timed-out' : 'failed';
}

/**
 * Returns a shell command as Systems Manager runs it unchanged: it replaces `{{ssm:NAME}}` in a command by the
 * parameter of that name, read with our own rights (user guide, "Referencing parameters"; aws/amazon-ssm-agent#599).
 */
export function verbatim(command: string): string {
  if (!command.includes('{{')) return command;
  return `exec sh -c "$(echo ${Buffer.from(command, 'utf8').toString('base64')} | base64 -d)"`;
}

const hintFor: Readonly<Record<string, string>> = {
  pending: 'try again in a minute',
  'shutting-down': 'it is gone for good, so use another instance',
  terminated: 'it is gone for good, so use another instance',
};

/**
 * Throws NotManaged (naming the tag), or WrongState unless the instance runs: "our functions act on an instance
 * (commands, image, terminate, session) only if it carries `spawn:managed=true` or a tag that the settings name".
 */
export function checkConnectable(
  instance: Ec2Instance,
  managedTags: readonly { key: string; value: string }[] = [],
): void {
  checkOurs(instance, managedTags);
  if (instance.state === 'running') return;
  const hint = hintFor[instance.state] ?? 'start it with EC2 (aws ec2 start-instances) first';
  throw new SpawnError('WrongState', `the instance ${instance.instance_id} is ${instance.state}: ${hint}.`, {
    instance_id: instance.instance_id,
    state: instance.state,
  });
}

/** Returns the error for a running instance whose agent is offline. */
export function agentOffline({ instance_id: id, region }: Pick<Ec2Instance, 'instance_id' | 'region'>): SpawnError {
  return new SpawnError(
    'WrongState',
    `the SSM agent of ${id} in ${region} is not online: wait a minute if it has just started; otherwise check the agent, the instance profile and the route to the internet.`,
    {
      instance_id: id,
      region,
      agent: 'offline',
    },
  );
}

/** Returns what a command wrote to stderr, without the sentence about its exit code that the agent adds. */
export function ownErrorOutput(text: string): string {
  return text.replace(/failed to run commands: exit status \d+\n?$/, '');
}
