import { isAwsError } from '../../../aws/client/errors';
import { commandResult, sendScript } from '../../../aws/instance/commands';
import { environment } from '../../../aws/client/environment';
import { withRetries } from '../../../aws/client/pause';
import { regionQuery, runCommandRequest } from '../../../core/api/contract/requests';
import { SpawnError } from '../../../core/errors';
import { agentOffline, commandStatus, ownErrorOutput, verbatim } from '../../../core/instance/command';
import { checkOurs } from '../../../core/instance/name';
import { preparedCommandLog } from '../../../usecases/run/command-log';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { findConnectable, findInstance } from '../../../usecases/instance/find-connectable';

// Systems Manager may not return a new command at once. Waits 3 s in total.
const visibilityDelays = [1, 2];

/** Starts a shell command on an instance. The comment of the command names the caller. */
export async function runCommand({ path, body, caller }: HttpRequest): Promise<HttpAnswer> {
  const {
    command,
    timeout_seconds: timeoutSeconds,
    region = environment().homeRegion,
  } = parse(runCommandRequest, body);
  const instance = await findConnectable(region, path.id ?? '');
  const { instance_id: instanceId } = instance;
  const script = {
    region,
    instanceId,
    commands: [verbatim(command)],
    timeoutSeconds,
    logGroup: await preparedCommandLog(region),
    comment: `spawn connect, ${caller.split('/').at(-1)}`.slice(0, 100),
  };
  try {
    const commandId = await sendScript(script);
    return {
      status: 202,
      body: { command_id: commandId, instance_id: instanceId, region, status: 'running', output: '', error_output: '' },
    };
  } catch (error) {
    throw isAwsError(error, 'InvalidInstanceId') ? agentOffline(instance) : error;
  }
}

/**
 * Returns the status and the output of a command. Throws OperationNotFound for a command that was not sent to the
 * instance.
 */
export async function showCommand({ path, query }: HttpRequest): Promise<HttpAnswer> {
  const { region = environment().homeRegion } = parse(regionQuery, query);
  const { id = '', command_id: commandId = '' } = path;
  const instance = await findInstance(region, id);
  checkOurs(instance, environment().settings.managed_tags);
  const notThere = new SpawnError(
    'OperationNotFound',
    `no command '${commandId}' was sent to ${instance.instance_id} in ${region}: Systems Manager keeps commands for 30 days`,
    { command_id: commandId },
  );
  const result = await withRetries(
    visibilityDelays,
    (error) => error === notThere,
    async () => {
      const found = await commandResult(region, commandId, instance.instance_id);
      if (!found) throw notThere;
      return found;
    },
  );
  const status = commandStatus(result);
  // A command that was ended from outside also has an exit code, which is not its own.
  const ended = status === 'succeeded' || status === 'failed' ? { exit_code: result.exit_code } : {};
  return {
    status: 200,
    body: {
      command_id: commandId,
      instance_id: instance.instance_id,
      region,
      status,
      ...ended,
      output: result.output,
      error_output: ownErrorOutput(result.error_output),
    },
  };
}
