import { vendorBases, type FoundBase } from '../../../core/allowed/bases';
import { changeText, checkChange, hasCriteria, wantedSetting } from '../../../core/allowed/change';
import {
  judgeAllowedImages,
  refusedImages,
  type AllowedSetting,
  type LaunchedImage,
} from '../../../core/allowed/setting';

const account = '123456789012';
const setting = (changes: Partial<AllowedSetting> = {}): AllowedSetting => ({
  state: 'audit-mode',
  managed_by: 'account',
  criteria: [],
  ...changes,
});
const amazon = { name: 'al2023-ami', owner_id: '137112412989', owner_alias: 'amazon' };
const base = (image?: FoundBase['image']): FoundBase => ({
  source: 'al2023',
  used_by: ['pytorch (x86_64)'],
  ami_id: 'ami-base',
  ...(image && { image }),
});
const launched = (changes: Partial<LaunchedImage> = {}): LaunchedImage => ({
  ami_id: 'ami-used',
  name: 'used',
  owner_id: '666666666666',
  instances: 2,
  ...changes,
});

describe('the doctor on Allowed AMIs', () => {
  const judge = (state: AllowedSetting['state'], bases: FoundBase[] = [], used: LaunchedImage[] = []) =>
    judgeAllowedImages({ region: 'us-east-1', setting: setting({ state }), bases, launched: used });

  test('finds it well when it is off, or accepts what is in use', () => {
    expect(judge('disabled', [base()], [launched({ allowed: false })])).toMatchObject({
      result: 'ok',
      seen: expect.stringContaining('is off'),
    });
    expect(judge('enabled', [base({ ...amazon, allowed: true })], [launched({ allowed: true })])).toMatchObject({
      result: 'ok',
      seen: 'Allowed AMIs is enabled, and EC2 accepts the images in use',
    });
  });

  test('warns in audit mode of bases and images of instances that EC2 would refuse', () => {
    expect(judge('audit-mode', [base({ ...amazon, allowed: false })], [launched({ allowed: false })])).toMatchObject({
      result: 'warning',
      seen: 'Allowed AMIs is in audit mode: EC2 would refuse ami-base of 137112412989 (base of pytorch (x86_64)), ami-used of 666666666666 (2 instances)',
      mend: expect.stringContaining('spawn ami allowed --vendors --apply --audit'),
    });
  });

  test('has failed when EC2 hides a base of our own builds, and says what to do', () => {
    expect(judge('enabled', [base()])).toMatchObject({
      result: 'failed',
      seen: 'Allowed AMIs is enabled: EC2 does not find ami-base (base of pytorch (x86_64))',
      mend: expect.stringContaining('--vendors'),
    });
  });

  test('only warns of images of instances, which run on', () => {
    expect(judge('enabled', [], [launched({ allowed: false })])).toMatchObject({ result: 'warning' });
  });

  test('sends to the organization where its policy decides', () => {
    const finding = judgeAllowedImages({
      region: 'us-east-1',
      setting: setting({ state: 'enabled', managed_by: 'declarative-policy' }),
      bases: [base()],
      launched: [],
    });
    expect(finding).toMatchObject({
      seen: expect.stringContaining('set by a declarative policy of the organization'),
      mend: expect.stringMatching(/^have the declarative policy allow/),
    });
  });

  test('names five images at most', () => {
    const many = Array.from({ length: 7 }, (_unused, at) => launched({ ami_id: `ami-${at}`, allowed: false }));
    expect(judge('audit-mode', [], many).seen).toMatch(/ami-4 of 666666666666 \(2 instances\) and 2 more$/);
  });
});

