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
  /** How long the script may run; the agent ends it then. */
  timeoutSeconds: number;
  /**
   * Where the output goes while the script runs: streams `<command>/<instance>/aws-runShellScript/stdout` and
   * `…/stderr`. It must be there.
   */
  logGroup: string | undefined;
  /** At most 100 characters. */
  comment: string;
}

// Systems Manager may not have an agent at once that has just come online: 14 s altogether.
const patience = [2, 4, 8];
// How long the agent may take to pick the command up, not how long it may run.
const pickUpSeconds = 120;

/**
 * Starts a shell script on an instance and gives the command's id. The call has no client token, so that it is made
 * once: only what had no effect, a throttle or an agent that is not online (`InvalidInstanceId`), is tried again for 14
 * s and thrown then. After any other error, look with findCommand before asking again.
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
 * The id of the newest command with that comment that was sent to an instance; undefined when there is none, as on an
 * instance that is not registered with Systems Manager (`InvalidInstanceId`).
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

/** How a command stands on an instance; undefined when Systems Manager does not know it (yet). */
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
 * How these commands of a region stand on their instances, with exit codes. What others send there is not asked for: an
 * account may send thousands.
 */
export async function listCommandResults(region: string, commandIds: readonly string[]): Promise<CommandResult[]> {
  const found: CommandInvocation[] = [];
  // Systems Manager takes one id at a time, and throttles many questions at once.
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
    // One that was sent a moment ago may not be known yet.
    if (isAwsError(error, 'InvalidCommandId')) return [];
    throw error;
  });
}

/** An instance whose agent has registered. */
export interface RegisteredInstance {
  instance_id: string;
  is_online: boolean;
  /**
   * When the agent last said that it is there: as it came online, and every five minutes after that. RFC 3339 in UTC.
   */
  pinged_at?: string;
}

export type OnlineInstance = Pick<RegisteredInstance, 'instance_id' | 'pinged_at'>;

/** Those of these instances whose agent has ever registered, online or not. */
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

/** Those of these instances whose agent is online. */
export async function onlineInstances(region: string, instanceIds: readonly string[]): Promise<OnlineInstance[]> {
  const registered = await registeredInstances(region, instanceIds);
  return registered.filter(({ is_online }) => is_online).map(({ is_online: _, ...online }) => online);
}

/** Asks the agents to end a command; one that has ended already is no error. */
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

// The words are those of amazon-ssm-agent (framework/processor/executer/outofproc/master.go).
function cutOff(...texts: (string | undefined)[]): { cut_off?: true } {
  return texts.some((text) => text?.includes('document process failed unexpectedly')) ? { cut_off: true } : {};
}

// -1 says that the script has not ended or never ran.
function exitCode(code: number | undefined): { exit_code?: number } {
  return code === undefined || code < 0 ? {} : { exit_code: code };
}
