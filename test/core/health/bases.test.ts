import { basesOf, basesToCheck } from '../../../core/health/bases';
import { image } from '../kit/images';

const parent = image({ ami_id: 'ami-parent', base_source: 'al2023', base_ami: 'ami-base', deprecated: true });
const made = image({ ami_id: 'ami-made', base_ami: 'ami-parent' });

test('the base of a live image is that of its parent, whatever became of the parent', () => {
  const { images, bases } = basesToCheck([made], () => parent);
  expect([...bases]).toEqual([['us-east-1', ['ami-base']]]);
  expect([...basesOf(images.map(({ holder }) => holder))]).toEqual([...bases]);
});

test.each([{ deprecated: true }, { lifecycle: 'candidate' as const }, { state: 'disabled' as const }])(
  'the base of an image that is %j is among those to read when another one stands on it, not for itself',
  (changes) => {
    const holder = { ...parent, deprecated: false, ...changes };
    expect([...basesOf([holder])]).toEqual([['us-east-1', ['ami-base']]]);
    expect([...basesToCheck([holder]).bases]).toEqual([]);
  },
);

test('bases are listed once, by the region where the original was built', () => {
  const copy = image({ ...parent, region: 'us-west-2', source_region: 'us-east-1' });
  const other = image({ ...parent, region: 'us-west-2', base_ami: 'ami-west' });
  expect([...basesOf([parent, copy, other, image({ base_ami: undefined })])]).toEqual([
    ['us-east-1', ['ami-base']],
    ['us-west-2', ['ami-west']],
  ]);
});
