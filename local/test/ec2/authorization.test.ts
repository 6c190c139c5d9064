import { amazonLinux, codeOf, kit } from './kit';

const one = {
  ImageId: amazonLinux,
  InstanceType: 'm7i.large',
  MinCount: 1,
  MaxCount: 1,
  IamInstanceProfile: { Name: 'builder' },
  MetadataOptions: { HttpTokens: 'required' },
};
const Tags = [{ Key: 'spawn:state', Value: 'candidate' }];

describe('each call is authorized on every resource that it touches', () => {
  test('a launch: image, instance, volume, interface, subnet, group, tagging, and passing the role', async () => {
    const { authorized, call } = kit();
    await call('RunInstances', { ...one, TagSpecifications: [{ ResourceType: 'instance', Tags }] });
    const seen = authorized.map(
      ({ action, resource }) => `${action} ${resource.replace(/(subnet|sg)-0[0-9a-f]+/, '$1-…')}`,
    );
    expect(seen).toEqual([
      `ec2:RunInstances arn:aws:ec2:us-east-1::image/${amazonLinux}`,
      'ec2:RunInstances arn:aws:ec2:us-east-1:123456789012:instance/*',
      'ec2:RunInstances arn:aws:ec2:us-east-1:123456789012:volume/*',
      'ec2:RunInstances arn:aws:ec2:us-east-1:123456789012:network-interface/*',
      'ec2:RunInstances arn:aws:ec2:us-east-1:123456789012:subnet/subnet-…',
      'ec2:RunInstances arn:aws:ec2:us-east-1:123456789012:security-group/sg-…',
      'ec2:CreateTags arn:aws:ec2:us-east-1:123456789012:instance/*',
      'iam:PassRole arn:aws:iam::123456789012:role/builder',
    ]);
    expect(authorized[0]?.context).toMatchObject({ 'ec2:Owner': 'amazon' });
    expect(authorized[1]?.context).toMatchObject({
      'aws:RequestTag/spawn:state': 'candidate',
      'aws:TagKeys': ['spawn:state'],
      'ec2:InstanceType': 'm7i.large',
      'ec2:MetadataHttpTokens': 'required',
      'ec2:InstanceProfile': 'arn:aws:iam::123456789012:instance-profile/builder',
    });
    expect(authorized[6]?.context).toMatchObject({
      'ec2:CreateAction': 'RunInstances',
      'aws:RequestTag/spawn:state': 'candidate',
    });
    expect(authorized[7]?.context).toEqual({ 'iam:PassedToService': 'ec2.amazonaws.com' });
  });

  test('making, copying and ending an image: with the tags of the request and of the resource', async () => {
    const { authorized, call, image } = kit();
    const TagSpecifications = ['image', 'snapshot'].map((ResourceType) => ({ ResourceType, Tags }));
    const ImageId = await image('pytorch', { TagSpecifications });
    const made = authorized
      .filter(({ action, context }) => action === 'ec2:CreateImage' || context['ec2:CreateAction'] === 'CreateImage')
      .map(({ action, resource }) => [action, resource.split(':').at(-1)?.split('/')[0]]);
    expect(made).toEqual([
      ['ec2:CreateImage', 'instance'],
      ['ec2:CreateImage', 'image'],
      ['ec2:CreateTags', 'image'],
      ['ec2:CreateImage', 'snapshot'],
      ['ec2:CreateTags', 'snapshot'],
    ]);
    authorized.length = 0;
    await call('CopyImage', { SourceImageId: ImageId, SourceRegion: 'us-east-1', Name: 'pytorch' }, 'eu-west-1');
    expect(authorized.map(({ resource }) => resource)).toEqual([
      'arn:aws:ec2:eu-west-1::image/*',
      'arn:aws:ec2:eu-west-1::snapshot/*',
    ]);
    authorized.length = 0;
    await call('DeregisterImage', { ImageId, DeleteAssociatedSnapshots: true });
    expect(authorized.map(({ action, context }) => [action, context['aws:ResourceTag/spawn:state']])).toEqual([
      ['ec2:DeregisterImage', 'candidate'],
      ['ec2:DeleteSnapshot', 'candidate'],
    ]);
  });

  test('ending an instance, an image and a snapshot: with the tags that it has', async () => {
    const { authorized, call, image, ec2 } = kit();
    const TagSpecifications = ['image', 'snapshot'].map((ResourceType) => ({ ResourceType, Tags }));
    const ImageId = await image('pytorch', { TagSpecifications });
    const [{ SnapshotId }] = (await call('DescribeSnapshots', { OwnerIds: ['self'] })).Snapshots;
    const InstanceIds = ec2.instances('us-east-1').map(({ instance }) => instance.id);
    await call('CreateTags', { Resources: InstanceIds, Tags });
    authorized.length = 0;
    await call('DeregisterImage', { ImageId });
    await call('DeleteSnapshot', { SnapshotId });
    await call('TerminateInstances', { InstanceIds });
    expect(authorized.map(({ action, context }) => [action, context['aws:ResourceTag/spawn:state']])).toEqual([
      ['ec2:DeregisterImage', 'candidate'],
      ['ec2:DeleteSnapshot', 'candidate'],
      ['ec2:TerminateInstances', 'candidate'],
    ]);
  });

  test('references of an image: on what holds them too, which the caller must be allowed to read', async () => {
    const { call, denials, image } = kit();
    const ask = { ImageIds: [await image('pytorch')], IncludeAllResourceTypes: true };
    expect(await codeOf(call('DescribeImageReferences', ask))).toBe('no error');
    denials.push({ action: 'ssm:DescribeParameters' });
    expect(await codeOf(call('DescribeImageReferences', ask))).toBe('UnauthorizedOperation');
  });

  test('tagging: with the tags that are there and those that come', async () => {
    const { authorized, call, launch } = kit();
    const id = await launch({ TagSpecifications: [{ ResourceType: 'instance', Tags }] });
    authorized.length = 0;
    await call('CreateTags', { Resources: [id], Tags: [{ Key: 'spawn:state', Value: 'published' }] });
    expect(authorized).toMatchObject([
      {
        action: 'ec2:CreateTags',
        resource: `arn:aws:ec2:us-east-1:123456789012:instance/${id}`,
        context: {
          'aws:ResourceTag/spawn:state': 'candidate',
          'aws:RequestTag/spawn:state': 'published',
          'aws:TagKeys': ['spawn:state'],
        },
      },
    ]);
  });

  test('lists: on everything', async () => {
    const { authorized, call } = kit();
    for (const action of [
      'DescribeInstances',
      'DescribeImages',
      'DescribeSnapshots',
      'DescribeRegions',
      'DescribeInstanceTypes',
    ])
      await call(action);
    expect(new Set(authorized.map(({ resource }) => resource))).toEqual(new Set(['*']));
  });
});

