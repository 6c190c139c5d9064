import { freeAddresses } from '../state/addresses';
import { arnOf, authorizeAll } from '../state/authorize';
import { notFound, requireWellFormed, type IdPrefix } from '../state/faults';
import { filtered, type FilterTable } from '../state/filters';
import type { RouteTable, SecurityGroup, SecurityRule, Subnet, Vpc } from '../state/network';
import { pageOf } from '../state/pages';
import { tagList, type Handler, type Request } from '../state/simulation';

interface Listing<T> {
  prefix: IdPrefix;
  idsParameter: string;
  answer: string;
  all: (request: Request) => Iterable<T>;
  filters: FilterTable<T>;
  describe: (request: Request, item: T) => Record<string, any>;
}

function lister<T extends { id: string }>({
  prefix,
  idsParameter,
  answer,
  all,
  filters,
  describe,
}: Listing<T>): Handler {
  return (request) => {
    const { region, input } = request;
    authorizeAll(request);
    const ids: string[] | undefined = input[idsParameter];
    for (const id of ids ?? []) requireWellFormed(prefix, id);
    const items = [...all(request)].filter(({ id }) => ids?.includes(id) ?? true);
    const missing = (ids ?? []).filter((id) => !items.some((item) => item.id === id));
    if (missing.length > 0) throw notFound(prefix, missing);
    const page = pageOf(filtered(region, items, input.Filters, filters), input);
    return () => ({
      [answer]: page.items.map((item) => ({
        ...describe(request, item),
        OwnerId: request.simulation.world.accountId,
        Tags: tagList(region, item.id),
      })),
      NextToken: page.NextToken,
    });
  };
}

export const describeVpcs = lister<Vpc>({
  prefix: 'vpc-',
  idsParameter: 'VpcIds',
  answer: 'Vpcs',
  all: ({ region }) => region.network.vpcs.values(),
  filters: {
    'vpc-id': ({ id }) => id,
    'is-default': ({ isDefault }) => isDefault,
    isDefault: ({ isDefault }) => isDefault,
    cidr: ({ cidr }) => cidr,
    state: () => 'available',
  },
  describe: (_, { id, cidr, isDefault }) => ({
    VpcId: id,
    CidrBlock: cidr,
    IsDefault: isDefault,
    State: 'available',
    InstanceTenancy: 'default',
  }),
});

export const describeSubnets = lister<Subnet>({
  prefix: 'subnet-',
  idsParameter: 'SubnetIds',
  answer: 'Subnets',
  all: ({ region }) => region.network.subnets.values(),
  filters: {
    'subnet-id': ({ id }) => id,
    'vpc-id': ({ vpcId }) => vpcId,
    'availability-zone': ({ zone }) => zone,
    availabilityZone: ({ zone }) => zone,
    'default-for-az': ({ defaultForZone }) => defaultForZone,
    defaultForAz: ({ defaultForZone }) => defaultForZone,
    'map-public-ip-on-launch': ({ mapPublicIp }) => mapPublicIp,
    'cidr-block': ({ cidr }) => cidr,
    state: () => 'available',
  },
  describe: (request, subnet) => ({
    SubnetId: subnet.id,
    SubnetArn: arnOf(request, 'subnet', subnet.id),
    VpcId: subnet.vpcId,
    CidrBlock: subnet.cidr,
    AvailabilityZone: subnet.zone,
    AvailableIpAddressCount: freeAddresses(subnet),
    MapPublicIpOnLaunch: subnet.mapPublicIp,
    DefaultForAz: subnet.defaultForZone,
    State: 'available',
  }),
});

export const describeRouteTables = lister<RouteTable>({
  prefix: 'rtb-',
  idsParameter: 'RouteTableIds',
  answer: 'RouteTables',
  all: ({ region }) => region.network.routeTables.values(),
  filters: {
    'route-table-id': ({ id }) => id,
    'vpc-id': ({ vpcId }) => vpcId,
    'association.main': ({ main }) => main,
    'association.subnet-id': ({ subnets }) => subnets.map(({ subnetId }) => subnetId),
  },
  describe: ({ region }, table) => ({
    RouteTableId: table.id,
    VpcId: table.vpcId,
    Associations: [
      ...(table.main ? [{ RouteTableId: table.id, Main: true }] : []),
      ...table.subnets.map(({ associationId, subnetId }) => ({
        RouteTableAssociationId: associationId,
        RouteTableId: table.id,
        SubnetId: subnetId,
        Main: false,
      })),
    ],
    Routes: [
      {
        DestinationCidrBlock: region.network.vpcs.get(table.vpcId)?.cidr,
        GatewayId: 'local',
        State: 'active',
        Origin: 'CreateRouteTable',
      },
      ...table.routes.map(({ destination, target }) => ({
        DestinationCidrBlock: destination,
        GatewayId: target,
        State: 'active',
        Origin: 'CreateRoute',
      })),
    ],
  }),
});

const permission = ({ protocol, fromPort, toPort, cidr }: SecurityRule): Record<string, any> => ({
  IpProtocol: protocol,
  FromPort: fromPort,
  ToPort: toPort,
  IpRanges: [{ CidrIp: cidr }],
});

export const describeSecurityGroups = lister<SecurityGroup>({
  prefix: 'sg-',
  idsParameter: 'GroupIds',
  answer: 'SecurityGroups',
  all: ({ region }) => region.network.securityGroups.values(),
  filters: { 'group-id': ({ id }) => id, 'group-name': ({ name }) => name, 'vpc-id': ({ vpcId }) => vpcId },
  describe: (_, group) => ({
    GroupId: group.id,
    GroupName: group.name,
    Description: group.description,
    VpcId: group.vpcId,
    IpPermissions: group.ingress.map(permission),
    IpPermissionsEgress: group.egress.map(permission),
  }),
});

type Endpoint = { id: string; vpcId: string; service: string; routeTableIds: string[] };

/** Gateway endpoints: templates may define no others here. */
export const describeVpcEndpoints = lister<Endpoint>({
  prefix: 'vpce-',
  idsParameter: 'VpcEndpointIds',
  answer: 'VpcEndpoints',
  all: ({ region }) => [...region.network.endpoints].map(([id, endpoint]) => ({ id, ...endpoint })),
  filters: {
    'vpc-endpoint-id': ({ id }) => id,
    'vpc-id': ({ vpcId }) => vpcId,
    'service-name': ({ service }) => service,
    'vpc-endpoint-type': () => 'Gateway',
    'vpc-endpoint-state': () => 'available',
  },
  describe: (_, { id, vpcId, service, routeTableIds }) => ({
    VpcEndpointId: id,
    VpcEndpointType: 'Gateway',
    VpcId: vpcId,
    ServiceName: service,
    State: 'available',
    PrivateDnsEnabled: false,
    RouteTableIds: routeTableIds,
  }),
});
