import { decideSearch, judgeSearch } from '../../../core/residue/instance-search';
import { residueItems } from '../../../core/residue/items';
import { daysAgo, named, now } from '../kit/images';

const report = (changes: Record<string, object> = {}): string =>
  JSON.stringify({
    cleanup_exit_code: 0,
    items: residueItems.map((name) => ({ name, status: 'clean', findings: [], ...changes[name] })),
  });
const found = (file: string, rule: string) => ({ status: 'found', findings: [{ file, rule }] });
const unknown = { status: 'unknown', findings: [], reason: 'the search did not end' };
const unsearched = { what: 'unsearched', reason: 'a clean base' };

describe('whether an instance is searched', () => {
  const facts = { instance_id: 'i-1', state: 'running', launch_time: daysAgo(1), online: true };

  test('is so wherever somebody can look, whatever is waived', () => {
    expect(decideSearch(facts, [], now)).toBe(true);
    expect(decideSearch(facts, [unsearched], now)).toBe(true);
  });

  test.each([
    ['stopped', 'is stopped and cannot be searched'],
    ['running', 'is not online in Systems Manager'],
  ])('where nobody can look it is refused unless that is waived: %s', (state, says) => {
    expect(() => decideSearch({ ...facts, state, online: false }, [], now)).toThrow(named('WrongState', says));
    expect(() => decideSearch({ ...facts, state, online: false }, [{ what: '/opt/**', reason: 'x' }], now)).toThrow(
      named('WrongState'),
    );
    expect(decideSearch({ ...facts, state, online: false }, [unsearched], now)).toBe(false);
  });

  test('a running instance is searched whose agent was heard of within ten minutes, as before a reboot', () => {
    const lost = { ...facts, launch_time: '2026-01-10T10:00:00Z', online: false };
    const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
    expect(decideSearch({ ...lost, pinged_at: before(9) }, [], now)).toBe(true);
    expect(() => decideSearch({ ...lost, pinged_at: before(11) }, [], now)).toThrow(
      named('WrongState', 'is not online'),
    );
  });

  test('waits for the agent of an instance that is younger than ten minutes', () => {
    expect(decideSearch({ ...facts, launch_time: '2026-01-14T10:21:00Z', online: false }, [], now)).toBe(true);
    expect(() => decideSearch({ ...facts, launch_time: '2026-01-14T10:19:00Z', online: false }, [], now)).toThrow(
      named('WrongState'),
    );
  });
});

describe('what a search has found', () => {
  const keys = report({
    'private-keys': found('/root/id', 'private-key'),
    'host-keys': found('/etc/ssh/ssh_host_rsa_key', 'host-key'),
  });

  test('is refused with the list when it is a secret', () => {
    expect(() => judgeSearch(keys, 'i-1', [])).toThrow(
      named('ResidueFound', 'i-1 contains private-keys: /root/id (private-key)'),
    );
  });

  test('is a warning when it belongs to the instance, also besides what is waived', () => {
    expect(judgeSearch(keys, 'i-1', [{ what: '/root/*', reason: 'a test key' }])).toEqual([
      'the image contains state of i-1: host-keys: /etc/ssh/ssh_host_rsa_key (host-key); remove it with --cleanup-script',
    ]);
    expect(judgeSearch(keys, 'i-1', [{ what: 'private-keys', reason: 'test keys' }])).toHaveLength(1);
    expect(judgeSearch(report(), 'i-1', [])).toEqual([]);
  });

  test('is not waived by the waiver of the search itself', () => {
    expect(() => judgeSearch(keys, 'i-1', [unsearched])).toThrow(named('ResidueFound'));
  });

  test('is unknown where secrets were not looked for to the end, unless that is waived, and never clean', () => {
    const unsure = report({ 'private-keys': unknown });
    expect(() => judgeSearch(unsure, 'i-1', [])).toThrow(
      named('ResidueUnknown', 'could not be searched for private-keys (the search did not end)'),
    );
    expect(judgeSearch(unsure, 'i-1', [unsearched])).toEqual([
      'i-1 could not be searched for private-keys (the search did not end)',
    ]);
    expect(judgeSearch(report({ 'machine-id': unknown }), 'i-1', [])).toEqual([
      'i-1 could not be searched for machine-id (the search did not end)',
    ]);
    expect(() => judgeSearch(undefined, 'i-1', [])).toThrow(named('ResidueUnknown'));
    expect(() => judgeSearch(report().slice(0, 40), 'i-1', [])).toThrow(named('ResidueUnknown'));
  });
});
