import type { Finding } from './finding';

export interface RouteFacts {
  destination: string;
  /** Id of a gateway, an interface, a peering; `local` inside the VPC. */
  target: string;
  active: boolean;
}

export interface SubnetFacts {
  subnet_id: string;
  vpc_id: string;
  /** Whether instances get a public address there. */
  public_addresses: boolean;
  route_table_id: string;
  routes: readonly RouteFacts[];
}

export interface EndpointFacts {
  vpc_id: string;
  /** Such as `com.amazonaws.us-east-1.ssm`. */
  service: string;
  type: string;
  available: boolean;
  private_names: boolean;
  route_table_ids: readonly string[];
}

/** The outbound rules of the builders' security group. */
export interface EgressFacts {
  /** To everywhere on port 443. */
  https_everywhere: boolean;
  /** To anywhere at all on port 443. */
  https_somewhere: boolean;
}

const agentServices = ['ssm', 'ssmmessages', 'ec2messages'] as const;

/**
 * Judges whether a builder reaches Systems Manager: by a route to the internet (an internet gateway with public
 * addresses, or NAT), or by interface endpoints of ssm, ssmmessages and ec2messages and an endpoint of S3 (user guide,
 * "VPC endpoints for Systems Manager"). Other routes are not followed.
 */
export function judgeWayToSsm(subnet: SubnetFacts, endpoints: readonly EndpointFacts[], egress: EgressFacts): Finding {
  const own = endpoints.filter(({ vpc_id, available }) => vpc_id === subnet.vpc_id && available);
  const missing = agentServices.filter((service) => !own.some((endpoint) => isPrivate(endpoint, service)));
  if (missing.length === 0) return overEndpoints(subnet, own, egress);
  const internet = overInternet(subnet, egress);
  if (internet.result !== 'failed' || missing.length === agentServices.length) return internet;
  return {
    ...internet,
    seen: `${internet.seen}, and these endpoints are missing: ${missing.join(', ')}`,
  };
}

const isPrivate = ({ service, type, private_names }: EndpointFacts, name: string): boolean =>
  service.endsWith(`.${name}`) && type === 'Interface' && private_names;
const found = (subnet: SubnetFacts, result: Finding['result'], seen: string, mend?: string): Finding => ({
  check: 'way-to-ssm',
  subject: subnet.subnet_id,
  result,
  seen,
  ...(mend && { mend }),
});

function overEndpoints(subnet: SubnetFacts, endpoints: readonly EndpointFacts[], egress: EgressFacts): Finding {
  if (!egress.https_somewhere)
    return found(
      subnet,
      'failed',
      'the security group of builders allows no outbound traffic on port 443',
      'allow outbound traffic to the endpoints on port 443',
    );
  const storage = endpoints.some(
    (endpoint) =>
      endpoint.service.endsWith('.s3') &&
      (endpoint.type === 'Interface' || endpoint.route_table_ids.includes(subnet.route_table_id)),
  );
  if (storage || overInternet(subnet, egress).result === 'ok')
    return found(subnet, 'ok', `through endpoints of ${agentServices.join(', ')}`);
  return found(
    subnet,
    'failed',
    'there are endpoints for Systems Manager, but no route to S3, where scripts and reports are',
    `add a gateway endpoint for S3 to ${subnet.route_table_id}`,
  );
}

function overInternet(subnet: SubnetFacts, egress: EgressFacts): Finding {
  const route = subnet.routes.find(({ destination }) => destination === '0.0.0.0/0');
  const ways =
    'add a route to a NAT or internet gateway, or endpoints of ssm, ssmmessages and ec2messages with one for S3';
  if (!route) return found(subnet, 'failed', `${subnet.route_table_id} has no outbound route`, ways);
  if (!route.active)
    return found(subnet, 'failed', `the outbound route leads to ${route.target}, which no longer exists`, ways);
  if (!egress.https_everywhere)
    return found(
      subnet,
      'failed',
      'the security group of builders does not allow outbound HTTPS to all addresses',
      'allow outbound traffic on port 443',
    );
  if (route.target.startsWith('nat-')) return found(subnet, 'ok', `through NAT (${route.target})`);
  if (!route.target.startsWith('igw-'))
    return found(
      subnet,
      'unknown',
      `the outbound route leads to ${route.target}, which is not followed`,
      'run spawn build --smoke to find out whether a builder comes online',
    );
  if (subnet.public_addresses) return found(subnet, 'ok', `through the internet gateway (${route.target})`);
  return found(
    subnet,
    'failed',
    'there is an internet gateway, but instances get no public address',
    `aws ec2 modify-subnet-attribute --subnet-id ${subnet.subnet_id} --map-public-ip-on-launch, or ${ways}`,
  );
}
