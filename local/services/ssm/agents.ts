import { draw } from '../ec2/state/latencies';
import { AwsError, type Principal } from '../../kernel/types';
import { agentLost, agentReturned } from './delivery';
import type { SsmRegion, SsmSimulation } from './model';

/** What an agent must be allowed before it can be talked to; a subset of AmazonSSMManagedInstanceCore. */
const needs = [
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
  'ec2messages:AcknowledgeMessage',
  'ec2messages:GetEndpoint',
  'ec2messages:GetMessages',
  'ec2messages:SendReply',
];

/**
 * Follows the agents of all instances: one that runs, has a way out and a role that allows it comes online after a
 * moment.
 */
export function followAgents(simulation: SsmSimulation): void {
  const { world, ec2, latencies } = simulation;
  ec2.onAgentChange(({ region: regionName, instanceId, running }) => {
    const region = simulation.region(regionName);
    const agent = region.agents.get(instanceId);
    if (!running) {
      if (agent?.online) Object.assign(agent, { online: false, lastPing: world.clock.now() });
      agentLost(simulation, region, instanceId);
      return;
    }
    world.clock.after(draw(world.random, latencies.registration), () => {
      if (ec2.existing(regionName, instanceId)?.instance.agentRunning) register(simulation, region, instanceId);
    });
  });
}

function register(simulation: SsmSimulation, region: SsmRegion, instanceId: string): void {
  const { world, ec2 } = simulation;
  const role = roleOf(simulation, region, instanceId);
  if (!role || !ec2.online(region.name, instanceId) || !mayRegister(simulation, role, region, instanceId)) return;
  const now = world.clock.now();
  const registeredAt = region.agents.get(instanceId)?.registeredAt ?? now;
  region.agents.set(instanceId, { instanceId, online: true, role, registeredAt, lastPing: now });
  agentReturned(simulation, region, instanceId);
}

function roleOf({ world, ec2 }: SsmSimulation, region: SsmRegion, instanceId: string): Principal | undefined {
  const roleName = ec2.existing(region.name, instanceId)?.instance.roleName;
  return roleName === undefined ? undefined : world.role(roleName);
}

function mayRegister(
  { world, authorizeAs }: SsmSimulation,
  role: Principal,
  region: SsmRegion,
  instanceId: string,
): boolean {
  try {
    authorizeAs(
      role,
      'ssm:UpdateInstanceInformation',
      `arn:aws:ec2:${region.name}:${world.accountId}:instance/${instanceId}`,
      region.name,
    );
    for (const action of needs) authorizeAs(role, action, '*', region.name);
    return true;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}
