import { page } from '../../kernel/service';
import { AwsError, type Call } from '../../kernel/types';
import { describedCommand, invocationResult, listedInvocation } from './command-view';
import type { Command, SsmRegion, SsmSimulation } from './model';
import { endInvocation } from './status';

type Filter = { key: string; value: string };

/** How one command stands on one instance. Throws `InvocationDoesNotExist`. */
export function getCommandInvocation({ region }: SsmSimulation, call: Call): Record<string, any> {
  call.authorize('ssm:GetCommandInvocation', '*');
  const { CommandId, InstanceId, PluginName } = call.input;
  if (PluginName !== undefined && PluginName !== 'aws:runShellScript')
    throw new AwsError('InvalidPluginName', `The plugin '${PluginName}' is not part of the command.`);
  const invocation = region(call.region).commands.get(CommandId)?.invocations.get(InstanceId);
  if (!invocation)
    throw new AwsError('InvocationDoesNotExist', `The command '${CommandId}' was not sent to '${InstanceId}'.`);
  return invocationResult(invocation);
}

/** Commands, newest first. */
export function listCommands({ region }: SsmSimulation, call: Call): Record<string, any> {
  call.authorize('ssm:ListCommands', '*');
  const { items, next } = page(selected(region(call.region), call), pageSize(call), call.input.NextToken);
  return { Commands: items.map(describedCommand), NextToken: next };
}

/** Commands by instance, newest first; with Details also exit codes and the beginning of the output. */
export function listCommandInvocations({ region }: SsmSimulation, call: Call): Record<string, any> {
  call.authorize('ssm:ListCommandInvocations', '*');
  const { InstanceId, Details, NextToken } = call.input;
  const status = (call.input.Filters ?? []).find(({ key }: Filter) => key === 'Status')?.value;
  const rows = selected(region(call.region), call)
    .flatMap((command) => [...command.invocations.values()])
    .filter(
      (invocation) =>
        (InstanceId === undefined || invocation.instanceId === InstanceId) &&
        (status === undefined || invocation.status === status),
    );
  const { items, next } = page(rows, pageSize(call), NextToken);
  return {
    CommandInvocations: items.map((invocation) => listedInvocation(invocation, Details === true)),
    NextToken: next,
  };
}

/** Ends what has not ended yet; the agent may still take a moment to kill the script. */
export function cancelCommand(simulation: SsmSimulation, call: Call): Record<string, any> {
  call.authorize('ssm:CancelCommand', '*');
  const { CommandId, InstanceIds } = call.input;
  const command = simulation.region(call.region).commands.get(CommandId);
  if (!command) throw new AwsError('InvalidCommandId', `The command '${CommandId}' does not exist.`);
  for (const invocation of command.invocations.values()) {
    if (InstanceIds?.length && !InstanceIds.includes(invocation.instanceId)) continue;
    if (invocation.status !== 'Pending' && invocation.status !== 'InProgress') continue;
    const { abort } = invocation;
    invocation.abort = undefined;
    endInvocation(simulation, invocation, 'Cancelled', 'Cancelled', -1);
    abort?.abort(new Error('The command was cancelled.'));
  }
  return {};
}

function selected(region: SsmRegion, { input }: Call): Command[] {
  const filters: Filter[] = input.Filters ?? [];
  const tests = filters.map(test);
  return [...region.commands.values()]
    .filter(({ id }) => input.CommandId === undefined || id === input.CommandId)
    .filter(({ invocations }) => input.InstanceId === undefined || invocations.has(input.InstanceId))
    .filter((command) => tests.every((passes) => passes(command)))
    .reverse();
}

function test({ key, value }: Filter): (command: Command) => boolean {
  switch (key) {
    case 'InvokedAfter':
      return ({ requestedAt }) => requestedAt > timeOf(value);
    case 'InvokedBefore':
      return ({ requestedAt }) => requestedAt < timeOf(value);
    case 'Status':
      return ({ invocations }) => [...invocations.values()].some(({ status }) => status === value);
    case 'DocumentName':
      return () => value === 'AWS-RunShellScript';
    default:
      throw new AwsError('InvalidFilterKey', `The filter '${key}' is not valid.`);
  }
}

/** Whole seconds in UTC, as Systems Manager insists. */
function timeOf(value: string): number {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value))
    throw new AwsError(
      'ValidationException',
      `The filter value '${value}' must be a time such as 2026-06-01T00:00:00Z.`,
    );
  return Date.parse(value);
}

function pageSize({ input }: Call): number {
  const size: number = input.MaxResults ?? 50;
  if (size < 1 || size > 50) throw new AwsError('ValidationException', `MaxResults must be 1 to 50, not ${size}.`);
  return size;
}
