import { routeTableOf, type Network } from './network';

export interface Placed {
  subnetId: string;
  securityGroupIds: readonly string[];
  publicIp?: string;
}

/**
 * Returns whether an instance reaches the internet: with a public address, a route to an attached internet gateway, and
 * a security group that lets HTTPS out.
 */
export function reachesInternet(network: Network, placed: Placed): boolean {
  const subnet = network.subnets.get(placed.subnetId);
  if (!subnet || !placed.publicIp || !letsHttpsOut(network, placed)) return false;
  const route = routeTableOf(network, subnet)?.routes.find(({ destination }) => destination === '0.0.0.0/0');
  return route !== undefined && network.gateways.get(route.target)?.vpcId === subnet.vpcId;
}

/**
 * Returns whether an instance reaches S3: by the internet, or by a gateway endpoint for S3 in the subnet's route table.
 */
export function reachesStorage(network: Network, placed: Placed): boolean {
  if (reachesInternet(network, placed)) return true;
  const subnet = network.subnets.get(placed.subnetId);
  const table = subnet && routeTableOf(network, subnet);
  if (!table || !letsHttpsOut(network, placed)) return false;
  return [...network.endpoints.values()].some(
    ({ service, routeTableIds }) => service.endsWith('.s3') && routeTableIds.includes(table.id),
  );
}

function letsHttpsOut(network: Network, placed: Placed): boolean {
  return placed.securityGroupIds.some((id) =>
    network.securityGroups
      .get(id)
      ?.egress.some(
        ({ protocol, fromPort = 0, toPort = 65535, cidr }) =>
          cidr === '0.0.0.0/0' && (protocol === '-1' || (protocol === 'tcp' && fromPort <= 443 && toPort >= 443)),
      ),
  );
}
