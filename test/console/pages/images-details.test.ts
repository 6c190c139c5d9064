import { missingRegions, placesOf } from '../../../console/pages/images/details/copies';
import { lineageOf, lineageText } from '../../../console/pages/images/details/lineage';
import { changeOf, versionsToCompare } from '../../../console/pages/images/details/package-change';
import { fileText, recipeNote } from '../../../console/pages/images/details/recipe-text';
import { shareDrift } from '../../../console/pages/images/details/share-drift';
import { tabCommand, tabOf, tabs } from '../../../console/pages/images/details/tabs';
import { countsText, personOf, secondsText, shareText } from '../../../console/pages/images/details/text';
import { verdictOf } from '../../../console/pages/images/details/verdict';
import type { AnswerOf, ImageAnswer } from '../../../console/client/types';
import { commandOf } from '../kit/command';

type Details = AnswerOf<'showImage'>;
const image = { ami_id: 'ami-0123456789abcdef0', name: 'web-1.1', region: 'us-east-1', variant: 'x86_64' } as Details;

test('each tab stands in the address and names the command that shows the same', async () => {
  for (const { id } of tabs) {
    expect(tabOf({ tab: id })).toBe(id);
    expect((await commandOf(tabCommand(id, image))).length).toBeGreaterThan(0);
  }
  expect([tabOf({}), tabOf({ tab: 'nothing' })]).toEqual(['overview', 'overview']);
  expect(await commandOf(tabCommand('packages', image, 'ami-0fedcba9876543210'))).toContain('ami diff');
});

describe('the copies of an image', () => {
  const copy = { account: undefined, state: 'available' as const, lifecycle: 'published' as const };
  const replicas = [
    { ...copy, ami_id: 'ami-eu', region: 'eu-west-1' },
    { ...copy, ami_id: 'ami-west', region: 'us-west-2', state: 'disabled' as const },
    { ...copy, ami_id: 'ami-lost', region: 'eu-central-1', state: 'vanished' as const },
    { ...copy, ami_id: 'ami-member', region: 'ap-south-1', account: '222233334444' },
  ];
  const expected_in = ['us-east-1', 'eu-west-1', 'eu-central-1', 'ap-south-1', 'sa-east-1'];

  test('have a drift where one cannot be launched, and where one is wanted and there is none', () => {
    const places = placesOf({ ...image, replicas, expected_in });
    expect(places.map(({ region, ami_id, drift }) => [region, ami_id, drift])).toEqual([
      ['us-east-1', image.ami_id, undefined],
      ['eu-west-1', 'ami-eu', undefined],
      ['us-west-2', 'ami-west', 'is disabled'],
      ['eu-central-1', 'ami-lost', 'is vanished'],
      ['ap-south-1', 'ami-member', undefined],
      ['eu-central-1', undefined, 'missing'],
      ['ap-south-1', undefined, 'missing'],
      ['sa-east-1', undefined, 'missing'],
    ]);
    expect(missingRegions(places)).toEqual(['eu-central-1', 'ap-south-1', 'sa-east-1']);
  });

  test('are made of the original: a copy names it and misses nothing', () => {
    const places = placesOf({ ...image, replicated_from: 'ami-eu', source_region: 'eu-west-1', replicas, expected_in });
    expect(places[1]).toEqual({ region: 'eu-west-1', ami_id: 'ami-eu', role: 'original' });
    expect(places.filter(({ ami_id }) => ami_id === 'ami-eu')).toHaveLength(1);
    expect(missingRegions(places)).toEqual([]);
  });
});

test('the shares tell in words how EC2 differs, and unknown is not the same as wanted', () => {
  const drift = { state: 'none' as const, missing: [], expired: [], foreign: [] };
  const one = { ami_id: 'ami-1', region: 'us-east-1', name: 'web', shares: [], drift };
  const target = { kind: 'account' as const, id: '210987654321' };
  const error = { name: 'AccessDenied', message: 'denied' };
  expect(
    shareDrift({
      images: [
        one,
        { ...one, drift: { ...drift, state: 'found', missing: [target], foreign: [target] } },
        { ...one, drift: { ...drift, state: 'unknown', error } },
      ],
    }).map(({ type, text }) => [type, text]),
  ).toEqual([
    ['success', 'As wanted'],
    ['warning', 'missing: 210987654321; shared by others: 210987654321'],
    ['error', 'Unknown: denied'],
  ]);
});

