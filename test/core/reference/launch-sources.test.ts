import {
  configurationReferences,
  groupReferences,
  pinnedVersions,
  templateReferences,
  type ScalingGroup,
  type TemplateVersion,
} from '../../../core/reference/launch-sources';

const region = 'us-east-1';
const version = (number: number, image: string, changes: Partial<TemplateVersion> = {}): TemplateVersion => ({
  template_id: 'lt-1',
  template_name: 'web',
  version: number,
  is_default: number === 1,
  image_id: image,
  ...changes,
});
const group = (changes: Partial<ScalingGroup>): ScalingGroup => ({
  name: 'web',
  capacity: 0,
  templates: [],
  image_ids: [],
  ...changes,
});
const current = [version(1, 'ami-1'), version(9, 'ami-9')];
const used = (groups: ScalingGroup[], versions = current) =>
  groupReferences(region, groups, versions, [{ name: 'old', image_id: 'ami-c' }]).map(({ ami_id }) => ami_id);

describe('an Auto Scaling group uses', () => {
  test.each([
    ['$Default', 'ami-1'],
    ['$Latest', 'ami-9'],
    ['9', 'ami-9'],
  ])('of its template in version %s the image %s', (asked, image) => {
    expect(used([group({ templates: [{ id: 'lt-1', version: asked }] })])).toEqual([image]);
    expect(used([group({ templates: [{ name: 'web', version: asked }] })])).toEqual([image]);
  });

  test('the image of its launch configuration, at capacity 0 too', () => {
    expect(
      groupReferences(region, [group({ configuration: 'old' })], [], [{ name: 'old', image_id: 'ami-c' }]),
    ).toEqual([{ ami_id: 'ami-c', region, kind: 'auto-scaling-group', name: 'web', detail: 'capacity 0' }]);
  });

  test('the images of all templates and overrides of a mixed policy', () => {
    expect(
      used([
        group({
          templates: [
            { id: 'lt-1', version: '$Default' },
            { id: 'lt-1', version: '9' },
          ],
          image_ids: ['ami-o'],
        }),
      ]),
    ).toEqual(['ami-1', 'ami-9', 'ami-o']);
  });

  test('of two templates with one name each its own, by id', () => {
    const other = version(2, 'ami-other', { template_id: 'lt-2', template_name: 'lt-1' });
    const versions = [other, ...current];
    expect(used([group({ templates: [{ id: 'lt-1', version: '$Latest' }] })], versions)).toEqual(['ami-9']);
    expect(used([group({ templates: [{ name: 'lt-1', version: '$Latest' }] })], [other])).toEqual(['ami-other']);
  });

  test('no image of a version that has none', () => {
    const versions = [version(1, 'ami-1', { image_id: undefined })];
    expect(used([group({ templates: [{ id: 'lt-1', version: '$Default' }] })], versions)).toEqual([]);
    expect(templateReferences(region, versions)).toEqual([]);
  });

  test('nothing of a template that is gone', () => {
    expect(used([group({ templates: [{ id: 'lt-gone', version: '$Latest' }] })])).toEqual([]);
  });

  test('an old version by its number, which is asked for once for each template', () => {
    const groups = [
      group({ templates: [{ id: 'lt-1', version: '3' }] }),
      group({
        templates: [
          { id: 'lt-1', version: '3' },
          { id: 'lt-1', version: '4' },
          { id: 'lt-1', version: '9' },
        ],
      }),
    ];
    expect(pinnedVersions(groups, current)).toEqual([{ id: 'lt-1', name: undefined, versions: ['3', '4'] }]);
    expect(used(groups.slice(0, 1), [...current, version(3, 'ami-3')])).toEqual(['ami-3']);
    const named = ['12', '$Latest', '$Default'].map((asked) => ({ name: 'web', version: asked }));
    const unknown = [
      { id: 'lt-2', version: '1' },
      { name: 'api', version: '1' },
    ];
    expect(pinnedVersions([group({ templates: [...named, ...unknown] })], current)).toEqual([
      { id: undefined, name: 'web', versions: ['12'] },
      { id: 'lt-2', name: undefined, versions: ['1'] },
      { id: undefined, name: 'api', versions: ['1'] },
    ]);
  });
});

test('a launch template uses the image of its newest and of its default version; a configuration uses its own without any group', () => {
  expect(templateReferences(region, current).map(({ ami_id, name, detail }) => [ami_id, name, detail])).toEqual([
    ['ami-1', 'lt-1', 'web, version 1, the default'],
    ['ami-9', 'lt-1', 'web, version 9'],
  ]);
  expect(templateReferences(region, current)[0]).toMatchObject({ kind: 'launch-template', region });
  expect(configurationReferences(region, [{ name: 'old', image_id: 'ami-c' }])).toMatchObject([
    { ami_id: 'ami-c', kind: 'launch-configuration', name: 'old' },
  ]);
});
