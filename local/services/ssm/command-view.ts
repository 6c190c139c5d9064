import type { Command, Invocation } from './model';

const documentName = 'AWS-RunShellScript';
const pluginName = 'aws:runShellScript';
/** ListCommandInvocations shows only the beginning of the output. */
const listedOutput = 2_500;

const finalStatuses = ['Success', 'Failed', 'TimedOut', 'Cancelled'];

/** Returns a command as SendCommand and ListCommands answer it. */
export function describedCommand(command: Command): Record<string, any> {
  const all = [...command.invocations.values()];
  return {
    CommandId: command.id,
    DocumentName: documentName,
    DocumentVersion: '$DEFAULT',
    Comment: command.comment,
    Parameters: command.parameters,
    InstanceIds: [...command.invocations.keys()],
    Targets: [],
    RequestedDateTime: new Date(command.requestedAt),
    ExpiresAfter: new Date(command.expiresAt),
    TimeoutSeconds: command.deliverySeconds,
    Status: command.status,
    StatusDetails: command.status,
    MaxConcurrency: '50',
    MaxErrors: '0',
    TargetCount: all.length,
    CompletedCount: all.filter(({ status }) => finalStatuses.includes(status)).length,
    ErrorCount: all.filter(({ status }) => status === 'Failed' || status === 'TimedOut').length,
    DeliveryTimedOutCount: all.filter(({ statusDetails }) => statusDetails === 'DeliveryTimedOut').length,
    CloudWatchOutputConfig: outputConfig(command),
  };
}

/** Returns one invocation as GetCommandInvocation answers it. */
export function invocationResult(invocation: Invocation): Record<string, any> {
  const { command, startedAt, endedAt } = invocation;
  return {
    CommandId: command.id,
    InstanceId: invocation.instanceId,
    Comment: command.comment,
    DocumentName: documentName,
    DocumentVersion: '$DEFAULT',
    PluginName: pluginName,
    ResponseCode: invocation.exitCode,
    ExecutionStartDateTime: startedAt === undefined ? '' : new Date(startedAt).toISOString(),
    ExecutionElapsedTime: startedAt === undefined || endedAt === undefined ? '' : `PT${(endedAt - startedAt) / 1000}S`,
    ExecutionEndDateTime: endedAt === undefined ? '' : new Date(endedAt).toISOString(),
    Status: invocation.status,
    StatusDetails: invocation.statusDetails,
    StandardOutputContent: finalStatuses.includes(invocation.status) ? invocation.stdout : '',
    StandardOutputUrl: '',
    StandardErrorContent: finalStatuses.includes(invocation.status) ? invocation.stderr : '',
    StandardErrorUrl: '',
    CloudWatchOutputConfig: outputConfig(command),
  };
}

/** Returns one invocation as ListCommandInvocations answers it; the plugin's result only with details. */
export function listedInvocation(invocation: Invocation, details: boolean): Record<string, any> {
  const { command, startedAt, endedAt, stdout, stderr } = invocation;
  const output = stderr ? `${stdout}\n----------ERROR-------\n${stderr}` : stdout;
  return {
    CommandId: command.id,
    InstanceId: invocation.instanceId,
    InstanceName: invocation.instanceName,
    Comment: command.comment,
    DocumentName: documentName,
    DocumentVersion: '$DEFAULT',
    RequestedDateTime: new Date(command.requestedAt),
    Status: invocation.status,
    StatusDetails: invocation.statusDetails,
    StandardOutputUrl: '',
    StandardErrorUrl: '',
    CloudWatchOutputConfig: outputConfig(command),
    CommandPlugins: details
      ? [
          {
            Name: pluginName,
            Status: invocation.status,
            StatusDetails: invocation.statusDetails,
            ResponseCode: invocation.exitCode,
            ResponseStartDateTime: startedAt === undefined ? undefined : new Date(startedAt),
            ResponseFinishDateTime: endedAt === undefined ? undefined : new Date(endedAt),
            Output: finalStatuses.includes(invocation.status) ? output.slice(0, listedOutput) : '',
          },
        ]
      : [],
  };
}

function outputConfig({ logGroup }: Command): Record<string, any> {
  return { CloudWatchLogGroupName: logGroup ?? '', CloudWatchOutputEnabled: logGroup !== undefined };
}
