import { AwsError } from '../../../kernel/types';
import {
  addRouteTable,
  addSecurityGroup,
  addSubnet,
  addVpc,
  defaultGroup,
  everywhere,
  type Network,
  type SecurityRule,
} from '../state/network';
import { zonesOf } from '../state/regions';

export interface Defined {
  /** What Ref gives. */
  ref: string;
  /** What Fn::GetAtt gives, by name. */
  attributes: Record<string, string>;
}

type Properties = Record<string, any>;
type Definition = {
  properties: readonly string[];
  make: (network: Network, properties: Properties, region: string) => Defined;
};

const only = (ref: string, attribute: string): Defined => ({ ref, attributes: { [attribute]: ref } });

/** The resource types of a template that make up its network, with the properties that are modeled. */
export const networkResources: Readonly<Record<string, Definition>> = {
  'AWS::EC2::VPC': {
    properties: ['CidrBlock', 'EnableDnsHostnames', 'EnableDnsSupport', 'InstanceTenancy', 'Tags'],
    make(network, { CidrBlock }) {
      const vpc = addVpc(network, { cidr: CidrBlock, isDefault: false });
      const group = defaultGroup(network, vpc.id);
      return { ref: vpc.id, attributes: { VpcId: vpc.id, CidrBlock, DefaultSecurityGroup: group?.id ?? '' } };
    },
  },
  'AWS::EC2::Subnet': {
    properties: ['AvailabilityZone', 'CidrBlock', 'MapPublicIpOnLaunch', 'Tags', 'VpcId'],
    make(network, { AvailabilityZone, CidrBlock, MapPublicIpOnLaunch, VpcId }, region) {
      const zone = AvailabilityZone ?? zonesOf(region)[0]?.name;
      const mapPublicIp = String(MapPublicIpOnLaunch) === 'true';
      const subnet = addSubnet(network, { vpcId: VpcId, cidr: CidrBlock, zone, mapPublicIp, defaultForZone: false });
      return { ref: subnet.id, attributes: { SubnetId: subnet.id, VpcId, CidrBlock, AvailabilityZone: zone } };
    },
  },
  'AWS::EC2::InternetGateway': {
    properties: ['Tags'],
    make(network) {
      const id = network.newId('igw-');
      network.gateways.set(id, {});
      return only(id, 'InternetGatewayId');
    },
  },
  'AWS::EC2::VPCGatewayAttachment': {
    properties: ['InternetGatewayId', 'VpcId'],
    make(network, { InternetGatewayId, VpcId }) {
      network.gateways.set(InternetGatewayId, { vpcId: VpcId });
      return only(`IGW|${VpcId}`, 'AttachmentType');
    },
  },
  'AWS::EC2::RouteTable': {
    properties: ['Tags', 'VpcId'],
    make: (network, { VpcId }) => only(addRouteTable(network, VpcId).id, 'RouteTableId'),
  },
  'AWS::EC2::Route': {
    properties: ['DestinationCidrBlock', 'GatewayId', 'RouteTableId'],
    make(network, { DestinationCidrBlock, GatewayId, RouteTableId }) {
      network.routeTables.get(RouteTableId)?.routes.push({ destination: DestinationCidrBlock, target: GatewayId });
      return only(`${RouteTableId}|${DestinationCidrBlock}`, 'CidrBlock');
    },
  },
  'AWS::EC2::SubnetRouteTableAssociation': {
    properties: ['RouteTableId', 'SubnetId'],
    make(network, { RouteTableId, SubnetId }) {
      const associationId = network.newId('rtbassoc-');
      network.routeTables.get(RouteTableId)?.subnets.push({ associationId, subnetId: SubnetId });
      return only(associationId, 'Id');
    },
  },
  'AWS::EC2::SecurityGroup': {
    properties: ['GroupDescription', 'GroupName', 'SecurityGroupEgress', 'SecurityGroupIngress', 'Tags', 'VpcId'],
    make(network, { GroupDescription, GroupName, SecurityGroupEgress, SecurityGroupIngress, VpcId }) {
      const group = addSecurityGroup(network, {
        vpcId: VpcId,
        name: GroupName ?? `group-${network.securityGroups.size}`,
        description: GroupDescription,
        ingress: (SecurityGroupIngress ?? []).map(rule),
        egress: SecurityGroupEgress ? SecurityGroupEgress.map(rule) : [everywhere],
      });
      return { ref: group.id, attributes: { GroupId: group.id, Id: group.id, VpcId } };
    },
  },
  'AWS::EC2::VPCEndpoint': {
    properties: ['RouteTableIds', 'ServiceName', 'Tags', 'VpcEndpointType', 'VpcId'],
    make(network, { RouteTableIds, ServiceName, VpcEndpointType, VpcId }) {
      if (VpcEndpointType !== 'Gateway')
        throw new AwsError(
          'UnsupportedOperation',
          `AWS::EC2::VPCEndpoint of type ${VpcEndpointType} is not simulated; use Gateway.`,
        );
      const id = network.newId('vpce-');
      network.endpoints.set(id, { vpcId: VpcId, service: ServiceName, routeTableIds: RouteTableIds ?? [] });
      return only(id, 'Id');
    },
  },
};

/**
 * Creates a network resource of a template from its resolved properties. Throws AwsError `UnsupportedOperation` that
 * names the type or the property which is not modeled.
 */
export function defineNetworkResource(
  network: Network,
  region: string,
  type: string,
  logicalName: string,
  properties: Properties,
): Defined {
  const definition = networkResources[type];
  if (!definition) throw new AwsError('UnsupportedOperation', `${type} (${logicalName}) is not simulated`);
  const unknown = Object.keys(properties).find((name) => !definition.properties.includes(name));
  if (unknown) throw new AwsError('UnsupportedOperation', `${type}.${unknown} (${logicalName}) is not simulated`);
  return definition.make(network, properties, region);
}

function rule(properties: Properties): SecurityRule {
  const unknown = Object.keys(properties).find(
    (name) => !['CidrIp', 'Description', 'FromPort', 'IpProtocol', 'ToPort'].includes(name),
  );
  if (unknown)
    throw new AwsError(
      'UnsupportedOperation',
      `AWS::EC2::SecurityGroup: the rule property ${unknown} is not simulated; use CidrIp.`,
    );
  return {
    protocol: String(properties.IpProtocol),
    fromPort: properties.FromPort,
    toPort: properties.ToPort,
    cidr: properties.CidrIp,
  };
}
