import { has } from '../../kernel/facts';
import { draw } from '../ec2/state/latencies';
import type { Command, Invocation, SsmRegion, SsmSimulation } from './model';
import { runInvocation } from './run-invocation';
import { endInvocation } from './status';

/** Hands a new command to its agents, or gives up at the time by which it had to start. */
export function deliver(simulation: SsmSimulation, region: SsmRegion, command: Command): void {
  const { clock, random } = simulation.world;
  for (const invocation of command.invocations.values()) {
    clock.after(draw(random, simulation.latencies.delivery), () => handOver(simulation, region, invocation));
  }
}

/** How often the agent runs one command before it drops it without a word: CommandRetryLimit of amazon-ssm-agent. */
const mostRuns = 15;

/** Starts the commands that wait for an agent, and fails those that the agent was running when it went away. */
export function agentReturned(simulation: SsmSimulation, region: SsmRegion, instanceId: string): void {
  for (const invocation of openInvocations(region, instanceId)) {
    if (invocation.runsAgain && invocation.runs >= mostRuns)
      timeOutLater(simulation, invocation, invocation.command.executionSeconds, 'ExecutionTimedOut');
    else if (invocation.runsAgain) runInvocation(simulation, region, invocation);
    else if (invocation.status === 'InProgress' && has(simulation.world, 'lost-agent-has-no-exit-code')) {
      invocation.stderr +=
        'document process failed unexpectedly: document worker timed out , check [ssm-document-worker]/[ssm-session-worker] log for crash reason';
      endInvocation(simulation, invocation, 'Failed', 'Failed', 1);
    } else handOver(simulation, region, invocation);
  }
}

/** Ends the scripts of an agent. Whether their commands fail or time out shows when it comes back, or does not. */
export function agentLost(simulation: SsmSimulation, region: SsmRegion, instanceId: string): void {
  for (const invocation of openInvocations(region, instanceId)) {
    if (invocation.status !== 'InProgress') continue;
    invocation.abort?.abort(new Error('The agent has stopped.'));
    invocation.abort = undefined;
    timeOutLater(simulation, invocation, invocation.command.executionSeconds, 'ExecutionTimedOut');
  }
}

function handOver(simulation: SsmSimulation, region: SsmRegion, invocation: Invocation): void {
  if (invocation.status !== 'Pending') return;
  if (region.agents.get(invocation.instanceId)?.online) runInvocation(simulation, region, invocation);
  else timeOutLater(simulation, invocation, 0, 'DeliveryTimedOut');
}

function timeOutLater(simulation: SsmSimulation, invocation: Invocation, extraSeconds: number, details: string): void {
  const { clock } = simulation.world;
  const { status, command } = invocation;
  const remaining = command.requestedAt + (command.deliverySeconds + extraSeconds) * 1000 - clock.now();
  // In the background: nobody's clock has to run on for hours because an agent went away.
  clock.after(
    remaining,
    () => {
      const stillLost = invocation.abort === undefined || status === 'Pending';
      if (invocation.status === status && stillLost) endInvocation(simulation, invocation, 'TimedOut', details, -1);
    },
    { background: true },
  );
}

function openInvocations(region: SsmRegion, instanceId: string): Invocation[] {
  return [...region.commands.values()]
    .map((command) => command.invocations.get(instanceId))
    .filter((invocation) => invocation !== undefined)
    .filter(({ status }) => status === 'Pending' || status === 'InProgress');
}
