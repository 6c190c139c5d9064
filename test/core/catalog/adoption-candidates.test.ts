import { findImagesQuery, foundImage } from '../../../core/catalog/adoption-candidates';
import type { Ec2Image } from '../../../core/model/ec2';
import { tagKeys } from '../../../core/tags';
import { ec2Image, now } from '../kit/images';

const volume = (size_gb: number) => ({ device: '/dev/xvda', snapshot_id: 'snap-1', size_gb, encrypted: false });
const found = (changes: Partial<Ec2Image> = {}) =>
  foundImage(ec2Image({ name: 'web', tags: {}, ...changes }), 'dev@us-east-1', now);

test('what is known of an image comes from EC2, its tags as they are written, and its name', () => {
  expect(
    found({
      name: 'web-cuda',
      description: 'on ubuntu-24.04',
      tags: { stack: 'My Web', version: 'latest' },
      block_devices: [volume(8), volume(30)],
    }),
  ).toEqual({
    ami_id: 'ami-1',
    name: 'web-cuda',
    region: 'us-east-1',
    architecture: 'x86_64',
    gpu: true,
    size_gb: 38,
    base_os: 'ubuntu-24.04',
    stack: 'My Web',
    version: 'latest',
    managed: false,
  });
  expect(found()).toMatchObject({ gpu: false, base_os: undefined, stack: undefined, version: undefined });
  expect(found({ name: 'ubuntu-24.04', tags: { [tagKeys.base]: 'al2023' } }).base_os).toBe('al2023');
});

test('an image of this deployment is managed, and of the others it says why they cannot be', () => {
  const of = (deployment: string) => found({ tags: { [tagKeys.deployment]: deployment } });
  expect(of('dev@us-east-1')).toMatchObject({ managed: true, obstacle: undefined });
  expect(of('prod@us-east-1')).toMatchObject({
    managed: false,
    obstacle: 'the image ami-1 (web) belongs to the deployment prod@us-east-1: change it there.',
  });
});

test('images are found by name, by tag or by both, and never all of an account', () => {
  const isAsked = (query: object) => findImagesQuery.safeParse(query).success;
  expect([{ name: 'web-*' }, { tag: 'team=' }, { name: 'web', tag: 'a=b', region: 'us-west-2' }].map(isAsked)).toEqual([
    true,
    true,
    true,
  ]);
  expect([{}, { region: 'us-west-2' }, { tag: 'team' }, { name: '' }].map(isAsked)).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(findImagesQuery.safeParse({}).error?.issues[0]?.message).toBe('name or tag is required');
});
