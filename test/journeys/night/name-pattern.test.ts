import { hours, localStack, minutes, type Journey } from '../../kit/journey';
import { nightReport } from '../../kit/nightly';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall, smallRecipe, startSmall } from '../../kit/small-recipe';

const pattern = 'amazon/al2023-ami-2023.*-kernel-6.1-x86_64@newest';

describe('a base by owner and name', () => {
  let journey: Journey;
  let first: any;
  const show = async (id: string) => (await journey.request('GET', `/v1/images/${id}`)).body;
  const ofAmazon = async () =>
    (
      await journey.ec2('DescribeImages', {
        Owners: ['amazon'],
        Filters: [{ Name: 'name', Values: ['al2023-ami-2023.*-kernel-6.1-x86_64'] }],
      })
    ).Images;
  const owners: unknown[] = [];
  const publish = (imageId: string, name: string, owner: { ownerId: string; ownerAlias?: string }) =>
    journey.local.ec2.publishBaseImage('us-east-1', {
      imageId,
      name,
      ...owner,
      description: name,
      family: 'al2023',
      architecture: 'x86_64',
      // The vendor's images of local mode are dated after the clock of the journeys.
      creationDate: '2026-06-01T00:00:00.000Z',
      rootDeviceName: '/dev/xvda',
      sizeGib: 8,
    });

  beforeAll(async () => {
    journey = await localStack();
    refuseCalls(journey, ({ action, input, principal }) => {
      if (action === 'DescribeImages' && /spawn-dev/.test(principal.arn)) owners.push(input.Owners);
      return false;
    });
    first = await buildSmall(journey, { base: pattern, rebuild: 'on-new-base' });
  }, 120_000);

  test('is the newest image of that owner, and every look-up of EC2 names an owner', async () => {
    const [newest] = (await ofAmazon()).sort((one: any, other: any) =>
      one.CreationDate < other.CreationDate ? 1 : -1,
    );
    expect(await show(first.ami_id)).toMatchObject({
      base_ami: newest.ImageId,
      base_source: pattern,
      base_os: 'al2023',
    });
    expect(owners).toContainEqual(['amazon']);
    expect(owners.filter((each) => !Array.isArray(each) || each.length === 0)).toEqual([]);
  });

  test('is refused for an owner that is not allowed, and for a name that no image has', async () => {
    const refused = async (base: string) =>
      (await journey.request('POST', '/v1/builds', { recipe: smallRecipe({ base, version: '9.0.0' }) })).body;
    expect(await refused('666666666666/al2023-ami-*@newest')).toMatchObject({ name: 'ForeignOwner' });
    expect(await refused('amazon/no-such-*@newest')).toMatchObject({
      name: 'BaseNotFound',
      detail: expect.stringContaining("no image of amazon for x86_64 in us-east-1 has a name like 'no-such-*'"),
    });
    await expect(startSmall(journey, { base: 'bob/al2023-*@newest' })).rejects.toThrow('InvalidRecipe');
  });

  test('is followed by health and rebuilds: a newer image with such a name, and none of a stranger', async () => {
    expect((await nightReport(journey)).steps.rebuilds.started).toBe(0);
    const { base_ami: old } = await show(first.ami_id);
    const name = 'al2023-ami-2023.99.20260115.0-kernel-6.1-x86_64';
    publish('ami-0000000000000bad0', name, { ownerId: '666666666666' });
    expect((await nightReport(journey)).steps.rebuilds.started).toBe(0);
    const newer = 'ami-00000000000000ae0';
    publish(newer, name, { ownerId: '137112412989', ownerAlias: 'amazon' });
    const { steps } = await nightReport(journey);
    expect(steps.rebuilds.lines).toEqual([expect.stringContaining(`newer base (${newer}, built on ${old})`)]);
    expect((await show(first.ami_id)).health.messages[0]).toContain(`current: ${newer}`);
    await journey.advance(2 * hours + minutes);
    const [rebuilt] = (await journey.request('GET', '/v1/builds')).body.builds;
    expect([rebuilt.status, (await show(rebuilt.ami_id)).base_ami]).toEqual(['succeeded', newer]);
  }, 120_000);
});
