/** What EC2 says of an instance. */
interface InstanceFate {
  instance_id: string;
  state: string;
  state_reason?: string;
}

const over: readonly string[] = ['stopping', 'stopped', 'shutting-down', 'terminated'];

/**
 * Returns whether EC2 took a spot instance back: its reason is `Server.SpotInstanceTermination` or
 * `Server.SpotInstanceShutdown` then (API reference, StateReason).
 */
export function isInterrupted({ state, state_reason = '' }: Omit<InstanceFate, 'instance_id'>): boolean {
  return over.includes(state) && state_reason.startsWith('Server.SpotInstance');
}

/** Returns the sentence about a spot instance that EC2 took back. `during` says what the run was doing. */
export function interruptionText({ instance_id, state_reason }: InstanceFate, during: string): string {
  return `EC2 took the spot instance ${instance_id} back during ${during} (${state_reason?.replace(/\.$/, '')}): start again; EC2 takes no instance back that is on demand, as with spawn build --on-demand.`;
}
