import {
  CancelCommandCommand,
  DescribeInstanceInformationCommand,
  GetCommandInvocationCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  SendCommandCommand,
  type CommandInvocation,
} from '@aws-sdk/client-ssm';
import type { CommandResult } from '../../core/model/ec2';
import { isAwsError, isThrottled, unexpectedAnswer } from '../client/errors';
import { ssm, ssmAskedOnce } from '../client/clients';
import { everyPage, piecesOf } from '../client/pages';
import { withRetries } from '../client/pause';

export interface ScriptRequest {
  region: string;
  instanceId: string;
  /** Lines of one shell script. */
  commands: readonly string[];
  /** Seconds after which the agent ends the script. */
  timeoutSeconds: number;
  /**
   * Log group of the live output: streams `<command>/<instance>/aws-runShellScript/stdout` and `…/stderr`. It must
   * exist.
   */
  logGroup: string | undefined;
  /** At most 100 characters. */
  comment: string;
}

// Systems Manager may not accept an agent that has just come online. Waits 14 s in total.
const patience = [2, 4, 8];
// Seconds for the agent to start the command, not for the command to run.
const pickUpSeconds = 120;

/**
 * Starts a shell script on an instance and returns the command's id. The call has no client token, so it is not
 * repeated after a lost answer: only errors without effect, which are throttling and an offline agent
 * (`InvalidInstanceId`), are retried for 14 s and then thrown. After any other error, call findCommand before sending
 * again.
 */
export async function sendScript(script: ScriptRequest): Promise<string> {
  const command = new SendCommandCommand({
    DocumentName: 'AWS-RunShellScript',
    InstanceIds: [script.instanceId],
    Parameters: { commands: [...script.commands], executionTimeout: [String(script.timeoutSeconds)] },
    TimeoutSeconds: pickUpSeconds,
    ...(script.logGroup !== undefined && {
      CloudWatchOutputConfig: { CloudWatchOutputEnabled: true, CloudWatchLogGroupName: script.logGroup },
    }),
    Comment: script.comment,
  });
  const hadNoEffect = (error: unknown): boolean => isAwsError(error, 'InvalidInstanceId') || isThrottled(error);
  const answer = await withRetries(patience, hadNoEffect, () => ssmAskedOnce(script.region).send(command));
  if (!answer.Command?.CommandId) throw unexpectedAnswer('SendCommand', 'a command id');
  return answer.Command.CommandId;
}

/**
 * Returns the id of the newest command with that comment on an instance; undefined when there is none, or when the
 * instance is not registered with Systems Manager (`InvalidInstanceId`).
 */
export async function findCommand(region: string, instanceId: string, comment: string): Promise<string | undefined> {
  const pages = everyPage('ListCommands', async (token) => {
    const answer = await ssm(region).send(
      new ListCommandsCommand({ InstanceId: instanceId, MaxResults: 50, ...(token && { NextToken: token }) }),
    );
    return { items: answer.Commands, next: answer.NextToken };
  });
  const sent = await pages.catch((error: unknown) => {
    if (isAwsError(error, 'InvalidInstanceId')) return [];
    throw error;
  });
  return sent.find((command) => command.Comment === comment)?.CommandId;
}

/** Returns the result of a command on an instance; undefined when Systems Manager does not know it (yet). */
export async function commandResult(
  region: string,
  commandId: string,
  instanceId: string,
): Promise<CommandResult | undefined> {
  try {
    const answer = await ssm(region).send(
      new GetCommandInvocationCommand({ CommandId: commandId, InstanceId: instanceId }),
    );
    return {
      command_id: commandId,
      instance_id: instanceId,
      status: answer.Status ?? 'Pending',
      status_details: answer.StatusDetails ?? '',
      ...exitCode(answer.ResponseCode),
      ...cutOff(answer.StandardOutputContent, answer.StandardErrorContent),
      output: answer.StandardOutputContent ?? '',
      error_output: answer.StandardErrorContent ?? '',
      ...(answer.ExecutionStartDateTime && { requested_at: answer.ExecutionStartDateTime }),
    };
  } catch (error) {
    if (isAwsError(error, 'InvocationDoesNotExist')) return undefined;
    throw error;
  }
}

