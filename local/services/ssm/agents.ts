import { has } from '../../kernel/facts';
import { draw } from '../ec2/state/latencies';
import { AwsError, type Principal } from '../../kernel/types';
import { agentLost, agentReturned } from './delivery';
import { latestPing } from './instance-information';
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
 * moment. One that is refused tries again after half an hour, or when it starts again.
 */
export function followAgents(simulation: SsmSimulation): void {
  const { world, ec2, latencies } = simulation;
  // By instance, its agent's last start: what an earlier one has planned is void.
  const starts = new Map<string, object>();
  ec2.onAgentChange(({ region: regionName, instanceId, running }) => {
    const region = simulation.region(regionName);
    const agent = region.agents.get(instanceId);
    if (!running) {
      if (agent?.online) Object.assign(agent, { online: false, lastPing: latestPing(agent, world.clock.now()) });
      agentLost(simulation, region, instanceId);
      return;
    }
    const start = {};
    starts.set(instanceId, start);
    const attempt = (): void => {
      if (starts.get(instanceId) !== start || !ec2.existing(regionName, instanceId)?.instance.agentRunning) return;
      if (register(simulation, region, instanceId) === 'refused')
        world.clock.after(draw(world.random, latencies.refused), attempt);
    };
    world.clock.after(draw(world.random, latencies.registration), attempt);
  });
}

function register(
  simulation: SsmSimulation,
  region: SsmRegion,
  instanceId: string,
): 'registered' | 'refused' | 'no way' {
  const { world, ec2 } = simulation;
  const role = roleOf(simulation, region, instanceId);
  const hasWay = ec2.online(region.name, instanceId) || !has(simulation.world, 'builder-needs-a-way-to-ssm');
  if (!role || !hasWay) return 'no way';
  if (!mayRegister(simulation, role, region, instanceId)) return 'refused';
  const now = world.clock.now();
  const registeredAt = region.agents.get(instanceId)?.registeredAt ?? now;
  region.agents.set(instanceId, { instanceId, online: true, role, registeredAt, lastPing: now });
  agentReturned(simulation, region, instanceId);
  return 'registered';
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
