import { adoptionTags, checkAdoptable, hasGpu } from '../../../core/catalog/adoption';
import { SpawnError } from '../../../core/errors';
import type { Ec2Image } from '../../../core/model/ec2';
import { tagKeys } from '../../../core/tags';
import { ec2Image, image, now } from '../kit/images';

const byHand = (changes: Partial<Ec2Image> = {}) => ec2Image({ name: 'web', tags: {}, ...changes });
const refused = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof SpawnError) return [error.name, error.message, error.details];
    throw error;
  }
  throw new Error('nothing was refused');
};
const adopt = (changes: Partial<Ec2Image>, wanted = {}, source?: ReturnType<typeof image>) =>
  adoptionTags(byHand(changes), { tags: {}, remove: [], ...wanted }, { deployment: 'dev@us-east-1', source, now });

test.each<[Partial<Ec2Image>, string, string, Record<string, string>]>([
  [
    { tags: { [tagKeys.deployment]: 'prod@us-east-1' } },
    'NotManaged',
    'the image ami-1 (web) belongs to the deployment prod@us-east-1: change it there.',
    { deployment: 'prod@us-east-1' },
  ],
  [
    { state: 'disabled' },
    'WrongState',
    'the image ami-1 (web) is disabled: bring it under management once it is available.',
    { state: 'disabled' },
  ],
  [{ platform: 'windows' }, 'InvalidRequest', 'the image ami-1 (web) is a Windows image: only Linux is supported.', {}],
  [
    { architecture: 'i386' },
    'ArchitectureMismatch',
    'the image ami-1 (web) is for i386: only x86_64 and arm64 are supported.',
    { architecture: 'i386' },
  ],
])('an image with %j cannot be adopted', (changes, name, message, details) => {
  expect(refused(() => checkAdoptable(byHand(changes)))).toEqual([name, message, { ami_id: 'ami-1', ...details }]);
});

test('a name that breaks the rules says whether it was asked for or is in the tags of the image', () => {
  expect(refused(() => adopt({ tags: { stack: 'My Web' } }))[1]).toContain('the tag stack of ami-1');
  expect(refused(() => adopt({}, { stack: 'My Web' }))[1]).toMatch(/^the stack/);
  expect(refused(() => adopt({ tags: { [tagKeys.variant]: 'a/b' } }))[1]).toContain('the tag variant of ami-1');
});

test('whether it is for GPUs is as somebody says, before its name', () => {
  expect(adopt({ name: 'web-cuda' })).toMatchObject({ [tagKeys.gpu]: 'true' });
  expect(adopt({ name: 'web-cuda' }, { gpu: 'no' })).toMatchObject({ [tagKeys.gpu]: 'false' });
  expect(adopt({}, { gpu: 'True' })).toMatchObject({ [tagKeys.gpu]: 'true' });
  expect(hasGpu(byHand({ name: 'x', description: 'drivers of NVIDIA' }))).toBe(true);
  expect(hasGpu(byHand({ name: 'x', description: '' }))).toBe(false);
});

test('an image made on an instance of ours is built on it, and no replica; one without a source has none', () => {
  const source = image({ ami_id: 'ami-9', region: 'eu-west-1', base_os: 'al2023', base_ami: 'ami-vendor' });
  const made = adopt({ source_instance_id: 'i-1', source_image_id: 'ami-9' }, {}, source);
  expect(made).toMatchObject({
    [tagKeys.base]: 'al2023',
    [tagKeys.baseAmi]: 'ami-9',
    [tagKeys.createdFrom]: 'i-1',
    [tagKeys.sourceRegion]: 'us-east-1',
  });
  expect(made).not.toHaveProperty([tagKeys.replicatedFrom]);
  const alone = adopt({}, {}, source);
  expect(alone).not.toHaveProperty([tagKeys.replicatedFrom]);
  expect(alone).not.toHaveProperty([tagKeys.baseAmi]);
});
