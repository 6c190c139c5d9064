import {
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  type Route,
  type RouteTable,
} from '@aws-sdk/client-ec2';
import type { EgressFacts, EndpointFacts, RouteFacts, SubnetFacts } from '../../core/doctor/way-to-ssm';
import { ec2 } from '../client/clients';
import { exactly } from '../client/ec2-filters';
import { everyPage } from '../client/pages';

/** Returns subnets with the routes that apply to them. Throws EC2's InvalidSubnetID.NotFound for an unknown subnet. */
export async function describeSubnets(region: string, subnetIds: readonly string[]): Promise<SubnetFacts[]> {
  const { Subnets = [] } = await ec2(region).send(new DescribeSubnetsCommand({ SubnetIds: [...subnetIds] }));
  const vpcs = [...new Set(Subnets.flatMap(({ VpcId }) => VpcId ?? []))];
  const tables = await everyPage('DescribeRouteTables', async (token) => {
    const answer = await ec2(region).send(
      new DescribeRouteTablesCommand({ Filters: [exactly('vpc-id', vpcs)], ...(token && { NextToken: token }) }),
    );
    return { items: answer.RouteTables, next: answer.NextToken };
  });
  return Subnets.map(({ SubnetId = '', VpcId = '', MapPublicIpOnLaunch }) => {
    const table = tableOf(SubnetId, VpcId, tables);
    return {
      subnet_id: SubnetId,
      vpc_id: VpcId,
      public_addresses: MapPublicIpOnLaunch === true,
      route_table_id: table?.RouteTableId ?? 'the route table',
      routes: (table?.Routes ?? []).map(routeOf),
    };
  });
}

/** Returns the endpoints of the VPCs of a region. */
export async function describeEndpoints(region: string, vpcIds: readonly string[]): Promise<EndpointFacts[]> {
  const found = await everyPage('DescribeVpcEndpoints', async (token) => {
    const answer = await ec2(region).send(
      new DescribeVpcEndpointsCommand({ Filters: [exactly('vpc-id', vpcIds)], ...(token && { NextToken: token }) }),
    );
    return { items: answer.VpcEndpoints, next: answer.NextToken };
  });
  return found.map(
    ({ VpcId = '', ServiceName = '', VpcEndpointType = '', State, PrivateDnsEnabled, RouteTableIds = [] }) => ({
      vpc_id: VpcId,
      service: ServiceName,
      type: VpcEndpointType,
      // EC2 writes the state with and without a capital.
      available: State?.toLowerCase() === 'available',
      private_names: PrivateDnsEnabled === true,
      route_table_ids: RouteTableIds,
    }),
  );
}

/** Returns what a security group allows out on port 443. Throws EC2's InvalidGroup.NotFound. */
export async function httpsOut(region: string, groupId: string): Promise<EgressFacts> {
  const { SecurityGroups } = await ec2(region).send(new DescribeSecurityGroupsCommand({ GroupIds: [groupId] }));
  const rules = (SecurityGroups?.[0]?.IpPermissionsEgress ?? []).filter(
    ({ IpProtocol, FromPort = 0, ToPort = 65535 }) =>
      IpProtocol === '-1' || (IpProtocol === 'tcp' && FromPort <= 443 && ToPort >= 443),
  );
  return {
    https_somewhere: rules.length > 0,
    https_everywhere: rules.some(({ IpRanges }) => IpRanges?.some(({ CidrIp }) => CidrIp === '0.0.0.0/0')),
  };
}

// A subnet without a route table of its own uses the main table of its VPC.
function tableOf(subnetId: string, vpcId: string, tables: readonly RouteTable[]): RouteTable | undefined {
  const own = tables.find(({ Associations }) => Associations?.some((association) => association.SubnetId === subnetId));
  return own ?? tables.find(({ VpcId, Associations }) => VpcId === vpcId && Associations?.some(({ Main }) => Main));
}

function routeOf(route: Route): RouteFacts {
  const target =
    route.NatGatewayId ??
    route.GatewayId ??
    route.TransitGatewayId ??
    route.NetworkInterfaceId ??
    route.VpcPeeringConnectionId ??
    'something else';
  return { destination: route.DestinationCidrBlock ?? '', target, active: route.State === 'active' };
}