describe('the lineage of an image', () => {
  const ancestry: AnswerOf<'readAncestry'>['ancestry'] = [
    { ami_id: 'ami-base', region: 'us-east-1', relation: 'base', known: 'catalog', name: 'base-1', version: '1' },
    { ami_id: 'ami-aws', region: 'us-east-1', relation: 'base', known: 'ec2', name: 'al2023', owner: 'amazon' },
  ];
  const child = { ami_id: 'ami-child', region: 'us-east-1', name: 'app-1', revoked: true, deprecated: true };

  test('begins with the image of the vendor and ends with what was built on it', () => {
    const nodes = lineageOf(image, { ancestry }, { descendants: [child] });
    expect(nodes.map(({ title, state, relation }) => [title, state, relation])).toEqual([
      ['al2023', 'vendor', 'base of'],
      ['base-1', 'known', 'base of'],
      ['web-1.1', 'this', '1 built on it'],
      ['app-1', 'withdrawn', ''],
    ]);
    expect(nodes.map(({ link }) => link?.ami_id)).toEqual([undefined, 'ami-base', undefined, 'ami-child']);
    expect(lineageText(nodes)).toContain('al2023 (ami-aws · us-east-1 · by amazon), then base-1');
  });

  test('says what EC2 no longer has', () => {
    const gone = { ami_id: 'ami-old', region: 'us-east-1', relation: 'base' as const, known: 'gone' as const };
    expect(lineageOf(image, { ancestry: [gone] }, { descendants: [] })[0]).toMatchObject({
      title: 'ami-old',
      state: 'gone',
      detail: 'us-east-1 · no longer exists',
    });
  });
});

describe('the verdict on the origin of an image', () => {
  const answer = { ami_id: 'ami-1', region: 'us-east-1', checks: [], notes: [] };
  const checks = [
    { name: 'signature', passed: true, detail: 'good' },
    { name: 'snapshots', passed: false, detail: 'another snapshot' },
  ];

  test('gives the checks that failed as the reason', () => {
    expect(verdictOf({ ...answer, verdict: 'tampered', checks, signed_at: '2026-01-01' })).toEqual({
      type: 'error',
      header: 'Not verified: a check failed',
      text: 'snapshots: another snapshot',
    });
  });

  test('is verified with a warning when there are reasons not to use it, and never for one without a record', () => {
    expect(verdictOf({ ...answer, verdict: 'verified', signed_at: '2026-01-01' })).toMatchObject({ type: 'success' });
    expect(verdictOf({ ...answer, verdict: 'verified', notes: ['it is deprecated'] })).toMatchObject({
      type: 'warning',
      text: 'it is deprecated',
    });
    expect(verdictOf({ ...answer, verdict: 'unsigned' })).toMatchObject({ type: 'warning', header: 'Not signed' });
  });
});

test('an image is compared with others of its variant, and a package was added, removed or changed', () => {
  const others = [
    image,
    { ...image, ami_id: 'ami-2' },
    { ...image, ami_id: 'ami-3', variant: 'arm64' },
  ] as ImageAnswer[];
  expect(versionsToCompare(others, image).map(({ ami_id }) => ami_id)).toEqual(['ami-2']);
  expect([changeOf({ version: '1' }), changeOf({ before: '1' }), changeOf({ before: '1', version: '2' })]).toEqual([
    'added',
    'removed',
    'changed',
  ]);
});

test('a file of a recipe is text, or its size', () => {
  expect(fileText(Buffer.from('echo “ü”\n').toString('base64'))).toBe('echo “ü”\n');
  expect(fileText(Buffer.from([0xff, 0xfe, 0x00]).toString('base64'))).toBe('3 bytes that are no text');
  const recipe = { ami_id: 'ami-1', region: 'us-east-1', name: 'web', build_id: 'bld-1', recipe: '', files: {} };
  expect(recipeNote({ ...recipe, as_sent: false, source: { commit: 'a'.repeat(40), changed: true } })).toBe(
    'Of the build bld-1, git commit aaaaaaaaaaaa with changes, in its parsed form, with defaults',
  );
});

test('findings, shares, callers and seconds are told in words, and unknown is not none', () => {
  const none = { critical: 0, high: 0, medium: 0, low: 0 };
  expect([countsText(undefined), countsText(none), countsText({ ...none, high: 2, low: 1 })]).toEqual([
    'Unknown',
    'None',
    '2 high, 1 low',
  ]);
  const share = {
    kind: 'account' as const,
    id: '210987654321',
    copyable: true,
    since: '',
    by: '',
    until: '2026-06-30T00:00:00Z',
  };
  expect([shareText(share), shareText({ ...share, kind: 'public', copyable: false, until: undefined })]).toEqual([
    '210987654321, copyable, until 2026-06-30',
    'everybody',
  ]);
  expect([personOf('arn:aws:sts::1:assumed-role/ops/alice'), personOf(undefined)]).toEqual(['alice', 'nightly run']);
  expect([secondsText(undefined), secondsText(42), secondsText(120), secondsText(192)]).toEqual([
    '-',
    '42s',
    '2m',
    '3m12s',
  ]);
});