test('the bases of vendors are asked for once each, with that of the smoke build, and none of our own stacks', () => {
  const recipe = (stack: string, base_source: string) => ({
    stack,
    variant: 'x86_64',
    base_source,
    architecture: 'x86_64' as const,
  });
  expect(
    vendorBases([
      recipe('pytorch', 'ubuntu-24.04'),
      recipe('jax', 'ubuntu-24.04'),
      recipe('child', 'stack:pytorch@^2'),
      recipe('own', 'self/golden-*@newest'),
      recipe('debian', '136693071363/debian-12-*@newest'),
      recipe('fixed', 'ami-0123456789abcdef0'),
    ]).map(({ source, lookup, used_by }) => [source, Object.keys(lookup)[0], used_by]),
  ).toEqual([
    ['ubuntu-24.04', 'parameter', ['pytorch (x86_64)', 'jax (x86_64)']],
    ['136693071363/debian-12-*@newest', 'pattern', ['debian (x86_64)']],
    ['ami-0123456789abcdef0', 'ami_id', ['fixed (x86_64)']],
    ['al2023', 'parameter', ['spawn build --smoke']],
  ]);
});

describe('a change of Allowed AMIs', () => {
  const bases = [base(amazon)];
  const refusedBy = (criteria: object[], found = bases) =>
    refusedImages(criteria, account, { bases: found, launched: [launched(), launched({ owner_id: account })] });
  const region = (refused = refusedBy([]), changes: Partial<AllowedSetting> = {}) => ({
    region: 'us-east-1',
    setting: setting(changes),
    refused,
  });

  test('would refuse what the criteria do not accept: bases and images of instances, never own ones', () => {
    expect(refusedBy([{ ImageProviders: ['none'] }]).map(({ kind, ami_id }) => [kind, ami_id])).toEqual([
      ['base', 'ami-base'],
      ['launched', 'ami-used'],
    ]);
    expect(refusedBy([{ ImageProviders: ['amazon'] }]).map(({ kind }) => kind)).toEqual(['launched']);
  });

  test('is refused as a whole where a declarative policy manages it in one region', () => {
    expect(() => checkChange([region([]), region([], { managed_by: 'declarative-policy' })], 'disabled')).toThrow(
      expect.objectContaining({ name: 'WrongState', message: expect.stringContaining('declarative policy') }),
    );
  });

  test('enables nothing under which own builds would fail, and says what to add', () => {
    expect(() => checkChange([region()], 'enabled')).toThrow(
      expect.objectContaining({ name: 'WrongState', message: expect.stringContaining('with --vendors') }),
    );
    expect(() => checkChange([region()], 'audit-mode')).not.toThrow();
    expect(() => checkChange([region(refusedBy([{ ImageProviders: ['amazon'] }]))], 'enabled')).not.toThrow();
  });

  test('that cannot be judged, because EC2 hides a base now, is refused until audit mode is set', () => {
    expect(() => checkChange([region(refusedBy([{ ImageProviders: ['amazon'] }], [base()]))], 'enabled')).toThrow(
      expect.objectContaining({ message: expect.stringContaining('set audit mode first') }),
    );
  });

  test('is none when state and criteria are the same, in any order', () => {
    const criteria = [{ ImageProviders: ['amazon', account] }, { ImageNames: ['a'] }];
    expect(hasCriteria(setting({ criteria }), [{ ImageNames: ['a'] }, { ImageProviders: [account, 'amazon'] }])).toBe(
      true,
    );
    expect(hasCriteria(setting({ criteria }), [{ ImageProviders: ['amazon'] }])).toBe(false);
    expect(hasCriteria(setting({ criteria: [{ ...criteria[1], ImageProviders: [] }] }), [criteria[1]!])).toBe(true);
    expect(
      hasCriteria(setting({ criteria: [{ ImageProviders: ['amazon'], Other: {} }] }), [{ ImageProviders: ['amazon'] }]),
    ).toBe(false);
  });

  test('is told in the history by state and criteria', () => {
    const criteria = [{ ImageProviders: ['amazon'] }];
    const from = (changes = {}) => ({ region: 'us-east-1', setting: setting(changes) });
    expect(changeText(from({ criteria }), { state: 'enabled', criteria })).toBe(
      'Allowed AMIs in us-east-1: audit-mode → enabled',
    );
    expect(changeText(from(), { state: 'audit-mode', criteria })).toBe(
      'Allowed AMIs in us-east-1: criteria [{"ImageProviders":["amazon"]}]',
    );
    expect(changeText(from(), wantedSetting(setting(), 'disabled', criteria))).toBe(
      'Allowed AMIs in us-east-1: audit-mode → disabled',
    );
  });
});
