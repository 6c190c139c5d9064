import { CfnParameter as TemplateParameter, Fn, Stack } from 'aws-cdk-lib';
import {
  CfnInternetGateway,
  CfnRoute,
  CfnRouteTable,
  CfnSecurityGroup,
  CfnSubnet,
  CfnSubnetRouteTableAssociation,
  CfnVPC,
  CfnVPCEndpoint,
  CfnVPCGatewayAttachment,
} from 'aws-cdk-lib/aws-ec2';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { tagKeys } from '../../core/tags';
import type { Deployment } from '../setting/deployment';

/** Parameters that pass ids of the network to the other stacks, because ids cannot be derived from names. */
const parameters = { subnets: 'network/subnets', securityGroup: 'network/security-group' };

/**
 * Returns the builders' subnet ids (joined by commas) and security group: those of the settings, or those in the core
 * stack's parameters. CloudFormation reads these parameters at each deployment of the stack of `scope`, even if the
 * template is unchanged; a dynamic reference would be read only when its function changes.
 */
export function networkOf(
  scope: Construct,
  { names, settings }: Deployment,
): { subnetIds: string; securityGroupId: string } {
  const { network } = settings;
  if ('subnet_ids' in network)
    return { subnetIds: network.subnet_ids.join(','), securityGroupId: network.security_group_id };
  const stack = Stack.of(scope);
  const stored = (id: string, kind: string, name: string): TemplateParameter =>
    (stack.node.tryFindChild(id) as TemplateParameter | undefined) ??
    new TemplateParameter(stack, id, {
      type: `AWS::SSM::Parameter::Value<${kind}>`,
      default: names.parameter(name),
      description: 'Ids of the builders network in EC2',
    });
  return {
    subnetIds: Fn.join(',', stored('BuilderSubnets', 'List<String>', parameters.subnets).valueAsList),
    securityGroupId: stored('BuilderSecurityGroup', 'String', parameters.securityGroup).valueAsString,
  };
}

/**
 * Returns the zone at a position of the region's list, starting again at its end: a region with few zones has several
 * subnets in one.
 */
function zoneAt(position: number, zones: number): string {
  const once = Fn.join(',', Fn.getAzs(''));
  return Fn.select(
    position,
    Fn.split(
      ',',
      Fn.join(
        ',',
        Array.from({ length: zones }, () => once),
      ),
    ),
  );
}

/**
 * The network of builders: one public subnet in each zone, outbound access only, and a gateway endpoint for S3. It has
 * no NAT gateway, which would cost more than the rest of an idle deployment.
 */
export class BuilderNetwork extends Construct {
  constructor(scope: Construct, { names, settings }: Deployment, network: { cidr: string; zones: number }) {
    super(scope, 'network');
    const tags = [
      { key: 'Name', value: names.prefixed('builders') },
      { key: tagKeys.deployment, value: names.deployment },
    ];
    const vpc = new CfnVPC(this, 'Vpc', {
      cidrBlock: network.cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags,
    });
    const gateway = new CfnInternetGateway(this, 'InternetGateway', { tags });
    const attachment = new CfnVPCGatewayAttachment(this, 'Attachment', {
      vpcId: vpc.ref,
      internetGatewayId: gateway.ref,
    });
    const routes = new CfnRouteTable(this, 'Routes', { vpcId: vpc.ref, tags });
    const wayOut = new CfnRoute(this, 'WayOut', {
      routeTableId: routes.ref,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: gateway.ref,
    });
    wayOut.addResourceDependency(attachment);

    const [first, second] = network.cidr.split('.');
    const subnets = Array.from({ length: network.zones }, (_unused, zone) => {
      const subnet = new CfnSubnet(this, `Subnet${zone}`, {
        vpcId: vpc.ref,
        availabilityZone: zoneAt(zone, network.zones),
        cidrBlock: `${first}.${second}.${zone * 16}.0/20`,
        mapPublicIpOnLaunch: true,
        tags,
      });
      new CfnSubnetRouteTableAssociation(this, `Subnet${zone}Routes`, {
        subnetId: subnet.ref,
        routeTableId: routes.ref,
      });
      return subnet;
    });
    new CfnVPCEndpoint(this, 'S3', {
      vpcId: vpc.ref,
      serviceName: `com.amazonaws.${settings.home_region}.s3`,
      vpcEndpointType: 'Gateway',
      routeTableIds: [routes.ref],
    });
    const group = new CfnSecurityGroup(this, 'Group', {
      vpcId: vpc.ref,
      groupDescription: 'Builders and test instances: everything out, nothing in',
      securityGroupEgress: [{ ipProtocol: '-1', cidrIp: '0.0.0.0/0', description: 'Packages and AWS' }],
      tags,
    });

    new CfnParameter(this, 'SubnetIds', {
      type: 'StringList',
      name: names.parameter(parameters.subnets),
      value: Fn.join(
        ',',
        subnets.map((subnet) => subnet.ref),
      ),
    });
    new CfnParameter(this, 'GroupId', {
      type: 'String',
      name: names.parameter(parameters.securityGroup),
      value: group.attrGroupId,
    });
  }
}
