import { kit } from './kit';

type Setup = ReturnType<typeof kit>;

/** A VPC as CDK writes it; the parts to leave out are named. */
function network({ ec2 }: Setup, without: readonly string[] = []): { subnet: string; group: string } {
  const define = (type: string, properties: object): string =>
    ec2.define(`AWS::EC2::${type}`, `The${type}`, properties).ref;
  const vpc = define('VPC', {
    CidrBlock: '10.0.0.0/16',
    EnableDnsHostnames: true,
    Tags: [{ Key: 'Name', Value: 'builders' }],
  });
  const subnet = define('Subnet', {
    VpcId: vpc,
    CidrBlock: '10.0.0.0/24',
    AvailabilityZone: 'us-east-1b',
    MapPublicIpOnLaunch: !without.includes('address'),
  });
  const table = define('RouteTable', { VpcId: vpc });
  define('SubnetRouteTableAssociation', { RouteTableId: table, SubnetId: subnet });
  const gateway = define('InternetGateway', {});
  if (!without.includes('attachment')) define('VPCGatewayAttachment', { VpcId: vpc, InternetGatewayId: gateway });
  if (!without.includes('route'))
    define('Route', { RouteTableId: table, DestinationCidrBlock: '0.0.0.0/0', GatewayId: gateway });
  const egress = without.includes('egress')
    ? [{ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp', FromPort: 252, ToPort: 86 }]
    : [{ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }];
  const group = define('SecurityGroup', { VpcId: vpc, GroupDescription: 'builders', SecurityGroupEgress: egress });
  if (!without.includes('endpoint'))
    define('VPCEndpoint', {
      VpcId: vpc,
      ServiceName: 'com.amazonaws.us-east-1.s3',
      VpcEndpointType: 'Gateway',
      RouteTableIds: [table],
    });
  return { subnet, group };
}

const placement = ({ subnet, group }: { subnet: string; group: string }): object => ({
  SubnetId: subnet,
  SecurityGroupIds: [group],
});

describe('an instance reaches the internet', () => {
  test('from a subnet with a public address and a route to an attached gateway', async () => {
    const setup = kit();
    const id = await setup.launch(placement(network(setup)));
    expect(setup.guests[0]?.host.online()).toBe(true);
    expect((await setup.call('DescribeInstances', { InstanceIds: [id] })).Reservations[0].Instances[0]).toMatchObject({
      PrivateIpAddress: '10.0.0.4',
      PrivateDnsName: 'ip-10-0-0-4.ec2.internal',
      PublicIpAddress: expect.stringMatching(/^3\./),
      Placement: { AvailabilityZone: 'us-east-1b' },
    });
  });

  test.each(['address', 'attachment', 'route', 'egress'])('not without %s', async (part) => {
    const setup = kit();
    await setup.launch(placement(network(setup, [part])));
    expect(setup.guests[0]?.host.online()).toBe(false);
  });

  test('with an address asked for at launch', async () => {
    const setup = kit();
    const { subnet, group } = network(setup, ['address']);
    await setup.launch({
      NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: subnet, Groups: [group], AssociatePublicIpAddress: true }],
    });
    expect(setup.guests[0]?.host.online()).toBe(true);
  });
});

describe('S3', () => {
  test.each([
    ['is reached by the gateway endpoint of the subnet', ['route'], true],
    ['is not reached without route and endpoint', ['route', 'endpoint'], false],
  ])('%s', async (_what, without, reached) => {
    const setup = kit();
    let asked = false;
    setup.world.request = () => {
      asked = true;
      return undefined;
    };
    await setup.launch(placement(network(setup, without)));
    void setup.guests[0]?.host.request({ method: 'GET', url: 'http://127.0.0.1/bucket/key', headers: {} });
    expect(asked).toBe(reached);
  });
});

test('tags of the template are on the network', async () => {
  const setup = kit();
  network(setup);
  const { Vpcs } = await setup.call('DescribeVpcs', { Filters: [{ Name: 'tag:Name', Values: ['builders'] }] });
  expect(Vpcs).toMatchObject([{ CidrBlock: '10.0.0.0/16', IsDefault: false }]);
  const { RouteTables } = await setup.call('DescribeRouteTables', {
    Filters: [{ Name: 'vpc-id', Values: [Vpcs[0].VpcId] }],
  });
  expect(RouteTables).toHaveLength(2);
});

test('a type or property that is not modeled is refused by name', () => {
  const { ec2 } = kit();
  expect(() => ec2.define('AWS::EC2::NatGateway', 'Nat', {})).toThrow('AWS::EC2::NatGateway (Nat) is not simulated');
  expect(() => ec2.define('AWS::EC2::Subnet', 'One', { Ipv6Native: true })).toThrow(
    'AWS::EC2::Subnet.Ipv6Native (One) is not simulated',
  );
});