/**
 * Returns the results of these commands of a region, with exit codes. Does not list all commands of the account, which
 * may be thousands.
 */
export async function listCommandResults(region: string, commandIds: readonly string[]): Promise<CommandResult[]> {
  const found: CommandInvocation[] = [];
  // Systems Manager accepts one id at a time and throttles many concurrent calls.
  for (const ids of piecesOf([...new Set(commandIds)], 5))
    found.push(...(await Promise.all(ids.map((id) => invocationsOf(region, id)))).flat());
  return found.map(resultOf);
}

async function invocationsOf(region: string, CommandId: string): Promise<CommandInvocation[]> {
  const pages = everyPage('ListCommandInvocations', async (token) => {
    const answer = await ssm(region).send(
      new ListCommandInvocationsCommand({
        CommandId,
        Details: true,
        MaxResults: 50,
        ...(token && { NextToken: token }),
      }),
    );
    return { items: answer.CommandInvocations, next: answer.NextToken };
  });
  return pages.catch((error: unknown) => {
    // Systems Manager may not know a new command yet.
    if (isAwsError(error, 'InvalidCommandId')) return [];
    throw error;
  });
}

/** An instance with a registered agent. */
export interface RegisteredInstance {
  instance_id: string;
  is_online: boolean;
  /** When the agent last reported, RFC 3339 in UTC: when it comes online and every five minutes after that. */
  pinged_at?: string;
}

export type OnlineInstance = Pick<RegisteredInstance, 'instance_id' | 'pinged_at'>;

/** Returns those of the instances whose agent is registered, online or not. */
export async function registeredInstances(
  region: string,
  instanceIds: readonly string[],
): Promise<RegisteredInstance[]> {
  const registered: RegisteredInstance[] = [];
  for (const ids of piecesOf([...new Set(instanceIds)], 50)) {
    const found = await everyPage('DescribeInstanceInformation', async (token) => {
      const answer = await ssm(region).send(
        new DescribeInstanceInformationCommand({
          Filters: [{ Key: 'InstanceIds', Values: ids }],
          MaxResults: 50,
          ...(token && { NextToken: token }),
        }),
      );
      return { items: answer.InstanceInformationList, next: answer.NextToken };
    });
    for (const { InstanceId, PingStatus, LastPingDateTime } of found) {
      if (!InstanceId) continue;
      const pinged = LastPingDateTime && { pinged_at: LastPingDateTime.toISOString() };
      registered.push({ instance_id: InstanceId, is_online: PingStatus === 'Online', ...pinged });
    }
  }
  return registered;
}

/** Returns those of the instances whose agent is online. */
export async function onlineInstances(region: string, instanceIds: readonly string[]): Promise<OnlineInstance[]> {
  const registered = await registeredInstances(region, instanceIds);
  return registered.filter(({ is_online }) => is_online).map(({ is_online: _, ...online }) => online);
}

/** Cancels a command. A command that has ended is no error. */
export async function cancelCommand(region: string, commandId: string): Promise<void> {
  await ssm(region).send(new CancelCommandCommand({ CommandId: commandId }));
}

function resultOf(invocation: CommandInvocation): CommandResult {
  const plugin = invocation.CommandPlugins?.[0];
  return {
    command_id: invocation.CommandId ?? '',
    instance_id: invocation.InstanceId ?? '',
    status: invocation.Status ?? 'Pending',
    status_details: invocation.StatusDetails ?? '',
    ...exitCode(plugin?.ResponseCode),
    ...cutOff(plugin?.Output),
    output: plugin?.Output ?? '',
    error_output: '',
    ...(invocation.RequestedDateTime && { requested_at: invocation.RequestedDateTime.toISOString() }),
  };
}

// The messages are those of amazon-ssm-agent (framework/processor/executer/outofproc/master.go).
function cutOff(...texts: (string | undefined)[]): { cut_off?: true } {
  return texts.some((text) => text?.includes('document process failed unexpectedly')) ? { cut_off: true } : {};
}

// -1 means that the script has not ended or never ran.
function exitCode(code: number | undefined): { exit_code?: number } {
  return code === undefined || code < 0 ? {} : { exit_code: code };
}