describe('a denial', () => {
  test.each([
    ['of the role to pass', { action: 'iam:PassRole' }],
    ['of tagging', { action: 'ec2:CreateTags' }],
    ['on one of the resources', { action: 'ec2:RunInstances', resource: 'network-interface' }],
  ])('%s stops a launch before anything is made', async (_what, denial) => {
    const { call, denials, ec2 } = kit();
    denials.push(denial);
    expect(
      await codeOf(call('RunInstances', { ...one, TagSpecifications: [{ ResourceType: 'instance', Tags }] })),
    ).toBe('UnauthorizedOperation');
    expect(ec2.instances('us-east-1')).toEqual([]);
  });

  test('on one of two instances stops the termination of both', async () => {
    const { call, denials, ec2, launch } = kit();
    const ids = [await launch(), await launch()];
    denials.push({ action: 'ec2:TerminateInstances', resource: ids[1] ?? '' });
    expect(await codeOf(call('TerminateInstances', { InstanceIds: ids }))).toBe('UnauthorizedOperation');
    expect(ec2.instances('us-east-1').map(({ instance }) => instance.state)).toEqual(['running', 'running']);
  });

  test('comes before the dry run says that all is well', async () => {
    const { call, denials } = kit();
    denials.push({ action: 'ec2:RunInstances' });
    expect(await codeOf(call('RunInstances', { ...one, DryRun: true }))).toBe('UnauthorizedOperation');
  });
});
