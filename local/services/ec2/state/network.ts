import { zonesOf } from './regions';

export interface Vpc {
  id: string;
  cidr: string;
  isDefault: boolean;
}

export interface Subnet {
  id: string;
  vpcId: string;
  cidr: string;
  zone: string;
  mapPublicIp: boolean;
  defaultForZone: boolean;
  addressesGiven: number;
}

export interface RouteTable {
  id: string;
  vpcId: string;
  main: boolean;
  subnets: { associationId: string; subnetId: string }[];
  routes: { destination: string; target: string }[];
}

export interface SecurityRule {
  protocol: string;
  fromPort?: number;
  toPort?: number;
  cidr: string;
}

export interface SecurityGroup {
  id: string;
  vpcId: string;
  name: string;
  description: string;
  ingress: SecurityRule[];
  egress: SecurityRule[];
}

export interface Network {
  vpcs: Map<string, Vpc>;
  subnets: Map<string, Subnet>;
  routeTables: Map<string, RouteTable>;
  securityGroups: Map<string, SecurityGroup>;
  /** Internet gateways by id, with the VPC that each is attached to. */
  gateways: Map<string, { vpcId?: string }>;
  endpoints: Map<string, { vpcId: string; service: string; routeTableIds: string[] }>;
  newId: (prefix: string) => string;
}

export const everywhere: SecurityRule = { protocol: '-1', cidr: '0.0.0.0/0' };

/** Returns a region's network as every new account has it: a default VPC with one public subnet per zone. */
export function createNetwork(region: string, newId: (prefix: string) => string): Network {
  const network: Network = {
    vpcs: new Map(),
    subnets: new Map(),
    routeTables: new Map(),
    securityGroups: new Map(),
    gateways: new Map(),
    endpoints: new Map(),
    newId,
  };
  const vpc = addVpc(network, { cidr: '172.31.0.0/16', isDefault: true });
  const gatewayId = newId('igw-');
  network.gateways.set(gatewayId, { vpcId: vpc.id });
  mainTable(network, vpc.id)?.routes.push({ destination: '0.0.0.0/0', target: gatewayId });
  zonesOf(region).forEach(({ name }, index) => {
    addSubnet(network, {
      vpcId: vpc.id,
      cidr: `172.31.${index * 16}.0/20`,
      zone: name,
      mapPublicIp: true,
      defaultForZone: true,
    });
  });
  return network;
}

/** Adds a VPC with what AWS gives to each: a main route table and a default security group. */
export function addVpc(network: Network, properties: Omit<Vpc, 'id'>): Vpc {
  const vpc = { id: network.newId('vpc-'), ...properties };
  network.vpcs.set(vpc.id, vpc);
  addRouteTable(network, vpc.id, true);
  addSecurityGroup(network, {
    vpcId: vpc.id,
    name: 'default',
    description: 'default VPC security group',
    ingress: [],
    egress: [everywhere],
  });
  return vpc;
}

/** Adds a subnet with a new id; none of its addresses is given yet. */
export function addSubnet(network: Network, properties: Omit<Subnet, 'id' | 'addressesGiven'>): Subnet {
  const subnet = { id: network.newId('subnet-'), addressesGiven: 0, ...properties };
  network.subnets.set(subnet.id, subnet);
  return subnet;
}

/** Adds a route table without routes to a VPC; `main` serves the subnets that are associated with none. */
export function addRouteTable(network: Network, vpcId: string, main = false): RouteTable {
  const table: RouteTable = { id: network.newId('rtb-'), vpcId, main, subnets: [], routes: [] };
  network.routeTables.set(table.id, table);
  return table;
}

/** Adds a security group with a new id. */
export function addSecurityGroup(network: Network, properties: Omit<SecurityGroup, 'id'>): SecurityGroup {
  const group = { id: network.newId('sg-'), ...properties };
  network.securityGroups.set(group.id, group);
  return group;
}

/** Returns the group that instances of a VPC get when a launch names none, or undefined when it was deleted. */
export function defaultGroup(network: Network, vpcId: string): SecurityGroup | undefined {
  return [...network.securityGroups.values()].find((group) => group.vpcId === vpcId && group.name === 'default');
}

function mainTable(network: Network, vpcId: string): RouteTable | undefined {
  return [...network.routeTables.values()].find((table) => table.vpcId === vpcId && table.main);
}

/** Returns the route table that a subnet is associated with, or its VPC's main one. */
export function routeTableOf(network: Network, subnet: Subnet): RouteTable | undefined {
  const associated = [...network.routeTables.values()].find((table) =>
    table.subnets.some(({ subnetId }) => subnetId === subnet.id),
  );
  return associated ?? mainTable(network, subnet.vpcId);
}
