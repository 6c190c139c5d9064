import type { Disk } from '../../kernel/types';
import { kit } from './kit';

const minute = 60_000;
const day = 86_400_000;

/** EC2 whose machines give back what is not in use; `inUse` tells how many disks the last look found. */
function kitWithLooks(retentionDays?: () => number) {
  let disks: ReadonlySet<Disk> = new Set();
  const made = kit({ retentionDays, retain: (inUse) => void (disks = inUse) });
  return { ...made, inUse: () => disks.size };
}

describe('the disk of an image and its stopped instance', () => {
  test('is given back after both are gone, also when no other image is deregistered', async () => {
    const { call, clock, image, inUse } = kitWithLooks();
    const ImageId = await image('pytorch');
    const { Reservations } = await call('DescribeInstances', {});
    await call('TerminateInstances', { InstanceIds: [Reservations[0].Instances[0].InstanceId] });
    await clock.advance(5 * minute);
    const before = inUse();
    await call('DeregisterImage', { ImageId });
    await clock.advance(5 * minute);
    expect(before - inUse()).toBe(1);
  });

  test('stays as long as the Recycle Bin keeps the image, and no longer', async () => {
    const { call, clock, image, inUse } = kitWithLooks(() => 1);
    const ImageId = await image('pytorch');
    const { Reservations } = await call('DescribeInstances', {});
    await call('TerminateInstances', { InstanceIds: [Reservations[0].Instances[0].InstanceId] });
    await call('DeregisterImage', { ImageId });
    await clock.advance(5 * minute);
    const before = inUse();
    await clock.advance(day);
    expect(before - inUse()).toBe(1);
  });
});
