import { catalogRecord } from '../../../core/catalog/record';
import { ec2Image, now } from '../kit/images';

test('a record has the sum of the volumes, and the snapshots of those that have one', () => {
  const disk = { device: '/dev/xvda', snapshot_id: 'snap-1', size_gb: 30, encrypted: true };
  const empty = { device: '/dev/sdb', size_gb: 100, encrypted: false };
  const facts = { ...ec2Image({ architecture: 'arm64', block_devices: [disk, empty] }), ami_id: 'ami-1', now };
  expect(catalogRecord(facts)).toMatchObject({ architecture: 'arm64', size_gb: 130, snapshots: [disk], revision: 0 });
  expect(catalogRecord({ ...facts, architecture: 'x86_64' }).architecture).toBe('x86_64');
});
