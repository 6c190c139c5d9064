import { home, localStack, type Journey } from '../../kit/journey';
import { buildSmall, smallRecipe } from '../../kit/small-recipe';
import { spawnIn } from '../../kit/spawn-in';

const abroad = 'eu-west-1';

describe('an image that its recipe restricts to the families of tested types', () => {
  let journey: Journey;
  let ami: string;
  let copy: string;
  const typesOf = async (id: string, region = home): Promise<string[]> =>
    (
      await journey.ec2('DescribeImages', { ImageIds: [id] }, region)
    ).Images[0].InstanceTypeSpecification?.SupportedInstanceTypes.map(({ InstanceType }: any) => InstanceType);
  const run = (type: string) =>
    journey.ec2('RunInstances', { ImageId: ami, InstanceType: type, MinCount: 1, MaxCount: 1 });

  beforeAll(async () => {
    journey = await localStack();
    const built = await buildSmall(journey, { launch_types: 'families', regions: [abroad] });
    expect(built).toMatchObject({ status: 'succeeded' });
    ami = built.ami_id;
    copy = built.replicas[0].ami_id;
  }, 120_000);

  test('has the restriction in EC2, and its copy too', async () => {
    expect(await typesOf(ami)).toEqual(['m7i.*']);
    expect(await typesOf(copy, abroad)).toEqual(['m7i.*']);
    await expect(run('c7i.large')).rejects.toThrow(/instance type specification/);
    await expect(run('m7i.xlarge')).resolves.toBeDefined();
  });

  test('is refused on another type, and the refusal names the allowed types', async () => {
    for (const image of [
      ['--ami', ami],
      ['--ami-stack', 'tool'],
    ]) {
      const sent = await spawnIn(journey, ['launch', '--instance-type', 'c7i.large', ...image]);
      expect(sent.code).not.toBe(0);
      expect(sent.err).toContain('m7i.*');
    }
    const allowed = await spawnIn(journey, ['launch', '--instance-type', 'm7i.xlarge', '--ami-stack', 'tool']);
    expect(allowed).toMatchObject({ code: 0 });
    const test = await journey.request('POST', `/v1/images/${ami}/tests`, {
      script: 'true',
      instance_types: ['c7i.large'],
    });
    expect(test).toMatchObject({ status: 400, body: { name: 'InvalidInstanceType' } });
  });

  test('needs a rule or a list that EC2 accepts', async () => {
    for (const launch_types of ['some', ['m7i.**'], []]) {
      const recipe = smallRecipe({ version: '2.0.0', launch_types });
      expect(await journey.request('POST', '/v1/builds', { recipe })).toMatchObject({
        status: 400,
        body: { name: 'InvalidRecipe' },
      });
    }
  });

  test('is not restricted without a rule', async () => {
    expect(await typesOf((await buildSmall(journey, { version: '3.0.0' })).ami_id)).toBeUndefined();
  });
});
