import { checkImageVolumes } from '../../../core/image/volumes';

const volume = (device: string) => ({ device, volume_id: `vol-${device}`, delete_on_termination: true });
const instance = { instance_id: 'i-1', root_device: '/dev/xvda', volumes: [volume('/dev/xvda'), volume('/dev/sdf')] };

test('a data volume may be left out, and the deletion of each may be set', () => {
  expect(() => checkImageVolumes(instance, [{ device: '/dev/sdf', exclude: true }])).not.toThrow();
  expect(() =>
    checkImageVolumes(instance, [
      { device: '/dev/xvda', delete_on_termination: false },
      { device: '/dev/sdf', delete_on_termination: true },
    ]),
  ).not.toThrow();
});

test.each([
  [[{ device: '/dev/sdg', exclude: true }], "i-1 has no volume '/dev/sdg': it has /dev/xvda, /dev/sdf."],
  [[{ device: '/dev/xvda', exclude: true }], "'/dev/xvda' is the root volume of i-1"],
  [[{ device: '/dev/sdf', exclude: true }, { device: '/dev/sdf' }], "the volume '/dev/sdf' is named twice"],
  [[{ device: '/dev/sdf', exclude: true, delete_on_termination: true }], 'nothing else can be set for it'],
])('%j is refused', (asked, message) => {
  expect(() => checkImageVolumes(instance, asked)).toThrow(message);
});
