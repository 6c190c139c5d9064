import { Client } from '@smithy/core/client';
import { createAutoScaling } from '../../local/services/autoscaling/service';
import { readReferences } from '../../usecases/reference/read';
import { account, amazonLinux, caller, kit, type Kit } from '../../local/test/ec2/kit';
import { awsError, setEnvironment } from './fake-aws';

const region = 'us-east-1';
const now = new Date('2026-06-01T12:00:00Z');
const depth = { templateVersions: 10, now };
const ids = (count: number) =>
  Array.from({ length: count }, (_, index) => `ami-0${index.toString(16).padStart(16, '0')}`);

let simulated: Kit;
let scaling: Kit['call'];
let calls: string[];
let failing: Set<string>;

beforeEach(() => {
  setEnvironment();
  simulated = kit({ limits: { throttling: false } });
  const { ec2, world } = simulated;
  const autoScaling = createAutoScaling({
    ...world,
    call: (principal, service, action, at, input) =>
      ec2.call({ principal, service, action, region: at, input, requestId: '1', authorize: () => undefined }),
  });
  scaling = caller(autoScaling, 'autoscaling', [], []);
  calls = [];
  failing = new Set();
  jest.spyOn(Client.prototype, 'send').mockImplementation(async function send(this: any, command: any) {
    const action = command.constructor.name.replace(/Command$/, '');
    calls.push(action);
    if (failing.has(action)) throw awsError('RequestLimitExceeded', `${action} is throttled`);
    if (action === 'Query' || action === 'Get') return { Items: [] };
    // Nobody has shared the images, most of which are only ids here.
    if (action === 'DescribeImageAttribute') return {};
    const service = /AutoScaling/.test(this.constructor.name) ? scaling : simulated.call;
    try {
      return await service(action, command.input, await this.config.region());
    } catch (error: any) {
      throw Object.assign(new Error(error.message), { name: error.code ?? error.name });
    }
  });
});
afterEach(() => jest.restoreAllMocks());

const template = async (name: string, ...images: string[]): Promise<string> => {
  const [first, ...rest] = images;
  const { LaunchTemplate } = await simulated.call('CreateLaunchTemplate', {
    LaunchTemplateName: name,
    LaunchTemplateData: { ImageId: first },
  });
  for (const ImageId of rest)
    await simulated.call('CreateLaunchTemplateVersion', {
      LaunchTemplateId: LaunchTemplate.LaunchTemplateId,
      LaunchTemplateData: { ImageId },
    });
  return LaunchTemplate.LaunchTemplateId;
};
const group = (name: string, source: object) =>
  scaling('CreateAutoScalingGroup', { AutoScalingGroupName: name, MinSize: 0, MaxSize: 4, ...source });
const kindsOf = async (id: string, options = depth) => {
  const { references, unread } = await readReferences(region, [id], options);
  expect(unread).toEqual([]);
  return references.map(({ kind, name }) => `${kind} ${name}`).sort();
};

test('an instance uses its image until it is terminated, stopped ones too', async () => {
  const id = await simulated.launch();
  expect(await kindsOf(amazonLinux)).toEqual([`instance ${id}`]);
  await simulated.call('StopInstances', { InstanceIds: [id] });
  await simulated.clock.advance(120_000);
  expect((await readReferences(region, [amazonLinux], depth)).references).toMatchObject([
    { kind: 'instance', detail: 'stopped' },
  ]);
  await simulated.call('TerminateInstances', { InstanceIds: [id] });
  await simulated.clock.advance(120_000);
  expect(await kindsOf(amazonLinux)).toEqual([]);
});

describe('a launch template that no group uses protects', () => {
  const images = ids(13);

  test('the images of as many versions as asked for, and of its default one however old it is', async () => {
    const id = await template('web', ...images);
    expect(await kindsOf(images[12]!)).toEqual([`launch-template ${id}`]);
    expect(await kindsOf(images[3]!)).toEqual([`launch-template ${id}`]);
    expect(await kindsOf(images[0]!)).toEqual([`launch-template ${id}`]);
    expect(await kindsOf(images[1]!)).toEqual([]);
    expect(await kindsOf(images[1]!, { templateVersions: 12, now })).toEqual([`launch-template ${id}`]);
    await simulated.call('ModifyLaunchTemplate', { LaunchTemplateId: id, DefaultVersion: '2' });
    expect(await kindsOf(images[1]!)).toEqual([`launch-template ${id}`]);
    expect(await kindsOf(images[0]!)).toEqual([]);
  });
});

