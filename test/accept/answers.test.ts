import type { RunAnswer } from '../../core/api/contract/run';
import { bootToOnline } from '../../scripts/accept/question/boot-to-online';
import { commandByTag } from '../../scripts/accept/question/command-by-tag';
import { concurrency } from '../../scripts/accept/question/concurrency';
import { deprecatedVendorImages } from '../../scripts/accept/question/deprecated-vendor-images';
import { residueOfBases } from '../../scripts/accept/question/residue-of-bases';
import { scanOfPackages } from '../../scripts/accept/question/scan-of-packages';
import { tagsOfSnapshots } from '../../scripts/accept/question/tags-of-snapshots';
import type { Built, BuiltKind } from '../../scripts/accept/run/evidence';
import type { Session } from '../../scripts/accept/run/session';

const start = Date.parse('2026-12-01T10:00:00Z');
const at = (seconds: number): string => new Date(start + seconds * 1000).toISOString();

/** A build whose launch took so many seconds. */
function built(kind: BuiltKind, seconds = 60, changes: Partial<RunAnswer> = {}, parallel = 1): Built {
  const stage = (name: 'launch' | 'provision' | 'clean', from: number, to: number) => ({
    name,
    status: 'succeeded' as const,
    started_at: at(from),
    ended_at: at(to),
  });
  const run = {
    build_id: 'b',
    kind: 'build',
    status: 'succeeded',
    region: 'us-east-1',
    created_at: at(0),
    updated_at: at(900),
    requested_by: 'x',
    execution_arn: 'x',
    cancel_requested: false,
    stages: [
      stage('launch', 0, seconds),
      stage('provision', seconds, seconds + 5),
      stage('clean', seconds + 5, seconds + 50),
    ],
    replicas: [],
    ...changes,
  } satisfies RunAnswer;
  return { kind, run, parallel };
}
const many = (count: number, kind: BuiltKind, seconds?: number): Built[] =>
  Array.from({ length: count }, () => built(kind, seconds));
const failed = (name: string, stage: 'provision' | 'clean' = 'provision', message = 'why'): Partial<RunAnswer> => ({
  status: 'failed',
  stages: [],
  failure: { name, message, stage },
});
/** AWS that answers calls by their action. */
const aws = (answers: Record<string, (input: any) => object>): Session =>
  ({
    region: 'us-east-1',
    copyRegion: 'us-west-2',
    stage: 'try',
    now: () => new Date(start),
    call: async (_service: string, action: string, _region: string, input: object) => answers[action]!(input),
  }) as unknown as Session;

describe('the first script of a new instance', () => {
  test.each([
    ['ten builds that sent it', many(10, 'ubuntu'), 'confirmed'],
    ['nine', many(9, 'ubuntu'), 'not asked'],
    ['a denial among ten', [...many(10, 'ubuntu'), built('smoke', 60, failed('PermissionDenied'))], 'refuted'],
    ['a failure of another kind', [...many(10, 'ubuntu'), built('smoke', 60, failed('ScriptFailed'))], 'confirmed'],
  ] as const)('%s', (_what, builds, verdict) => {
    expect(commandByTag.judge!({ builds: [...builds] }).verdict).toBe(verdict);
  });
});

describe('the time to online', () => {
  test.each([
    [
      'ten launches of each base within the limits',
      [...many(10, 'al2023', 200), ...many(10, 'ubuntu', 300)],
      'confirmed',
    ],
    [
      'a smoke build counts as Amazon Linux',
      [...many(9, 'al2023'), built('smoke'), ...many(10, 'ubuntu')],
      'confirmed',
    ],
    ['too few of one', [...many(10, 'ubuntu'), ...many(3, 'al2023')], 'not asked'],
    ['one launch above four minutes on Amazon Linux', [...many(10, 'ubuntu'), built('al2023', 241)], 'refuted'],
    ['five minutes on Ubuntu', [...many(10, 'ubuntu', 300), ...many(10, 'al2023')], 'confirmed'],
    ['an instance that never came', [built('ubuntu', 60, failed('InstanceUnreachable'))], 'refuted'],
    ['no build', [], 'not asked'],
  ] as const)('%s', (_what, builds, verdict) => {
    expect(bootToOnline.judge!({ builds: [...builds] }).verdict).toBe(verdict);
  });
});

describe('the residue of untouched bases', () => {
  test('is none when a build of each of the three passed the stage', () => {
    expect(residueOfBases.judge!({ builds: [built('al2023'), built('ubuntu'), built('gpu')] }).verdict).toBe(
      'confirmed',
    );
    expect(residueOfBases.judge!({ builds: [built('al2023'), built('ubuntu')] }).verdict).toBe('not asked');
  });

  test('is told with the files of the vendor', () => {
    const found = built('gpu', 60, failed('ResidueFound', 'clean', 'private-key in /opt/vendor/key.pem'));
    expect(residueOfBases.judge!({ builds: [built('al2023'), found] })).toEqual({
      verdict: 'refuted',
      evidence: 'gpu: private-key in /opt/vendor/key.pem',
    });
  });
});

test('a denial of CreateTags on a snapshot refutes what is assumed of it', async () => {
  const message = 'not authorized to perform: ec2:CreateTags on resource: arn:aws:ec2:us-east-1::snapshot/*';
  const builds = [built('smoke', 60, failed('PermissionDenied', 'provision', message))];
  expect((await tagsOfSnapshots.act!(aws({}), { builds })).verdict).toBe('refuted');
  expect((await tagsOfSnapshots.act!(aws({}), { builds: [built('smoke')] })).verdict).toBe('not asked');
});

test.each([
  ['the filter hides it', [1, 0, 1], 'confirmed'],
  ['the filter never finds it', [0, 0, 1], 'refuted'],
  ['the filter always finds it', [1, 1, 1], 'refuted'],
] as const)('a deprecated image of a vendor: %s', async (_what, [withOption, without, byId], verdict) => {
  const old = { ImageId: 'ami-00000000000000001', DeprecationTime: '2025-01-01T00:00:00.000Z' };
  const images = (count: number) => ({ Images: Array.from({ length: count }, () => old) });
  const session = aws({
    DescribeImages: ({ Owners, Filters, IncludeDeprecated }) =>
      Owners ? images(1) : Filters === undefined ? images(byId) : images(IncludeDeprecated ? withOption : without),
  });
  const answer = await deprecatedVendorImages.act!(session, { builds: [] });
  expect([answer.verdict, answer.evidence.includes('ami-')]).toEqual([verdict, false]);
});

test.each([
  [10, 3, 'confirmed'],
  [10, 2, 'not asked'],
  [1000, 10, 'not asked'],
] as const)('under a quota of %d executions, %d builds at a time are %s', async (quota, parallel, verdict) => {
  const session = aws({ GetServiceQuota: () => ({ Quota: { Value: quota } }) });
  expect((await concurrency.act!(session, { builds: [built('ubuntu', 60, {}, parallel)] })).verdict).toBe(verdict);
});

test('an answer of Inspector without a vulnerability refutes that it knows the package', async () => {
  const session = aws({
    ScanSbom: ({ sbom }) => ({
      sbom: {
        metadata: { properties: [] },
        components: sbom.components.map((component: object) => ({
          ...component,
          properties: [
            { name: 'amazon:inspector:sbom_scanner:info', value: 'Component scanned: no vulnerabilities found.' },
          ],
        })),
      },
    }),
  });
  expect(await scanOfPackages.act!(session, { builds: [] })).toMatchObject({
    verdict: 'refuted',
    evidence: expect.stringContaining('Ubuntu 22.04: no vulnerability'),
  });
});
