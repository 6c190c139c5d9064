import type { CommandAnswer, SessionAnswer } from '../../client/answers';
import type { CommandSpec, Invocation } from '../../framework/command';
import type { Answer } from '../../framework/api';
import type { Context } from '../../framework/context';
import { CommandFailure, usageError } from '../../framework/failure';
import { ApiError } from '../../framework/problem';
import { writeResult } from '../../render/layout/output';
import { findPlugin, joinSession } from '../../workflow/plugin';
import { typeLines } from '../../workflow/type-lines';
import { durationValue } from '../../framework/values';
import { poll } from '../../workflow/wait';

/** The exit code for a command that did not complete, as in ssh. */
const neverEnded = 255;
/** Systems Manager gives an agent two minutes to receive a command; one more minute is for the result to arrive. */
const deliverySeconds = 180;

/** The time that an instance and its agent get to start. */
const agentSeconds = 300;

/** Opens a shell on an instance, or runs one command there and exits with its exit code. */
export const connect: CommandSpec = {
  names: ['connect'],
  summary: 'Open a shell on an instance, or run a command there',
  details:
    'Waits until the instance has started and its SSM agent is online. A shell requires session-manager-plugin, except in local mode. Words after `--` are joined by spaces, as in ssh, and run as root by Systems Manager. ' +
    'The output is printed when the command ends (the first 24,000 characters, and 8,000 of stderr). The exit code is that of the command, or 255 if it did not complete.',
  arguments: [
    { name: 'instance', description: 'id or name of the instance' },
    { name: 'command', description: 'command to run instead of a shell, after `--`', optional: true, variadic: true },
  ],
  flags: [
    {
      name: 'timeout',
      value: 'duration',
      field: 'timeout_seconds',
      description: 'maximum time for the command, such as 10m (default: 1h)',
      parse: durationValue,
    },
    {
      name: 'agent-timeout',
      value: 'duration',
      description: 'maximum time to wait for the agent of the instance, such as 10m (default: 5m)',
      parse: durationValue,
    },
  ],
  examples: [
    'spawn connect ami-builder',
    'spawn connect ami-builder -- nvidia-smi',
    'spawn connect i-0123456789abcdef0 -- "cd /opt/app && make test"',
  ],
  run: async (invocation, context) => {
    const [instance = '', ...words] = invocation.arguments;
    const path = `/v1/instances/${encodeURIComponent(instance)}`;
    if (words.length === 0 && context.format !== 'table')
      throw usageError(
        `--output ${context.format} needs a command: a shell has no result`,
        `To run a command: spawn connect ${instance} -o ${context.format} -- COMMAND`,
      );
    return words.length === 0
      ? openShell(invocation, context, path)
      : runCommand(invocation, context, path, words.join(' '));
  },
};

async function openShell(invocation: Invocation, context: Context, path: string): Promise<number> {
  const { flags } = invocation;
  const api = await context.api();
  // Checked first, so that no unusable session is left open.
  const plugin = api.local ? undefined : findPlugin(context.environment);
  const session = await onceOnline(invocation, context, () =>
    api.post<SessionAnswer>(`${path}/sessions`, { region: flags.text('region') }),
  );
  return plugin === undefined
    ? typeLines(context, session)
    : joinSession(context, plugin, session, flags.text('profile'));
}

/**
 * Sends a request until the instance has started and its agent is online, with progress on stderr. Exit code 5 when the
 * agent does not come online in time.
 */
async function onceOnline<Body>(
  { arguments: [instance = ''], flags }: Invocation,
  context: Context,
  request: () => Promise<Answer<Body>>,
): Promise<Body> {
  const attempt = async (): Promise<{ body: Body } | { notYet: ApiError }> => {
    try {
      return await request();
    } catch (error) {
      if (error instanceof ApiError && isStarting(error)) return { notYet: error };
      throw error;
    }
  };
  const options = {
    what: `the SSM agent of ${instance}`,
    again: `spawn connect ${instance}`,
    timeout: flags.number('agent-timeout') ?? agentSeconds,
    state: (answer: Awaited<ReturnType<typeof attempt>>) =>
      'notYet' in answer && answer.notYet.details.state === 'pending' ? 'the instance is starting' : undefined,
    remains: (answer: Awaited<ReturnType<typeof attempt>>) => ('notYet' in answer ? answer.notYet.message : ''),
  };
  const answer = await poll(context, options, attempt, (each) => 'body' in each);
  if ('notYet' in answer) throw answer.notYet;
  return answer.body;
}

/** Tells whether the instance is starting, or runs and its agent is not online. */
function isStarting({ details }: ApiError): boolean {
  return details.agent === 'offline' || details.state === 'pending';
}

async function runCommand(invocation: Invocation, context: Context, path: string, command: string): Promise<number> {
  const { flags } = invocation;
  const api = await context.api();
  const timeout = flags.number('timeout') ?? 3600;
  const request = { command, timeout_seconds: timeout, region: flags.text('region') };
  const started = await onceOnline(invocation, context, () => api.post<CommandAnswer>(`${path}/commands`, request));
  const at = `/v1/instances/${started.instance_id}/commands/${started.command_id}`;
  const options = {
    what: `the command on ${started.instance_id}`,
    again: `spawn connect ${started.instance_id} -- …`,
    timeout: timeout + deliverySeconds,
    // Without a terminal, stderr is that of the command.
    shown: 'terminal' as const,
  };
  const ended = await poll(
    context,
    options,
    () => api.get<CommandAnswer>(at, { region: started.region }),
    ({ status }) => status !== 'running',
  );
  await writeResult(context, ended, () => ended.output);
  if (context.format === 'table') context.messages.raw(ended.error_output);
  if (ended.exit_code !== undefined) return ended.exit_code;
  context.messages.error(
    new CommandFailure(
      `the command on ${ended.instance_id} did not complete: ${reasons[ended.status] ?? 'the instance or its agent is no longer available'}`,
      neverEnded,
      undefined,
      { name: 'InstanceUnreachable', details: { instance_id: ended.instance_id, status: ended.status } },
    ),
  );
  return neverEnded;
}

const reasons: Readonly<Partial<Record<CommandAnswer['status'], string>>> = {
  'timed-out': 'it exceeded its time limit; increase it with --timeout',
  undelivered: 'the agent did not receive it; check that the instance is running: spawn list',
  cancelled: 'it was cancelled',
};
