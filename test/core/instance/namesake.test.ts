import { namesakeWarnings } from '../../../core/instance/namesake';

const other = { instance_id: 'i-1', name: 'Web', state: 'running' as const, region: 'us-east-1' };

describe('a launch whose name is in use', () => {
  test('names the other instance, whatever the case of its name', () => {
    expect(namesakeWarnings([{ name: 'web', instance_id: 'i-2' }], [other])).toEqual([
      "the name 'web' is also used by i-1 (running, us-east-1): use the instance id in commands, or terminate the other one",
    ]);
  });

  test('does not name the instance itself, which a repeated request finds', () => {
    expect(namesakeWarnings([{ name: 'web', instance_id: 'i-1' }], [other])).toEqual([]);
  });

  test('warns once for each name of a job array, and not of other names', () => {
    const array = [{ name: 'chr-0' }, { name: 'chr-1' }];
    expect(namesakeWarnings(array, [other, { ...other, name: 'chr-1' }])).toEqual([expect.stringContaining("'chr-1'")]);
  });
});
