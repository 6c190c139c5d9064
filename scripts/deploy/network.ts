import { actionsOf, plain, type Need } from './need';

/** Nothing of a network has a name in its ARN. */
const anywhere = ['*'];
const ec2 = (words: string): string[] => actionsOf('ec2', `${words} CreateTags DeleteTags`);

/** The network of builders, and the roles and policies. */
export const network: Readonly<Record<string, Need>> = {
  'AWS::EC2::VPC': {
    actions: ec2(
      'CreateVpc DeleteVpc DescribeNetworkAcls DescribeSecurityGroups DescribeVpcAttribute DescribeVpcs ModifyVpcAttribute',
    ),
    properties: plain('CidrBlock', 'EnableDnsHostnames', 'EnableDnsSupport', 'Tags'),
    on: anywhere,
  },
  'AWS::EC2::InternetGateway': {
    actions: ec2('CreateInternetGateway DeleteInternetGateway DescribeInternetGateways'),
    properties: plain('Tags'),
    on: anywhere,
  },
  'AWS::EC2::VPCGatewayAttachment': {
    actions: ec2('AttachInternetGateway DescribeInternetGateways DetachInternetGateway'),
    properties: plain('InternetGatewayId', 'VpcId'),
    on: anywhere,
  },
  'AWS::EC2::RouteTable': {
    actions: ec2('CreateRouteTable DeleteRouteTable DescribeRouteTables'),
    properties: plain('Tags', 'VpcId'),
    on: anywhere,
  },
  'AWS::EC2::Route': {
    actions: ec2('CreateRoute DeleteRoute DescribeRouteTables ReplaceRoute'),
    properties: plain('DestinationCidrBlock', 'GatewayId', 'RouteTableId'),
    on: anywhere,
  },
  'AWS::EC2::Subnet': {
    actions: ec2(
      'CreateSubnet DeleteSubnet DescribeAvailabilityZones DescribeNetworkAcls DescribeSubnets ModifySubnetAttribute',
    ),
    properties: plain('AvailabilityZone', 'CidrBlock', 'MapPublicIpOnLaunch', 'Tags', 'VpcId'),
    on: anywhere,
  },
  'AWS::EC2::SubnetRouteTableAssociation': {
    actions: ec2(
      'AssociateRouteTable DescribeRouteTables DescribeSubnets DisassociateRouteTable ReplaceRouteTableAssociation',
    ),
    properties: plain('RouteTableId', 'SubnetId'),
    on: anywhere,
  },
  'AWS::EC2::SecurityGroup': {
    actions: ec2('CreateSecurityGroup DeleteSecurityGroup DescribeSecurityGroups'),
    properties: {
      ...plain('GroupDescription', 'Tags', 'VpcId'),
      SecurityGroupEgress: actionsOf('ec2', 'AuthorizeSecurityGroupEgress RevokeSecurityGroupEgress'),
    },
    on: anywhere,
  },
  'AWS::EC2::VPCEndpoint': {
    actions: ec2('CreateVpcEndpoint DeleteVpcEndpoints DescribeVpcEndpoints ModifyVpcEndpoint'),
    properties: plain('RouteTableIds', 'ServiceName', 'VpcEndpointType', 'VpcId'),
    on: anywhere,
  },
  'AWS::IAM::Role': {
    actions: actionsOf(
      'iam',
      'CreateRole DeleteRole GetRole ListAttachedRolePolicies ListRolePolicies TagRole UntagRole UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription',
    ),
    properties: {
      ...plain('AssumeRolePolicyDocument', 'Description', 'RoleName'),
      Policies: actionsOf('iam', 'DeleteRolePolicy GetRolePolicy PutRolePolicy'),
      ManagedPolicyArns: actionsOf('iam', 'AttachRolePolicy DetachRolePolicy'),
    },
    on: ['arn:aws:iam::*:role/spawn-*'],
    name: 'RoleName',
  },
  'AWS::IAM::InstanceProfile': {
    actions: actionsOf(
      'iam',
      'AddRoleToInstanceProfile CreateInstanceProfile DeleteInstanceProfile GetInstanceProfile RemoveRoleFromInstanceProfile',
    ),
    properties: plain('InstanceProfileName', 'Roles'),
    on: ['arn:aws:iam::*:instance-profile/spawn-*'],
    name: 'InstanceProfileName',
  },
  'AWS::IAM::ManagedPolicy': {
    actions: actionsOf(
      'iam',
      'CreatePolicy CreatePolicyVersion DeletePolicy DeletePolicyVersion GetPolicy GetPolicyVersion ListEntitiesForPolicy ListPolicyVersions',
    ),
    properties: plain('Description', 'ManagedPolicyName', 'PolicyDocument'),
    on: ['arn:aws:iam::*:policy/spawn-*'],
    name: 'ManagedPolicyName',
  },
};
