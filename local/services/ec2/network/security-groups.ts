import { isIPv4 } from 'node:net';
import { AwsError } from '../../../kernel/types';
import { arnOf, resourceTags } from '../state/authorize';
import { invalidValue, missingParameter, notFound, notSimulated, requireWellFormed } from '../state/faults';
import { addSecurityGroup, everywhere, type SecurityGroup, type SecurityRule } from '../state/network';
import type { Handler, Request } from '../state/simulation';
import { authorizeTagOnCreate, setTags, tagSpecifications } from '../state/tags';

/**
 * Creates a security group that lets nothing in and everything out, in the default VPC if none is named. An empty name
 * names none: Packer sends that.
 */
export const createSecurityGroup: Handler = (request) => {
  const { region, input, call } = request;
  const { GroupName: name, Description: description } = input;
  if (!name) throw missingParameter('GroupName');
  if (!description) throw missingParameter('GroupDescription');
  if (name.startsWith('sg-'))
    throw invalidValue(`Invalid value '${name}' for groupName. Group names may not begin with 'sg-'.`);
  const { vpcs, securityGroups } = region.network;
  if (input.VpcId && !vpcs.has(input.VpcId)) throw notFound('vpc-', [input.VpcId]);
  const vpcId: string | undefined = input.VpcId || [...vpcs.values()].find(({ isDefault }) => isDefault)?.id;
  if (vpcId === undefined) throw new AwsError('VPCIdNotSpecified', 'No default VPC for this user');
  const tags = tagSpecifications(request, ['security-group'])['security-group']!;
  call.authorize('ec2:CreateSecurityGroup', arnOf(request, 'security-group'), { 'ec2:Region': region.name });
  call.authorize('ec2:CreateSecurityGroup', arnOf(request, 'vpc', vpcId), resourceTags(region, vpcId));
  authorizeTagOnCreate(request, 'security-group', tags);
  if ([...securityGroups.values()].some((group) => group.vpcId === vpcId && group.name === name))
    throw new AwsError('InvalidGroup.Duplicate', `The security group '${name}' already exists for VPC '${vpcId}'`);
  return () => {
    const group = addSecurityGroup(region.network, { vpcId, name, description, ingress: [], egress: [everywhere] });
    setTags(region, group.id, tags);
    return { GroupId: group.id };
  };
};

/** Lets traffic of these ranges in. A rule that the group has already is refused, as EC2 does. */
export const authorizeSecurityGroupIngress: Handler = (request) => {
  const group = ownGroup(request);
  const rules = asked(request);
  const double = rules.find((rule) => group.ingress.some((one) => same(one, rule)));
  if (double)
    throw new AwsError(
      'InvalidPermission.Duplicate',
      `the specified rule "peer: ${double.cidr}, ${double.protocol.toUpperCase()}, from port: ${double.fromPort}, to port: ${double.toPort}, ALLOW" already exists`,
    );
  return () => {
    group.ingress.push(...rules);
    return { Return: true };
  };
};

/** Takes rules away. One that the group does not have is refused, as EC2 does in a VPC. */
export const revokeSecurityGroupIngress: Handler = (request) => {
  const group = ownGroup(request);
  const rules = asked(request);
  if (rules.some((rule) => !group.ingress.some((one) => same(one, rule))))
    throw new AwsError('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');
  return () => {
    group.ingress = group.ingress.filter((one) => !rules.some((rule) => same(one, rule)));
    return { Return: true };
  };
};

/** Deletes a group. One that instances use is refused, and so is the default group of a VPC. */
export const deleteSecurityGroup: Handler = (request) => {
  const group = ownGroup(request);
  const { region } = request;
  if (group.name === 'default')
    throw new AwsError(
      'CannotDelete',
      `the specified group: "${group.id}" name: "default" cannot be deleted by a user`,
    );
  const users = [...region.instances.values()].filter(
    ({ state, securityGroupIds }) => state !== 'terminated' && securityGroupIds.includes(group.id),
  );
  if (users.length > 0) throw new AwsError('DependencyViolation', `resource ${group.id} has a dependent object`);
  return () => {
    region.network.securityGroups.delete(group.id);
    region.tags.delete(group.id);
    return { Return: true, GroupId: group.id };
  };
};

function ownGroup(request: Request): SecurityGroup {
  const { region, input, call } = request;
  const id: string | undefined = input.GroupId;
  if (id === undefined) throw missingParameter('GroupId');
  requireWellFormed('sg-', id);
  const group = region.network.securityGroups.get(id);
  if (!group) throw notFound('sg-', [id]);
  call.authorize(`ec2:${call.action}`, arnOf(request, 'security-group', id), resourceTags(region, id));
  return group;
}

const same = (one: SecurityRule, other: SecurityRule): boolean =>
  one.protocol === other.protocol &&
  one.fromPort === other.fromPort &&
  one.toPort === other.toPort &&
  one.cidr === other.cidr;

/** Refuses a protocol without name or number, and ports that TCP and UDP do not have (API reference, IpPermission). */
function requireProtocol(protocol: string, fromPort?: number, toPort?: number): void {
  if (!/^(tcp|udp|icmp|icmpv6|-1|\d{1,3})$/.test(protocol))
    throw invalidValue(`Invalid value '${protocol}' for IP protocol. Unknown protocol.`);
  if (protocol !== 'tcp' && protocol !== 'udp') return;
  if (fromPort === undefined || toPort === undefined)
    throw invalidValue("Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
  const outside = [fromPort, toPort].find((port) => port < 0 || port > 65_535);
  if (outside !== undefined) throw invalidValue(`TCP/UDP port (${outside}) out of range`);
}

/** The rules of a request: one in its own parameters, or several. Ranges of IPv4 only. */
function asked({ input, call }: Request): SecurityRule[] {
  const listed: Record<string, any>[] = input.IpPermissions ?? [
    {
      IpProtocol: input.IpProtocol,
      FromPort: input.FromPort,
      ToPort: input.ToPort,
      IpRanges: [{ CidrIp: input.CidrIp }],
    },
  ];
  return listed.flatMap(({ IpProtocol: protocol, FromPort: fromPort, ToPort: toPort, IpRanges: ranges }) => {
    if (!protocol) throw missingParameter('IpProtocol');
    requireProtocol(protocol, fromPort, toPort);
    if (!ranges?.length) throw notSimulated(`${call.action} without a range of IPv4 addresses`);
    return ranges.map(({ CidrIp: cidr }: { CidrIp?: string }) => {
      if (cidr === undefined) throw missingParameter('CidrIp');
      const [address = '', bits = ''] = cidr.split('/');
      if (!isIPv4(address) || !/^\d{1,2}$/.test(bits) || Number(bits) > 32)
        throw invalidValue(`CIDR block ${cidr} is malformed`);
      return { protocol, fromPort, toPort, cidr };
    });
  });
}
