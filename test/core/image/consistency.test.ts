import {
  bornConsistency,
  chooseRest,
  crashWarning,
  isProvenFrozen,
  requireFrozen,
} from '../../../core/image/consistency';

const running = { instance_id: 'i-1', state: 'running', spot: false, reachable: true };
const plain = { reboot: false, stop: false, freeze: true };

test('a running instance with an agent is frozen unless a reboot or a stop was asked for', () => {
  expect(chooseRest(running, plain)).toBe('freeze');
  expect(chooseRest(running, { ...plain, reboot: true })).toBe('reboot');
  expect(chooseRest(running, { ...plain, stop: true })).toBe('stop');
});

test('an instance without an agent, with Windows, or that must not be frozen is imaged as it is', () => {
  expect(chooseRest({ ...running, reachable: false }, plain)).toBe('none');
  expect(chooseRest({ ...running, platform: 'windows' }, plain)).toBe('none');
  expect(chooseRest(running, { ...plain, freeze: false })).toBe('none');
});

test('a stopped instance is at rest, whatever was asked for', () => {
  expect(chooseRest({ ...running, state: 'stopped' }, { ...plain, stop: true })).toBe('stopped');
});

test('a spot instance is not stopped', () => {
  expect(() => chooseRest({ ...running, spot: true }, { ...plain, stop: true })).toThrow(
    'i-1 is a spot instance, which cannot be stopped and started at will: use --reboot instead.',
  );
});

test('an image of a running instance is crash-consistent until its freeze is proven', () => {
  expect(['stopped', 'stop', 'reboot'].map((rest) => bornConsistency(rest as 'stop'))).toEqual(
    Array(3).fill('file-system'),
  );
  expect(['freeze', 'none'].map((rest) => bornConsistency(rest as 'none'))).toEqual(['crash', 'crash']);
});

test('only a guard that saw the release before its time was over proves a freeze', () => {
  expect(isProvenFrozen('released\n')).toBe(true);
  for (const report of [undefined, '', 'expired\n', 'failed: no fsfreeze\n'])
    expect(isProvenFrozen(report)).toBe(false);
});

test('the warning gives the reason why the file systems were not at rest', () => {
  const warning = (rest: 'freeze' | 'none', seen = {}) => crashWarning('i-1', rest, seen);
  expect(warning('none')).toContain('because the file systems of i-1 were not frozen:');
  expect(warning('freeze')).toContain('i-1 did not report that its file systems were frozen');
  expect(warning('freeze', { freezeReport: 'failed: /data: busy\n', thawReport: 'failed: /data: busy' })).toContain(
    'the file systems of i-1 could not be frozen (/data: busy)',
  );
  expect(warning('freeze', { freezeReport: 'frozen\n', thawReport: 'expired\n' })).toContain(
    'the snapshots had not all started when i-1 thawed its file systems after 60 seconds',
  );
});

test('a spot builder that does not say that it is frozen fails the build with the reason, and how to build instead', () => {
  expect(() => requireFrozen('i-1', 'frozen\n')).not.toThrow();
  expect(() => requireFrozen('i-1', 'failed: /data: busy\n')).toThrow(
    'the file systems of the spot builder i-1 are not frozen, so its image could lack what was written last: /data: busy. Build on demand',
  );
  expect(() => requireFrozen('i-1', undefined)).toThrow('it did not report that they are');
});
