import { setStackRequest } from '../../../core/api/contract/stack';
import { changedPolicy, policyOf, type StackPolicyChange } from '../../../core/stack/policy';
import { followingTemplate, policyFlags } from '../../../cli/workflow/policy-flags';
import { fields, paths, type Path } from '../../../console/pages/stacks/policy/fields';
import {
  changedPaths,
  changeOf,
  defaultText,
  entriesOf,
  errorOf,
  setCommand,
  type Entries,
  type Entry,
} from '../../../console/pages/stacks/policy/form';
import { linesOfPreview, summaryOf } from '../../../console/pages/stacks/policy/preview-lines';
import { textOf, valueOf } from '../../../console/pages/stacks/policy/text';
import { commandOf } from '../kit/command';

const unset = entriesOf({ policy: policyOf(undefined), set: [] });
const template =
  'channel=stable,variant=x86_64,region=us-east-1,template=web,group=a,group=b,min-healthy=80,roll-back-channel=on';
const value = (text: string): Entry => ({ mode: 'value', text });
const filled: Entries = {
  ...(Object.fromEntries(
    paths.map((path): [Path, Entry] => [
      path,
      value(path.includes('rate') ? '200' : path.includes('within') ? '30' : '7'),
    ]),
  ) as Entries),
  regions: value('eu-west-1\nus-west-2'),
  accounts: value('210987654321'),
  encryption_keys: value('us-east-1=arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab'),
  scan_packages: value('nightly'),
  test_replicas: value('true'),
  require_tests: value('false'),
  require_approval: value('true'),
  deprecate_on_findings: value('high'),
  deregistration_protection: value('with-cooldown'),
  'cleanup.enabled': value('true'),
  'cleanup.disable_during_grace': value('true'),
  launch_templates: value(template),
  rebuild_schedule: value('0 4 ? * SUN * Europe/Zurich'),
};

test('the form has every member that the API takes and a flag of the command for each', () => {
  const { cleanup, revision: _, ...plain } = setStackRequest.shape;
  const members = Object.keys(cleanup.unwrap().unwrap().shape);
  expect(paths.toSorted()).toEqual([...Object.keys(plain), ...members.map((each) => `cleanup.${each}`)].sort());
  const flags = Object.fromEntries(policyFlags.map(({ field, name }) => [field, name]));
  for (const [path, flag] of Object.entries(flags)) expect([path, fields[path as Path].flag]).toEqual([path, flag]);
});

test('the API and the command take a form with every member, and both say the same', async () => {
  expect(setStackRequest.safeParse(changeOf(unset, filled)).error?.issues).toBeUndefined();
  const words = setCommand('web', unset, filled);
  expect(await commandOf(words)).toContain('stack set');
  expect(words).toEqual(
    expect.arrayContaining(['--deprecate-after', '7d', '--grace', '7m', '--complete-within', '30m']),
  );
  expect(words.filter((word) => word === '--region')).toHaveLength(2);
});

test('never and the default are taken where they are offered', async () => {
  const all = (mode: 'never' | 'default', of: readonly Path[]) =>
    ({ ...filled, ...Object.fromEntries(of.map((path) => [path, { mode, text: '' }])) }) as Entries;
  const never = all(
    'never',
    paths.filter((path) => fields[path].never),
  );
  expect(setStackRequest.safeParse(changeOf(unset, never)).error?.issues).toBeUndefined();
  expect(await commandOf(setCommand('web', unset, never))).toContain('stack set');
  const defaults = all('default', paths);
  expect(setStackRequest.safeParse(changeOf(filled, defaults)).error?.issues).toBeUndefined();
  expect(await commandOf(setCommand('web', filled, defaults))).toContain('stack set');
});

test('what is saved is shown as it was entered, and an unchanged form changes nothing', () => {
  const policy = changedPolicy({}, setStackRequest.parse(changeOf(unset, filled)) as StackPolicyChange);
  const set = [...Object.keys(policy), ...Object.keys(policy.cleanup ?? {}).map((each) => `cleanup.${each}`)];
  const shown = entriesOf({ policy: policyOf({ policy }), set });
  expect(shown).toEqual(filled);
  expect(changedPaths(shown, filled)).toEqual([]);
  expect(changeOf(shown, shown)).toEqual({});
});

test('a key that is left out is removed, since the API keeps what it is not told of', () => {
  const arn = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const before = { ...unset, encryption_keys: value(`us-east-1=${arn}\neu-west-1=${arn}`) };
  const after = { ...unset, encryption_keys: value(`us-east-1=${arn}`) };
  expect(changeOf(before, after).encryption_keys).toEqual({ 'us-east-1': arn, 'eu-west-1': null });
  expect(setCommand('web', before, after)).toEqual(expect.arrayContaining(['eu-west-1=']));
});

test('a launch template is read as the command reads it', () => {
  const [parsed] = valueOf({ kind: 'templates' }, template) as object[];
  expect(parsed).toEqual(followingTemplate(template));
  expect(textOf({ kind: 'templates' }, [parsed])).toBe(template);
});

test('a text that is no number is sent as it is, and the sentence of the API stands beside its field', () => {
  const { deprecate_after_days } = changeOf(unset, { ...unset, deprecate_after_days: value('soon') });
  expect(deprecate_after_days).toBe('soon');
  const problems = [
    { field: 'cleanup.keep_latest', message: 'at least 1' },
    { field: 'regions.1', message: 'not a region' },
  ];
  const problem = { message: "'cleanup.keep_latest' is 0: at least 1.", details: { problems } };
  expect(errorOf('cleanup.keep_latest', problem)).toBe(problem.message);
  expect(errorOf('regions', problem)).toBe('Not a region');
  expect([errorOf('accounts', problem), errorOf('regions', undefined)]).toEqual([undefined, undefined]);
});

test('each member says its default', () => {
  expect(defaultText('deprecate_after_days')).toBe('90 days');
  expect([defaultText('cleanup.enabled'), defaultText('supersede_grace_days')]).toEqual(['off', 'never']);
  for (const path of paths) expect(defaultText(path)).not.toBe('');
});

test('a preview says what goes first, what stays although it is due, and what waits', () => {
  const image = {
    ami_id: 'ami-1',
    region: 'us-east-1',
    name: 'web',
    creation_date: '2026-01-01T00:00:00Z',
    reasons: ['old'],
  };
  const answer = {
    stack: 'web',
    change: '',
    cleanup_enabled: false,
    deprecate: [image],
    remove: [image],
    later: 2,
    keep: [{ ...image, from: 'removal' as const }],
    unread: [],
  };
  expect(linesOfPreview(answer).map(({ plan }) => plan)).toEqual(['Remove', 'Deprecate', 'Stays']);
  expect(summaryOf(answer)).toBe(
    '1 image deprecated, 1 image removed, 2 more in later nights, 1 image due and kept. The nightly cleanup is off: only scheduled removals happen.',
  );
  expect(summaryOf({ ...answer, remove: [], deprecate: [], later: 0, keep: [], cleanup_enabled: true })).toBe(
    '0 images deprecated, 0 images removed.',
  );
});
