import * as fc from 'fast-check';
import { judgeResidue, readResidue, sortResidue } from '../../../core/residue/report';
import { residueItems } from '../../../core/residue/items';
import { named } from '../kit/images';

type Status = 'clean' | 'found' | 'unknown';
const itemOf = (name: string, status: Status = 'clean') => ({
  name,
  status,
  findings: status === 'found' ? [{ file: `/found/${name}`, line: 7, rule: `rule-${name}` }] : [],
});
const report = (statuses: Partial<Record<string, Status>> = {}, exitCode = 0) =>
  JSON.stringify({ cleanup_exit_code: exitCode, items: residueItems.map((name) => itemOf(name, statuses[name])) });
const withFindings = (name: string, findings: object[], more?: number) =>
  JSON.stringify({
    cleanup_exit_code: 0,
    items: residueItems.map((item) =>
      item === name ? { name, status: 'found', findings, ...(more && { more }) } : itemOf(item),
    ),
  });

test('a builder that holds nothing passes', () => {
  expect(judgeResidue(report(), []).waived).toEqual([]);
});

test('anything left fails the build, with the list', () => {
  expect(() => judgeResidue(report({ 'authorized-keys': 'found', 'host-keys': 'found' }), ['host-keys'])).toThrow(
    named('ResidueFound', 'authorized-keys: /found/authorized-keys:7 (rule-authorized-keys)'),
  );
});

test('what the recipe waives by name passes, and is said', () => {
  expect(
    judgeResidue(report({ 'host-keys': 'found', 'machine-id': 'unknown' }), [
      'host-keys',
      'machine-id',
      'secret-values',
    ]).waived,
  ).toEqual(['host-keys', 'machine-id']);
});

test.each([
  ['no report', undefined],
  ['an empty report', ''],
  ['a report that is cut off', report().slice(0, -20)],
  ['an item that is missing', '{"cleanup_exit_code":0,"items":[]}'],
  ['an item that could not be looked at', report({ 'secret-values': 'unknown' })],
  ['another item', '{"cleanup_exit_code":0,"items":[{"name":"x","status":"clean","findings":[]}]}'],
])('"could not tell" is a failure: %s', (_, text) => {
  expect(() => judgeResidue(text, [])).toThrow(named('ResidueUnknown'));
});

test('a cleanup script that failed fails the build, even with a clean report', () => {
  expect(() => judgeResidue(report({}, 3), [])).toThrow(named('ScriptFailed', 'exit code 3'));
  expect(() => judgeResidue(report({}, 250), [])).toThrow(named('ScriptFailed', 'exit code 250'));
  expect(() => judgeResidue(report({}, -1), [])).toThrow(named('ScriptFailed', 'could not be downloaded'));
});

test('a build passes if and only if every item is clean or waived', () => {
  const status = fc.constantFrom<Status>('clean', 'found', 'unknown');
  fc.assert(
    fc.property(fc.tuple(...residueItems.map(() => status)), fc.subarray([...residueItems]), (statuses, waivers) => {
      const byName = Object.fromEntries(residueItems.map((name, index) => [name, statuses[index]]));
      const passes = residueItems.every((name) => byName[name] === 'clean' || waivers.includes(name));
      if (passes) expect(() => judgeResidue(report(byName), waivers)).not.toThrow();
      else
        expect(() => judgeResidue(report(byName), waivers)).toThrow(
          named(
            residueItems.some((name) => byName[name] === 'found' && !waivers.includes(name))
              ? 'ResidueFound'
              : 'ResidueUnknown',
          ),
        );
    }),
  );
});

describe('a waiver of a path', () => {
  const keys = withFindings('private-keys', [
    { file: '/opt/app/lib/a/test.key', line: 1, rule: 'private-key' },
    { file: '/home/me/id', rule: 'putty-key' },
  ]);

  test.each([
    [[{ path: '/opt/app/**' }, { path: '/home/*/id' }], true],
    [
      [
        { path: '/opt/**/test.key', rule: 'private-key' as const },
        { path: '/home/me/i?', reason: 'a test key' },
      ],
      true,
    ],
    [[{ path: '/**', rule: 'private-keys' as const }], true],
    [[{ path: '/opt/app/*' }, { path: '/home/*/id' }], false],
    [[{ path: '/opt/app' }, { path: '/home/me/id' }], false],
    [[{ path: '/opt/app/**', rule: 'putty-key' as const }, { path: '/home/me/id' }], false],
    [[{ path: '/opt/app/**' }], false],
  ])('%j lets both keys pass: %s', (waivers, passes) => {
    if (passes) expect(judgeResidue(keys, waivers).waived).toHaveLength(waivers.length);
    else expect(() => judgeResidue(keys, waivers)).toThrow(named('ResidueFound'));
  });

  test('names the rule that it is for', () => {
    expect(
      judgeResidue(withFindings('private-keys', [{ file: '/a', line: 1, rule: 'private-key' }]), [
        { path: '/a', rule: 'private-key' },
      ]).waived,
    ).toEqual(['/a (private-key)']);
  });

  test('does not cover what the report could not list, nor what was not searched', () => {
    expect(() =>
      judgeResidue(withFindings('private-keys', [{ file: '/a', line: 1, rule: 'private-key' }], 3), [{ path: '/**' }]),
    ).toThrow(named('ResidueUnknown', '3 more'));
    expect(() => judgeResidue(report({ 'private-keys': 'unknown' }), [{ path: '/**' }])).toThrow(
      named('ResidueUnknown', 'private-keys'),
    );
  });
});

test('secrets are told apart from what belongs to a running instance', () => {
  const found = Object.fromEntries(residueItems.map((name) => [name, 'found' as const]));
  const { secrets, instance, unknown } = sortResidue(readResidue(report(found)), []);
  expect(secrets.map(({ item }) => item)).toEqual([
    'private-keys',
    'cloud-credentials',
    'environment-tokens',
    'secret-values',
  ]);
  expect(instance.map(({ item }) => item)).toEqual([
    'authorized-keys',
    'host-keys',
    'shell-histories',
    'cloud-init-state',
    'agent-registration',
    'machine-id',
    'random-seed',
    'device-identity',
  ]);
  expect(unknown).toEqual([]);
});
