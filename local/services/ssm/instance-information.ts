import { page } from '../../kernel/service';
import { AwsError, type Call } from '../../kernel/types';
import type { Agent, SsmRegion, SsmSimulation } from './model';

const pingInterval = 5 * 60_000;

type Filter = { Key: string; Values: string[] };

/** Returns the instances that have ever registered and are not terminated, with the last report of their agents. */
export function describeInstanceInformation(simulation: SsmSimulation, call: Call): Record<string, any> {
  call.authorize('ssm:DescribeInstanceInformation', '*');
  const { input } = call;
  const size: number = input.MaxResults ?? 10;
  if (size < 5 || size > 50) throw new AwsError('ValidationException', `MaxResults must be 5 to 50, not ${size}.`);
  const region = simulation.region(call.region);
  const older: Filter[] = (input.InstanceInformationFilterList ?? []).map(
    ({ key, valueSet }: { key: string; valueSet: string[] }) => ({
      Key: key,
      Values: valueSet,
    }),
  );
  const filters: Filter[] = [...older, ...(input.Filters ?? [])];
  const agents = [...region.agents.values()]
    .filter(
      ({ instanceId }) =>
        !['terminated', 'shutting-down', undefined].includes(
          simulation.ec2.existing(region.name, instanceId)?.instance.state,
        ),
    )
    .filter((agent) => filters.every((filter) => passes(simulation, region, agent, filter)));
  const { items, next } = page(agents, size, input.NextToken);
  return { InstanceInformationList: items.map((agent) => described(simulation, region, agent)), NextToken: next };
}

function passes({ ec2 }: SsmSimulation, region: SsmRegion, agent: Agent, { Key, Values }: Filter): boolean {
  if (Key.startsWith('tag:'))
    return Values.includes(ec2.existing(region.name, agent.instanceId)?.tags.get(Key.slice('tag:'.length)) ?? '');
  if (Key === 'InstanceIds') return Values.includes(agent.instanceId);
  if (Key === 'PingStatus') return Values.includes(pingStatus(agent));
  if (Key === 'ResourceType') return Values.includes('EC2Instance');
  if (Key === 'PlatformTypes') return Values.includes('Linux');
  throw new AwsError('InvalidInstanceInformationFilterValue', `The filter '${Key}' is not valid.`);
}

function pingStatus({ online }: Agent): string {
  return online ? 'Online' : 'ConnectionLost';
}

/** Returns the last report of an agent that is online: it says so when it comes online and every five minutes. */
export function latestPing({ lastPing }: Agent, now: number): number {
  return now - ((now - lastPing) % pingInterval);
}

function described({ world, ec2 }: SsmSimulation, region: SsmRegion, agent: Agent): Record<string, any> {
  const instance = ec2.existing(region.name, agent.instanceId)?.instance;
  return {
    InstanceId: agent.instanceId,
    PingStatus: pingStatus(agent),
    LastPingDateTime: new Date(agent.online ? latestPing(agent, world.clock.now()) : agent.lastPing),
    AgentVersion: '3.3.2746.0',
    IsLatestVersion: true,
    PlatformType: 'Linux',
    ResourceType: 'EC2Instance',
    RegistrationDate: new Date(agent.registeredAt),
    IPAddress: instance?.privateIp,
    ComputerName: instance?.guest?.facts.hostname,
    SourceId: agent.instanceId,
    SourceType: 'AWS::EC2::Instance',
  };
}
