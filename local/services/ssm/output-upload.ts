import { draw } from '../ec2/state/latencies';
import type { Principal } from '../../kernel/types';
import type { Invocation, SsmSimulation } from './model';

/** Characters of one log event; the output of one interval is one event, of several lines. */
const longestEvent = 200_000;

export interface OutputUpload {
  add(stream: 'stdout' | 'stderr', text: string): void;
  /** Uploads what is left; resolves when it has been taken or refused. */
  end(): Promise<void>;
}

/**
 * Writes output to CloudWatch Logs while the script runs, as the agent does with the instance's own role: streams
 * `<command>/<instance>/aws-runShellScript/stdout` and `…/stderr`, several lines to an event. A refusal loses the
 * output but never fails the command.
 */
export function outputUpload(
  simulation: SsmSimulation,
  { command, instanceId }: Invocation,
  role: Principal,
): OutputUpload | undefined {
  const { logGroup } = command;
  if (logGroup === undefined) return undefined;
  const { world, latencies } = simulation;
  const logs = (action: string, input: object): Promise<Record<string, any>> =>
    world.call(role, 'logs', action, command.region, input);
  const pending: Record<string, string> = { stdout: '', stderr: '' };
  let scheduled = false;
  let queue: Promise<void> = prepareGroup();

  async function prepareGroup(): Promise<void> {
    const { logGroups = [] } = await logs('DescribeLogGroups', { logGroupNamePrefix: logGroup });
    if (!logGroups.some(({ logGroupName }: { logGroupName: string }) => logGroupName === logGroup))
      await logs('CreateLogGroup', { logGroupName: logGroup });
  }

  async function send(stream: string): Promise<void> {
    const text = pending[stream] ?? '';
    pending[stream] = '';
    if (text === '') return;
    const logStreamName = `${command.id}/${instanceId}/aws-runShellScript/${stream}`;
    await logs('CreateLogStream', { logGroupName: logGroup, logStreamName }).catch((error: Error) => {
      if (error.name !== 'ResourceAlreadyExistsException') throw error;
    });
    const pieces = text.match(new RegExp(`[^]{1,${longestEvent}}`, 'g')) ?? [];
    const logEvents = pieces.map((message) => ({ timestamp: Math.floor(world.clock.now()), message }));
    await logs('PutLogEvents', { logGroupName: logGroup, logStreamName, logEvents });
  }

  function flush(): void {
    scheduled = false;
    queue = queue.then(() => send('stdout')).then(() => send('stderr'));
    queue.catch(() => undefined);
  }

  queue.catch(() => undefined);
  return {
    add(stream, text) {
      pending[stream] += text;
      if (scheduled) return;
      scheduled = true;
      world.clock.after(draw(world.random, latencies.upload), flush);
    },
    async end() {
      flush();
      await queue.catch(() => undefined);
    },
  };
}