describe('an Auto Scaling group of no instances protects', () => {
  const [first, second, third] = ids(3) as [string, string, string];

  test('the image of its launch configuration, which protects it by itself', async () => {
    await scaling('CreateLaunchConfiguration', {
      LaunchConfigurationName: 'old',
      ImageId: first,
      InstanceType: 'm7i.large',
    });
    expect(await kindsOf(first)).toEqual(['launch-configuration old']);
    await group('web', { LaunchConfigurationName: 'old' });
    expect(await kindsOf(first)).toEqual(['auto-scaling-group web', 'launch-configuration old']);
  });

  test('the version that it names, beyond the depth too', async () => {
    const id = await template('web', first, second, ...ids(20));
    await group('web', { LaunchTemplate: { LaunchTemplateId: id, Version: '2' } });
    expect(await kindsOf(second, { templateVersions: 1, now })).toEqual(['auto-scaling-group web']);
  });

  test('the templates and images of the overrides of a mixed policy', async () => {
    const [main, other] = [await template('main', first), await template('other', second)];
    await group('mixed', {
      MixedInstancesPolicy: {
        LaunchTemplate: {
          LaunchTemplateSpecification: { LaunchTemplateId: main },
          Overrides: [
            { InstanceType: 'm7g.large', LaunchTemplateSpecification: { LaunchTemplateId: other, Version: '$Latest' } },
            { InstanceType: 'm6g.large', ImageId: third },
          ],
        },
      },
    });
    expect(await kindsOf(second)).toEqual(['auto-scaling-group mixed', `launch-template ${other}`]);
    expect(await kindsOf(third)).toEqual(['auto-scaling-group mixed']);
  });
});

test('a parameter and a recipe of Image Builder protect the image that they name', async () => {
  const [id = ''] = ids(1);
  const sources = [
    ['ssm:Parameter', `arn:aws:ssm:${region}:${account}:parameter/golden/web`],
    ['imagebuilder:ImageRecipe', `arn:aws:imagebuilder:${region}:${account}:image-recipe/web/1.0.0`],
  ];
  simulated.ec2.addReferenceSource((_region, ImageId) =>
    ImageId === id ? sources.map(([ResourceType = '', Arn = '']) => ({ ImageId, ResourceType, Arn })) : [],
  );
  expect(await kindsOf(id)).toEqual([
    `image-builder-recipe arn:aws:imagebuilder:${region}:${account}:image-recipe/web/1.0.0`,
    'ssm-parameter /golden/web',
  ]);
});

test('of more than a thousand of each the last one counts as well', async () => {
  const images = ids(1100);
  for (const [index, id] of images.entries()) {
    await template(`template-${index}`, id);
    await scaling('CreateLaunchConfiguration', {
      LaunchConfigurationName: `configuration-${index}`,
      ImageId: id,
      InstanceType: 'm7i.large',
    });
    await group(`group-${index}`, { LaunchConfigurationName: `configuration-${index}` });
  }
  const last = images.at(-1)!;
  expect(await kindsOf(last)).toHaveLength(3);
  calls.length = 0;
  const { references } = await readReferences(region, images, depth);
  expect(new Set(references.map(({ ami_id }) => ami_id)).size).toBe(1100);
  // 110 by tens of images, 6 by two hundreds, and the listings.
  expect(calls.length).toBeLessThan(0.2 * images.length);
}, 60_000);

test('one image costs as few calls as there are questions', async () => {
  await readReferences(region, [amazonLinux], depth);
  expect(calls.length).toBeLessThanOrEqual(13);
});

test.each([
  ['DescribeInstances', ['instance']],
  ['DescribeImageReferences', ['launch-template', 'ssm-parameter', 'image-builder-recipe']],
  ['DescribeLaunchTemplateVersions', ['launch-template', 'auto-scaling-group']],
  ['DescribeAutoScalingGroups', ['auto-scaling-group']],
  ['DescribeLaunchConfigurations', ['launch-configuration', 'auto-scaling-group']],
  ['Query', ['build']],
])('what %s does not answer is unread, with the reason, and the rest is read', async (action, kinds) => {
  const id = await simulated.launch();
  failing.add(action);
  const { references, unread } = await readReferences(region, [amazonLinux], depth);
  expect(unread.map(({ kind }) => kind)).toEqual(expect.arrayContaining(kinds));
  expect(unread.every(({ reason, region: at }) => reason === `${action} is throttled` && at === region)).toBe(true);
  if (action !== 'DescribeInstances') expect(references).toMatchObject([{ kind: 'instance', name: id }]);
});
