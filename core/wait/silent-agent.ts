import { formatDuration } from '../lib/duration';
import { isInstance, waitedFor, type Observation, type WaitFailure } from './observation';
import type { Wait } from './record';

// An agent reports every five minutes and whenever it starts (amazon-ssm-agent, HealthFrequencyMinutes). Ten minutes
// more are for a reboot. Bare metal checks its hardware at each boot, which can take 20 minutes.
const silentSeconds = 15 * 60;
const silentMetalSeconds = 30 * 60;

/**
 * Returns InstanceLost for a command whose instance runs while its agent has not reported for 15 minutes, on bare metal
 * for 30: less could be a reboot. Returns undefined for an agent that is online or of which nothing is known.
 */
export function silentAgent(wait: Wait, seen: Observation, now: Date): WaitFailure | undefined {
  const { instance, agent_online: isOnline, agent_pinged_at: pinged } = seen;
  if (isOnline !== false || pinged === undefined || !isInstance(instance) || instance.state !== 'running')
    return undefined;
  const seconds = Math.floor((now.getTime() - Date.parse(pinged)) / 1000);
  if (!(seconds >= (/\.metal\b/.test(instance.instance_type) ? silentMetalSeconds : silentSeconds))) return undefined;
  const cause =
    `the agent of ${wait.instance_id} last reported at ${new Date(pinged).toISOString()}, ` +
    `${formatDuration(seconds - (seconds % 60))} ago, while it ran ${waitedFor(wait)}: the script stopped or removed the ` +
    `agent, cut its network, or used all memory. Leave amazon-ssm-agent installed and running, and restart it only ` +
    `with systemctl restart.`;
  return { state: 'failed', error: 'InstanceLost', cause };
}
