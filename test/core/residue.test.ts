import * as fc from 'fast-check';
import { judgeResidue } from '../../core/residue';
import { residueItems } from '../../core/residue-items';
import { named } from './things';

type Status = 'clean' | 'found' | 'unknown';
const report = (statuses: Partial<Record<string, Status>> = {}, exitCode = 0) =>
  JSON.stringify({ cleanup_exit_code: exitCode, items: residueItems.map((name) => ({ name, status: statuses[name] ?? 'clean', details: statuses[name] === 'found' ? [`/found/${name}`] : [] })) });

test('a builder that holds nothing passes', () => {
  expect(judgeResidue(report(), []).waived).toEqual([]);
});

test('anything left fails the build, with the list', () => {
  expect(() => judgeResidue(report({ 'authorized-keys': 'found', 'host-keys': 'found' }), ['host-keys'])).toThrow(named('ResidueFound', 'authorized-keys (/found/authorized-keys)'));
});

test('what the recipe waives by name passes, and is said', () => {
  expect(judgeResidue(report({ 'host-keys': 'found', 'machine-id': 'unknown' }), ['host-keys', 'machine-id', 'secret-values']).waived).toEqual(['host-keys', 'machine-id']);
});

test.each([
  ['no report', undefined], ['an empty report', ''], ['a report that is cut off', report().slice(0, -20)], ['an item that is missing', '{"cleanup_exit_code":0,"items":[]}'],
  ['an item that could not be looked at', report({ 'secret-values': 'unknown' })], ['another item', '{"cleanup_exit_code":0,"items":[{"name":"x","status":"clean","details":[]}]}'],
])('"could not tell" is a failure: %s', (_, text) => {
  expect(() => judgeResidue(text, [])).toThrow(named('ResidueUnknown'));
});

test('a cleanup script that failed fails the build, even with a clean report', () => {
  expect(() => judgeResidue(report({}, 3), [])).toThrow(named('ScriptFailed', 'exit code 3'));
  expect(() => judgeResidue(report({}, 250), [])).toThrow(named('ScriptFailed', 'could not be fetched'));
});

test('a build passes if and only if every item is clean or waived', () => {
  const status = fc.constantFrom<Status>('clean', 'found', 'unknown');
  fc.assert(fc.property(fc.tuple(...residueItems.map(() => status)), fc.subarray([...residueItems]), (statuses, waivers) => {
    const byName = Object.fromEntries(residueItems.map((name, index) => [name, statuses[index]]));
    const passes = residueItems.every((name) => byName[name] === 'clean' || waivers.includes(name));
    if (passes) expect(() => judgeResidue(report(byName), waivers)).not.toThrow();
    else expect(() => judgeResidue(report(byName), waivers)).toThrow(named(residueItems.some((name) => byName[name] === 'found' && !waivers.includes(name)) ? 'ResidueFound' : 'ResidueUnknown'));
  }));
});
