import * as fc from 'fast-check';
import { checkedTags } from '../../services/ec2/state/tags';
import { amazonLinux, codeOf, kit } from './kit';

const tag = (Key: string, Value = 'v'): { Key: string; Value: string } => ({ Key, Value });

describe('tags', () => {
  test('of the creating call are on instance, volume and interface at once', async () => {
    const { call, launch } = kit();
    const id = await launch({
      TagSpecifications: ['instance', 'volume', 'network-interface'].map((ResourceType) => ({
        ResourceType,
        Tags: [tag('of', ResourceType)],
      })),
    });
    const { Tags } = await call('DescribeTags', { Filters: [{ Name: 'key', Values: ['of'] }] });
    expect(Tags.map(({ ResourceType, Value }: Record<string, string>) => [ResourceType, Value]).sort()).toEqual([
      ['instance', 'instance'],
      ['network-interface', 'network-interface'],
      ['volume', 'volume'],
    ]);
    expect(Tags.find(({ ResourceType }: Record<string, string>) => ResourceType === 'instance').ResourceId).toBe(id);
  });

  test.each([
    ['a reserved key', [tag('aws:thing')], 'InvalidParameterValue'],
    ['a key of 128 characters', [tag('k'.repeat(128))], 'InvalidParameterValue'],
    ['a value of 257 characters', [tag('k', 'v'.repeat(257))], 'InvalidParameterValue'],
    ['a key twice', [tag('k'), tag('k')], 'InvalidParameterValue'],
    ['51 tags', Array.from({ length: 51 }, (_, number) => tag(`k${number}`)), 'TagLimitExceeded'],
  ])('with %s are refused, and nothing is tagged', async (_what, Tags, code) => {
    const { call, launch } = kit();
    const id = await launch();
    expect(await codeOf(call('CreateTags', { Resources: [id], Tags }))).toBe(code);
    expect((await call('DescribeTags', {})).Tags).toEqual([]);
  });

  test('over fifty in two calls are refused too', async () => {
    const { call, launch } = kit();
    const id = await launch();
    await call('CreateTags', { Resources: [id], Tags: Array.from({ length: 50 }, (_, number) => tag(`k${number}`)) });
    expect(await codeOf(call('CreateTags', { Resources: [id], Tags: [tag('k50')] }))).toBe('TagLimitExceeded');
    expect(await codeOf(call('CreateTags', { Resources: [id], Tags: [tag('k49', 'changed')] }))).toBe('no error');
  });

  test('go by key, or by key and value', async () => {
    const { call, launch } = kit();
    const id = await launch();
    await call('CreateTags', { Resources: [id], Tags: [tag('one'), tag('two')] });
    await call('DeleteTags', { Resources: [id], Tags: [{ Key: 'one' }, tag('two', 'other')] });
    expect((await call('DescribeTags', {})).Tags).toEqual([expect.objectContaining({ Key: 'two' })]);
  });

  test('go all together when none is named', async () => {
    const { call, launch } = kit();
    const id = await launch();
    await call('CreateTags', { Resources: [id], Tags: [tag('one'), tag('two')] });
    await call('DeleteTags', { Resources: [id] });
    expect((await call('DescribeTags', {})).Tags).toEqual([]);
  });

  test('of CreateImage are on the image and its snapshots at once', async () => {
    const { call, launch } = kit();
    const InstanceId = await launch();
    const TagSpecifications = ['image', 'snapshot'].map((ResourceType) => ({ ResourceType, Tags: [tag('of')] }));
    const { ImageId } = await call('CreateImage', { InstanceId, Name: 'pytorch', NoReboot: true, TagSpecifications });
    const Tags = [{ Key: 'of', Value: 'v' }];
    expect((await call('DescribeImages', { ImageIds: [ImageId] })).Images).toMatchObject([{ Tags }]);
    expect((await call('DescribeSnapshots', { OwnerIds: ['self'] })).Snapshots).toMatchObject([{ Tags }]);
  });

  test('for a type that the call does not make are refused', async () => {
    const { call } = kit();
    const TagSpecifications = [{ ResourceType: 'image', Tags: [tag('k')] }];
    expect(
      await codeOf(
        call('RunInstances', {
          ImageId: amazonLinux,
          InstanceType: 'm7i.large',
          MinCount: 1,
          MaxCount: 1,
          TagSpecifications,
        }),
      ),
    ).toBe('InvalidParameterValue');
  });

  test('for an id of no kind are refused', async () => {
    const { call } = kit();
    expect(await codeOf(call('CreateTags', { Resources: ['what'], Tags: [tag('k')] }))).toBe('InvalidID');
  });

  test('within the rules are kept as they are', () => {
    const key = fc.string({ minLength: 1, maxLength: 127 }).filter((text) => !/^aws:/i.test(text));
    const legal = fc.uniqueArray(fc.record({ Key: key, Value: fc.string({ maxLength: 256 }) }), {
      selector: ({ Key }) => Key,
      maxLength: 50,
    });
    fc.assert(
      fc.property(legal, (tags) => expect([...checkedTags(tags)]).toEqual(tags.map(({ Key, Value }) => [Key, Value]))),
      { numRuns: 50 },
    );
  });
});
