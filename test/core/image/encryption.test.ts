import { encryptionWarnings } from '../../../core/image/encryption';

const key = 'arn:aws:kms:us-east-1:123456789012:key/k';
const other = 'arn:aws:kms:us-east-1:123456789012:key/other';
const alias = 'arn:aws:kms:us-east-1:123456789012:alias/images';
const instance = (...volumes: { device: string; encrypted: boolean; kms_key_id?: string }[]) => ({
  instance_id: 'i-1',
  stack: 'tool',
  volumes,
});
const root = { device: '/dev/xvda', encrypted: true, kms_key_id: key };
const open = { device: '/dev/sdf', encrypted: false };

test('an instance whose volumes have the key of the stack gives no warning, also where an alias names the key', () => {
  expect(encryptionWarnings(instance(root), [], { key })).toEqual([]);
  expect(encryptionWarnings(instance(root), [], { key: alias, arn: key })).toEqual([]);
});

test('each volume without that key is named, with its own key', () => {
  const [warning, ...more] = encryptionWarnings(
    instance({ ...root, kms_key_id: other }, open, { ...root, device: '/dev/sdg' }),
    [],
    { key },
  );
  expect(warning).toBe(
    `the image is not encrypted with ${key}, the key of tool, because it inherits from the volumes of i-1: /dev/xvda (encrypted with ${other}), /dev/sdf (not encrypted); build it from a recipe, or launch the instance from an image that has the key`,
  );
  expect(more).toEqual([]);
});

test('a volume that is left out of the image does not count', () => {
  expect(encryptionWarnings(instance(root, open), [{ device: '/dev/sdf', exclude: true }], { key })).toEqual([]);
  expect(
    encryptionWarnings(instance(root, open), [{ device: '/dev/sdf', delete_on_termination: true }], { key }),
  ).toHaveLength(1);
});
