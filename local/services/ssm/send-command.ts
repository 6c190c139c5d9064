import { has } from '../../kernel/facts';
import { uuid } from '../../kernel/random';
import { AwsError, type Call, type ConditionContext } from '../../kernel/types';
import { deliver } from './delivery';
import type { Command, SsmRegion, SsmSimulation } from './model';
import { describedCommand } from './command-view';
import { getParameters } from './parameters';

const documentName = 'AWS-RunShellScript';
const documentParameters = ['commands', 'workingDirectory', 'executionTimeout'];

/**
 * Sends a shell script to instances whose agents are registered. Throws `InvalidInstanceId` when one of them is not
 * (yet) or is switched off, `InvalidDocument` for another document, `InvalidParameters` for its parameters.
 */
export function sendCommand(simulation: SsmSimulation, call: Call): Record<string, any> {
  const { world } = simulation;
  const region = simulation.region(call.region);
  const { input } = call;
  if (input.DocumentName !== documentName)
    throw new AwsError(
      'InvalidDocument',
      `The document '${input.DocumentName}' does not exist here; only ${documentName} is simulated.`,
    );
  const instanceIds: string[] = input.InstanceIds ?? [];
  if (instanceIds.length === 0 || instanceIds.length > 50)
    throw new AwsError('ValidationException', `InstanceIds must hold 1 to 50 ids, not ${instanceIds.length}.`);
  const parameters = checkedParameters(input.Parameters ?? {});
  const deliverySeconds = seconds('TimeoutSeconds', input.TimeoutSeconds ?? 3600, 30, 2_592_000, 'ValidationException');
  if ((input.Comment ?? '').length > 100)
    throw new AwsError('ValidationException', `Comment must be at most 100 characters, not ${input.Comment.length}.`);
  call.authorize('ssm:SendCommand', `arn:aws:ssm:${call.region}::document/${documentName}`);
  for (const id of instanceIds)
    call.authorize(
      'ssm:SendCommand',
      `arn:aws:ec2:${call.region}:${world.accountId}:instance/${id}`,
      instanceTags(simulation, region, id),
    );
  const absent = instanceIds.filter((id) => !isManaged(simulation, region, id));
  if (absent.length > 0 && has(simulation.world, 'send-command-needs-a-registered-agent'))
    throw new AwsError(
      'InvalidInstanceId',
      `Instances [[${absent.join(', ')}]] not in a valid state for account ${world.accountId}`,
    );
  const requestedAt = world.clock.now();
  const output = input.CloudWatchOutputConfig;
  const command: Command = {
    id: uuid(world.random),
    region: region.name,
    comment: input.Comment ?? '',
    parameters,
    script: withParameters(simulation, call, (parameters.commands ?? []).join('\n')),
    workingDirectory: parameters.workingDirectory?.[0] || undefined,
    executionSeconds: seconds(
      'executionTimeout',
      Number(parameters.executionTimeout?.[0] ?? 3600),
      1,
      172_800,
      'InvalidParameters',
    ),
    deliverySeconds,
    requestedAt,
    expiresAt: 0,
    logGroup: output?.CloudWatchOutputEnabled
      ? (output.CloudWatchLogGroupName ?? `/aws/ssm/${documentName}`)
      : undefined,
    status: 'Pending',
    invocations: new Map(),
  };
  command.expiresAt = requestedAt + (deliverySeconds + command.executionSeconds) * 1000;
  for (const instanceId of instanceIds) {
    const instanceName = simulation.ec2.instance(region.name, instanceId)?.tags.get('Name') ?? '';
    command.invocations.set(instanceId, {
      command,
      instanceId,
      instanceName,
      status: 'Pending',
      statusDetails: 'Pending',
      exitCode: -1,
      stdout: '',
      stderr: '',
      runsAgain: false,
      runs: 0,
    });
  }
  region.commands.set(command.id, command);
  deliver(simulation, region, command);
  return { Command: describedCommand(command) };
}

/**
 * Puts parameters in place of `{{ssm:NAME}}`, which the caller must be allowed to read. Other braces stay as they are.
 */
function withParameters(simulation: SsmSimulation, call: Call, script: string): string {
  const reference = /\{\{\s*ssm:([\w./-]+)\s*\}\}/g;
  const Names = [...new Set([...script.matchAll(reference)].map(([, name]) => name!))];
  if (Names.length === 0 || !has(simulation.world, 'references-in-commands-are-resolved')) return script;
  const { Parameters, InvalidParameters } = getParameters(simulation, { ...call, input: { Names } });
  if (InvalidParameters.length > 0)
    throw new AwsError('InvalidParameters', `Parameters [${InvalidParameters.join(', ')}] are not found.`);
  const values = new Map<string, string>(Parameters.map(({ Name, Value }: any) => [Name, Value]));
  return script.replace(reference, (_, name: string) => values.get(name)!);
}

/** Condition keys of an instance: its tags. One that requests do not see yet has none, as one that nobody knows. */
export function instanceTags({ ec2 }: SsmSimulation, region: SsmRegion, id: string): ConditionContext {
  const context: ConditionContext = {};
  for (const [key, value] of ec2.instance(region.name, id)?.tags ?? []) {
    context[`ssm:resourceTag/${key}`] = value;
    context[`aws:ResourceTag/${key}`] = value;
  }
  return context;
}

/** Registered, and the instance runs; its agent may have gone away since. */
function isManaged({ ec2 }: SsmSimulation, region: SsmRegion, id: string): boolean {
  return region.agents.has(id) && ec2.existing(region.name, id)?.instance.state === 'running';
}

function checkedParameters(given: Record<string, string[]>): Record<string, string[]> {
  const stranger = Object.keys(given).find((name) => !documentParameters.includes(name));
  if (stranger)
    throw new AwsError(
      'InvalidParameters',
      `The parameter '${stranger}' is not one of ${documentName}: ${documentParameters.join(', ')}.`,
    );
  if (!given.commands?.length)
    throw new AwsError('InvalidParameters', `The parameter 'commands' of ${documentName} is missing.`);
  // CreateDocument: "The content of the document must not exceed 64KB. This quota also includes the content specified
  // for input parameters at runtime."
  const bytes = Buffer.byteLength(Object.values(given).flat().join('\n'));
  if (bytes > 65_536)
    throw new AwsError(
      'MaxDocumentSizeExceeded',
      `The parameters have ${bytes} bytes; ${documentName} takes 65536 at most.`,
    );
  return given;
}

function seconds(name: string, value: number, least: number, most: number, code: string): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new AwsError(code, `${name} must be a whole number of seconds from ${least} to ${most}, not '${value}'.`);
}
