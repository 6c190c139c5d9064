import type { Command, CommandStatus, Invocation, SsmSimulation } from './model';

/** Marks an invocation and its command as running. */
export function beginInvocation(simulation: SsmSimulation, invocation: Invocation): void {
  invocation.startedAt = simulation.world.clock.now();
  setStatus(simulation, invocation, 'InProgress', 'InProgress');
}

/** Marks an invocation as ended; the last one of a command ends the command, too. */
export function endInvocation(
  simulation: SsmSimulation,
  invocation: Invocation,
  status: CommandStatus,
  details: string,
  exitCode: number,
): void {
  invocation.exitCode = exitCode;
  invocation.endedAt = simulation.world.clock.now();
  invocation.runsAgain = false;
  setStatus(simulation, invocation, status, details);
}

function setStatus(simulation: SsmSimulation, invocation: Invocation, status: CommandStatus, details: string): void {
  const { command } = invocation;
  invocation.status = status;
  invocation.statusDetails = details;
  announceInvocation(simulation, invocation);
  const before = command.status;
  command.status = statusOf(command);
  if (command.status !== before) announceCommand(simulation, command);
}

/** A command is as bad as its worst invocation once all have ended. */
function statusOf({ invocations }: Command): CommandStatus {
  const all = [...invocations.values()].map(({ status }) => status);
  if (all.includes('InProgress')) return 'InProgress';
  if (all.includes('Pending')) return all.every((status) => status === 'Pending') ? 'Pending' : 'InProgress';
  return (['Failed', 'TimedOut', 'Cancelled'] as const).find((status) => all.includes(status)) ?? 'Success';
}

function announceInvocation({ world }: SsmSimulation, { command, instanceId, status }: Invocation): void {
  world.emit({
    source: 'aws.ssm',
    'detail-type': 'EC2 Command Invocation Status-change Notification',
    region: command.region,
    resources: [`arn:aws:ec2:${command.region}:${world.accountId}:instance/${instanceId}`],
    detail: {
      'command-id': command.id,
      'document-name': 'AWS-RunShellScript',
      'instance-id': instanceId,
      'requested-date-time': new Date(command.requestedAt).toISOString(),
      status,
    },
  });
}

function announceCommand({ world }: SsmSimulation, command: Command): void {
  world.emit({
    source: 'aws.ssm',
    'detail-type': 'EC2 Command Status-change Notification',
    region: command.region,
    resources: [...command.invocations.keys()].map(
      (id) => `arn:aws:ec2:${command.region}:${world.accountId}:instance/${id}`,
    ),
    detail: {
      'command-id': command.id,
      'document-name': 'AWS-RunShellScript',
      'expire-after': new Date(command.expiresAt).toISOString(),
      parameters: command.parameters,
      'requested-date-time': new Date(command.requestedAt).toISOString(),
      status: command.status,
    },
  });
}
