import { administratorOf } from '../../kernel/accounts';
import { account, amazonLinux, codeOf, home, kit, type Kit } from './kit';

const canonical = '099720109477';
const stranger = '666666666666';
const day = 86_400_000;

describe('Allowed AMIs', () => {
  let ec2: Kit;
  const limit = async (criteria: object[], state = 'enabled'): Promise<void> => {
    await ec2.call('ReplaceImageCriteriaInAllowedImagesSettings', { ImageCriteria: criteria });
    await ec2.call('EnableAllowedImagesSettings', { AllowedImagesSettingsState: state });
  };
  const launch = (ImageId: string): Promise<any> =>
    ec2.call('RunInstances', { ImageId, InstanceType: 'm7i.large', MinCount: 1, MaxCount: 1 });
  const imagesOf = async (owner: string): Promise<any[]> =>
    (await ec2.call('DescribeImages', { Owners: [owner] })).Images;
  const ownersSeen = async (): Promise<string[]> => [
    ...new Set<string>((await ec2.call('DescribeImages', {})).Images.map(({ OwnerId }: any) => OwnerId)),
  ];
  const allowed = async (ImageId: string): Promise<unknown> =>
    (await ec2.call('DescribeImages', { ImageIds: [ImageId] })).Images[0].ImageAllowed;

  beforeEach(() => {
    ec2 = kit();
  });

  test('are disabled at first: every image is found, and EC2 does not say which are allowed', async () => {
    expect(await ec2.call('GetAllowedImagesSettings')).toEqual({
      State: 'disabled',
      ImageCriteria: [],
      ManagedBy: 'account',
    });
    expect([await allowed(amazonLinux), (await imagesOf(stranger)).length]).toEqual([undefined, 1]);
  });

  test('in audit mode refuse nothing and say which images meet the criteria', async () => {
    await limit([{ ImageProviders: [canonical] }], 'audit-mode');
    expect(await ec2.call('GetAllowedImagesSettings')).toMatchObject({
      State: 'audit-mode',
      ImageCriteria: [{ ImageProviders: [canonical] }],
    });
    const [ubuntu] = await imagesOf(canonical);
    expect([await allowed(amazonLinux), ubuntu.ImageAllowed]).toEqual([false, true]);
    const Filters = [{ Name: 'image-allowed', Values: ['true'] }];
    const listed = (await ec2.call('DescribeImages', { Filters })).Images;
    expect([...new Set(listed.map(({ OwnerId }: any) => OwnerId))]).toEqual([canonical]);
    const { Instances } = await launch(amazonLinux);
    await ec2.clock.advance(60_000);
    const metadata = await ec2.call('DescribeInstanceImageMetadata', {
      Filters: [{ Name: 'image-allowed', Values: ['false'] }],
    });
    expect(metadata.InstanceImageMetadata).toMatchObject([
      {
        InstanceId: Instances[0].InstanceId,
        ImageMetadata: { ImageId: amazonLinux, ImageOwnerAlias: 'amazon', ImageAllowed: false },
      },
    ]);
  });

  test('enabled, an image that meets no criterion is neither found nor launched nor copied', async () => {
    await limit([{ ImageProviders: [canonical] }]);
    expect(await ownersSeen()).toEqual([canonical]);
    expect(await codeOf(ec2.call('DescribeImages', { ImageIds: [amazonLinux] }))).toBe('InvalidAMIID.NotFound');
    expect(await codeOf(launch(amazonLinux))).toBe('InvalidAMIID.NotFound');
    expect(await codeOf(ec2.call('CopyImage', { SourceImageId: amazonLinux, SourceRegion: home, Name: 'copy' }))).toBe(
      'InvalidAMIID.NotFound',
    );
    await ec2.call('DisableAllowedImagesSettings');
    expect(await codeOf(launch(amazonLinux))).toBe('no error');
  });

  test('never restrict the own images of an account', async () => {
    const own = await ec2.image('mine');
    await limit([{ ImageProviders: ['none'] }]);
    expect([await allowed(own), await ownersSeen()]).toEqual([true, [account]]);
    expect(await codeOf(launch(own))).toBe('no error');
  });

  test('are set by each account for itself, and in each region', async () => {
    const there = (action: string, input: object): Promise<any> =>
      ec2.ec2.call({
        service: 'ec2',
        action,
        region: home,
        input,
        principal: administratorOf('222233334444'),
        requestId: '1',
        authorize: () => undefined,
      });
    await limit([{ ImageProviders: ['none'] }]);
    expect((await there('GetAllowedImagesSettings', {})).State).toBe('disabled');
    expect((await there('DescribeImages', { ImageIds: [amazonLinux] })).Images).toHaveLength(1);
  });

  test.each([
    ['the alias of an owner', { ImageProviders: ['amazon'] }, true],
    ['an account', { ImageProviders: ['137112412989'] }, true],
    ['another account', { ImageProviders: [stranger] }, false],
    ['one of several names', { ImageNames: ['ubuntu*', 'al2023-ami-????.*'] }, true],
    ['another name', { ImageNames: ['al2023'] }, false],
    ['all parts of a criterion', { ImageProviders: ['amazon'], ImageNames: ['ubuntu*'] }, false],
    ['a product of the Marketplace', { MarketplaceProductCodes: ['abc123'] }, false],
    ['an age', { CreationDateCondition: { MaximumDaysSinceCreated: 36_500 } }, true],
    ['a lower age', { CreationDateCondition: { MaximumDaysSinceCreated: 0 } }, false],
    ['no deprecation', { DeprecationTimeCondition: { MaximumDaysSinceDeprecated: 0 } }, true],
  ])('ask for %s', async (_what, criterion, expected) => {
    await ec2.clock.advance(365 * day);
    await limit([criterion], 'audit-mode');
    expect(await allowed(amazonLinux)).toBe(expected);
  });

  test('accept an image that meets any criterion', async () => {
    await limit([{ ImageProviders: [stranger] }, { ImageProviders: ['amazon'] }], 'audit-mode');
    expect(await allowed(amazonLinux)).toBe(true);
  });

  test.each([
    ['eleven criteria', Array(11).fill({ ImageProviders: ['amazon'] }), 'InvalidParameterValue'],
    ['201 providers', [{ ImageProviders: Array(201).fill(stranger) }], 'InvalidParameterValue'],
    ['51 names', [{ ImageNames: Array(51).fill('a*') }], 'InvalidParameterValue'],
    ['an unknown provider', [{ ImageProviders: ['canonical'] }], 'InvalidParameterValue'],
    ['a name that no image can have', [{ ImageNames: ['a+b'] }], 'InvalidParameterValue'],
    ['none and another provider', [{ ImageProviders: ['none', 'amazon'] }], 'InvalidParameterCombination'],
    ['an empty criterion', [{}], 'InvalidParameterValue'],
    ['watermarks', [{ ImageWatermarks: [{ WatermarkKey: `${account}:golden` }] }], 'UnsupportedParameter'],
    ['results of scans', [{ ScanResultCondition: { MaximumSeverityLabel: 'high' } }], 'UnsupportedParameter'],
  ])('refuse %s', async (_what, criteria, code) => {
    expect(await codeOf(ec2.call('ReplaceImageCriteriaInAllowedImagesSettings', { ImageCriteria: criteria }))).toBe(
      code,
    );
  });

  test('cannot be changed where a declarative policy of the organization sets them', async () => {
    ec2 = kit({ allowedImagesPolicy: { state: 'enabled', criteria: [{ ImageProviders: ['amazon'] }] } });
    expect(await ec2.call('GetAllowedImagesSettings')).toMatchObject({
      State: 'enabled',
      ManagedBy: 'declarative-policy',
    });
    expect(await ownersSeen()).not.toContain(canonical);
    expect(await codeOf(ec2.call('DisableAllowedImagesSettings'))).toBe('OperationNotPermitted');
    expect(await codeOf(limit([{ ImageProviders: [canonical] }]))).toBe('OperationNotPermitted');
  });
});
