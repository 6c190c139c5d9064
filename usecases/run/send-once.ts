import { isAwsError, isDenied, messageOf } from '../../aws/client/errors';
import { intendOnce, recordResource } from '../../aws/catalog/resources';
import { findCommand, sendScript } from '../../aws/instance/commands';
import { refusedCommand } from '../../core/instance/command-refusal';
import { operationLimits } from '../../core/run/time-limits';
import type { Run } from '../../core/model/run';
import { preparedCommandLog } from './command-log';

interface OnceSent {
  run: Run;
  region: string;
  instanceId: string;
  /** Name of the script, unique in the run. */
  name: string;
  timeoutSeconds: number;
  /** Returns the text; called only if the script has to be sent. */
  command: () => Promise<string>;
  now: Date;
}

/**
 * Sends a script of a run to an instance once. The intent is written first; a retry uses the command of an earlier try,
 * from the record or from the list of commands. `first` is true if no try was made before. Throws InstanceNotReady,
 * InstanceUnreachable or PermissionDenied when Systems Manager refuses the command.
 */
export async function sendOnce(script: OnceSent): Promise<{ commandId: string; first: boolean }> {
  const { run, region, instanceId, name, now } = script;
  const { resource, first } = await intendOnce({
    build_id: run.build_id,
    type: 'command',
    region,
    intent: `${instanceId}/${name}`,
    purpose: name,
    created_at: now.toISOString(),
  });
  if (resource.id !== undefined) return { commandId: resource.id, first };
  const comment = `${run.build_id} ${name}`.slice(0, 100);
  const commandId =
    (first ? undefined : await findCommand(region, instanceId, comment)) ??
    (await send(script, comment, resource.created_at));
  await recordResource({ ...resource, id: commandId });
  return { commandId, first };
}

async function send(
  { run, region, instanceId, name, timeoutSeconds, command, now }: OnceSent,
  comment: string,
  firstTriedAt: string,
): Promise<string> {
  const logGroup = await preparedCommandLog(region);
  const commands = [await command()];
  try {
    return await sendScript({ region, instanceId, commands, timeoutSeconds, logGroup, comment });
  } catch (error) {
    const refusal = isAwsError(error, 'InvalidInstanceId') ? 'offline' : isDenied(error) ? 'denied' : undefined;
    if (!refusal) throw error;
    const { ready_seconds } = run.plan?.limits ?? operationLimits;
    throw refusedCommand(
      {
        refusal,
        message: messageOf(error),
        instance_id: instanceId,
        region,
        script: name,
        first_tried_at: firstTriedAt,
        ready_seconds,
      },
      now,
    );
  }
}
