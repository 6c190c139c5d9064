import { has } from '../../kernel/facts';
import { draw } from '../ec2/state/latencies';
import type { Guest, RunResult } from '../../kernel/types';
import { outputUpload, type OutputUpload } from './output-upload';
import type { Invocation, SsmRegion, SsmSimulation } from './model';
import { beginInvocation, endInvocation } from './status';

/** By this exit code a script asks the agent to reboot the instance and to run it again. */
const rebootAndRunAgain = 194;
/** The agent's own limits of what GetCommandInvocation can show. */
const outputLimit = { stdout: 24_000, stderr: 8_000 };
/** What the agent reports for a script that it had to kill. */
const killed = 137;

/**
 * Runs the script on the instance's guest; the result counts only if agent and guest are still there at its end.
 */
export function runInvocation(simulation: SsmSimulation, region: SsmRegion, invocation: Invocation): void {
  const { command, instanceId } = invocation;
  const guest = simulation.ec2.existing(region.name, instanceId)?.instance.guest;
  const agent = region.agents.get(instanceId);
  if (!guest || !agent) return;
  const abort = new AbortController();
  invocation.abort = abort;
  invocation.runsAgain = false;
  invocation.runs += 1;
  beginInvocation(simulation, invocation);
  const upload = outputUpload(simulation, invocation, agent.role);
  guest
    .run(command.script, {
      timeoutSeconds: command.executionSeconds,
      workingDirectory: command.workingDirectory,
      signal: abort.signal,
      onOutput: (stream, text) => {
        // What a script printed last comes a moment after its guest has gone down.
        if (invocation.abort !== abort && invocation.abort !== undefined) return;
        invocation[stream] = (invocation[stream] + text).slice(0, outputLimit[stream] + 1);
        upload?.add(stream, text);
      },
    })
    .then((result) => finished(simulation, region, invocation, { abort, guest, upload, result }))
    .catch(async (error: unknown) => {
      await upload?.end();
      // A guest that is switched off rejects; then the agent is lost too and decides.
      if (invocation.abort === abort && simulation.ec2.existing(region.name, instanceId)?.instance.guest === guest) {
        invocation.stderr += String(error);
        endInvocation(simulation, invocation, 'Failed', 'Failed', 1);
      }
    });
}

interface Run {
  abort: AbortController;
  guest: Guest;
  upload?: OutputUpload;
  result: RunResult;
}

async function finished(
  simulation: SsmSimulation,
  region: SsmRegion,
  invocation: Invocation,
  { abort, guest, upload, result }: Run,
): Promise<void> {
  const { clock, random } = simulation.world;
  await upload?.end();
  clock.after(draw(random, simulation.latencies.report), () => {
    const current = simulation.ec2.existing(region.name, invocation.instanceId)?.instance;
    if (
      invocation.abort !== abort ||
      invocation.status !== 'InProgress' ||
      current?.guest !== guest ||
      !current.agentRunning
    )
      return;
    if (result.exitCode === rebootAndRunAgain && has(simulation.world, 'exit-194-reboots')) {
      invocation.runsAgain = true;
      simulation.ec2.reboot(region.name, invocation.instanceId);
      return;
    }
    Object.assign(invocation, has(simulation.world, 'output-is-cut') ? shown(result) : result);
    if (result.timedOut) endInvocation(simulation, invocation, 'TimedOut', 'ExecutionTimedOut', killed);
    else if (result.exitCode === 0) endInvocation(simulation, invocation, 'Success', 'Success', 0);
    else endInvocation(simulation, invocation, 'Failed', 'Failed', result.exitCode);
  });
}

/** Both streams cut to what the agent keeps; a failure is told at the end of stderr. */
function shown({ exitCode, stdout, stderr, timedOut }: RunResult): { stdout: string; stderr: string } {
  const told = exitCode === 0 ? stderr : `${stderr}failed to run commands: exit status ${timedOut ? killed : exitCode}`;
  return {
    stdout: cut(stdout, outputLimit.stdout, '\n---Output truncated---'),
    stderr: cut(told, outputLimit.stderr, '\n---Error truncated----'),
  };
}

function cut(text: string, limit: number, mark: string): string {
  return text.length <= limit ? text : text.slice(0, limit - mark.length) + mark;
}
