import * as fc from 'fast-check';
import type { CleanupImage, CleanupRequest } from '../../../core/cleanup/request';
import { planCleanup, type CleanupQuestion } from '../../../core/cleanup/plan';
import { firstToGo, regionOf } from '../../../core/cleanup/run';
import { orphanSnapshots } from '../../../core/cleanup/snapshots';
import type { Ec2Snapshot } from '../../../core/model/ec2';
import { referencesOf, type ImageReference } from '../../../core/model/reference';
import { policyOf, type CleanupPolicy } from '../../../core/stack/policy';
import { tagKeys } from '../../../core/tags';
import { compareVersions } from '../../../core/lib/version';
import { daysAgo, ec2Image, image as published, now } from '../kit/images';

const deployment = 'dev@us-east-1';
const none = referencesOf([], []);
const policies = new Map<string, CleanupPolicy>();
const request: CleanupRequest = { kind: 'request' };
const plan = (images: readonly CleanupImage[], changes: Partial<CleanupQuestion> = {}) =>
  planCleanup({ images, references: none, policies, request, deployment, now, ...changes });
/** An image of a stack of its own, old and deprecated; two newer ones of its stack stand beside it. */
const old = (changes: Partial<CleanupImage> = {}): CleanupImage =>
  published({ ami_id: 'ami-old', version: '1.0', creation_date: daysAgo(200), deprecated: true, ...changes });
const newer = [published({ ami_id: 'ami-2', version: '2.0' }), published({ ami_id: 'ami-3', version: '3.0' })];
const verdict = (image: CleanupImage, changes: Partial<CleanupQuestion> = {}) => {
  const entry = plan([image, ...newer], changes).find(({ id }) => id === image.ami_id);
  return entry && [entry.decision, ...entry.codes];
};

describe('an image goes', () => {
  test('when it is deprecated and more than 180 days old', () => {
    expect(verdict(old())).toEqual(['remove', 'deprecated', 'unused']);
    expect(verdict(old({ last_launched: daysAgo(10) }))).toEqual(['remove', 'deprecated']);
    expect(verdict(old({ creation_date: daysAgo(180) }))).toEqual(['keep', 'not-due']);
  });

  test('when it is deprecated, by its own age: since when it is deprecated does not matter', () => {
    for (const days of [1, 100, 199])
      expect(verdict(old({ tags: { [tagKeys.deprecatedDate]: daysAgo(days) }, last_launched: daysAgo(10) }))).toEqual([
        'remove',
        'deprecated',
      ]);
    expect(verdict(old({ creation_date: daysAgo(179), tags: { [tagKeys.deprecatedDate]: daysAgo(179) } }))).toEqual([
      'keep',
      'not-due',
    ]);
  });

  test('when nobody has launched it for 180 days, told a day late, and it is as old itself', () => {
    expect(verdict(old({ deprecated: false }))).toEqual(['remove', 'unused']);
    expect(verdict(old({ deprecated: false, last_launched: daysAgo(182) }))).toEqual(['remove', 'unused']);
    expect(verdict(old({ deprecated: false, last_launched: daysAgo(180.5) }))).toEqual(['keep', 'not-due']);
    expect(verdict(old({ deprecated: false, creation_date: daysAgo(100) }))).toEqual(['keep', 'not-due']);
  });

  test('when its scheduled removal has come: by the night alone, at any age and without a policy', () => {
    const nightly: CleanupRequest = { kind: 'policy' };
    const scheduled = (days: number, more = {}) =>
      old({ creation_date: daysAgo(3), tags: { [tagKeys.removeAt]: daysAgo(days), ...more } });
    expect(verdict(scheduled(1), { request: nightly })).toEqual(['remove', 'scheduled']);
    expect(verdict(scheduled(-1), { request: nightly })).toBeUndefined();
    expect(verdict(scheduled(1))).toEqual(['keep', 'too-young', 'not-due']);
    expect(verdict(scheduled(1, { [tagKeys.keep]: 'true' }), { request: nightly })).toEqual(['keep', 'keep-tag']);
    const instance: ImageReference = { ami_id: 'ami-old', region: 'us-east-1', kind: 'instance', name: 'i-1' };
    expect(verdict(scheduled(1), { request: nightly, references: referencesOf([instance], []) })).toEqual([
      'keep',
      'instance',
    ]);
    const [, second] = newer.map((each) => ({ ...each, tags: { [tagKeys.removeAt]: daysAgo(1) } }));
    expect(verdict(second!, { images: [scheduled(1), newer[0]!, second!], request: nightly })).toEqual([
      'keep',
      'latest',
    ]);
  });

  test('by the age that is asked for, deprecated or not, unless only deprecated ones are asked for', () => {
    const aged = { ...request, age_days: 90 };
    expect(verdict(old({ creation_date: daysAgo(91), deprecated: false }), { request: aged })).toEqual([
      'remove',
      'age',
    ]);
    expect(verdict(old({ creation_date: daysAgo(90) }), { request: aged })).toEqual(['keep', 'not-due']);
    expect(verdict(old({ deprecated: false }), { request: { ...aged, deprecated_only: true } })).toEqual([
      'keep',
      'not-deprecated',
    ]);
  });

  test('when it is not among the newest that are asked to stay, once it is two weeks old', () => {
    const newest = { ...request, keep_latest: 2 };
    expect(verdict(old({ creation_date: daysAgo(15), deprecated: false }), { request: newest })).toEqual([
      'remove',
      'superseded',
    ]);
    expect(verdict(old({ creation_date: daysAgo(14), deprecated: false }), { request: newest })).toEqual([
      'keep',
      'too-young',
    ]);
  });

  test('a day after it could not be made, and when it is named', () => {
    expect(verdict(old({ state: 'failed', creation_date: daysAgo(2), deprecated: false }))).toEqual([
      'remove',
      'failed',
    ]);
    expect(verdict(old({ state: 'failed', creation_date: daysAgo(0.5), deprecated: false }))).toEqual([
      'keep',
      'too-young',
    ]);
    expect(
      verdict(old({ creation_date: daysAgo(0), deprecated: false }), {
        request: { ...request, images: [{ ami_id: 'ami-old' }] },
      }),
    ).toEqual(['remove', 'named']);
  });
});

test.each(['false', 'False', 'NO', '0', 'off'])(
  'an image whose tag spawn:keep is an explicit no, %s, is not kept by it',
  (value) => {
    expect(verdict(old({ tags: { [tagKeys.keep]: value } }))?.[0]).toBe('remove');
  },
);

describe('an image stays', () => {
  test.each<[string, Partial<CleanupImage>, string]>([
    ...['true', 'True', 'TRUE', 'yes', '1', 'on', '', 'ture', 'until March'].map(
      (value): [string, Partial<CleanupImage>, string] => [
        `its tag spawn:keep is '${value}'`,
        { tags: { [tagKeys.keep]: value } },
        'keep-tag',
      ],
    ),
    ['it belongs to another deployment', { deployment: 'prod@eu-west-1' }, 'other-deployment'],
    ['it was adopted by nobody', { deployment: undefined }, 'not-adopted'],
    ['a build has not published it', { lifecycle: 'candidate' }, 'candidate'],
    ['it is being made', { state: 'pending' }, 'pending'],
    ['its date has not come', { creation_date: daysAgo(-1) }, 'future'],
    ['its date cannot be read', { creation_date: '' }, 'future'],
    ['EC2 would not deregister it', { deregistration_protected: true }, 'deregistration-protected'],
  ])('when %s, even if it is named', (_, changes, code) => {
    expect(verdict(old(changes))).toEqual([
      'keep',
      ...[code].filter(Boolean),
      ...(code === 'future' ? ['too-young', 'not-due'] : []),
    ]);
    expect(verdict(old(changes), { request: { ...request, images: [{ ami_id: 'ami-old' }] } })).toEqual(['keep', code]);
  });

  test.each([
    'instance',
    'launch-template',
    'auto-scaling-group',
    'launch-configuration',
    'ssm-parameter',
    'image-builder-recipe',
    'account',
    'registered',
    'channel',
    'build',
  ] as const)('while a reference of the kind %s is there, which is named', (kind) => {
    const reference: ImageReference = {
      ami_id: 'ami-old',
      region: 'us-east-1',
      kind,
      name: 'thing',
      detail: 'version 3',
    };
    expect(verdict(old(), { references: referencesOf([reference], []) })).toEqual(['keep', kind]);
    expect(plan([old(), ...newer], { references: referencesOf([reference], []) })[0]?.reasons[0]).toMatch(
      /thing.*\(version 3\)/,
    );
    expect(verdict(old(), { references: referencesOf([{ ...reference, region: 'us-west-2' }], []) })?.[0]).toBe(
      'remove',
    );
  });

  test('while what uses it could not be read in its region', () => {
    const unread = (region: string) => ({
      references: referencesOf([], [{ region, kind: 'instance' as const, reason: 'denied' }]),
    });
    expect(verdict(old(), unread('us-east-1'))).toEqual(['keep', 'references-unknown']);
    expect(verdict(old(), unread('us-west-2'))?.[0]).toBe('remove');
  });

  test('when EC2 lists it though it is gone, it is not told of', () => {
    expect(verdict(old({ state: 'deregistered' }))).toBeUndefined();
  });
});

describe('of each stack, variant and region', () => {
  const aged = (changes: Partial<CleanupImage>) => old({ creation_date: daysAgo(300), deprecated: false, ...changes });
  const kept = (images: CleanupImage[], changes: Partial<CleanupQuestion> = {}) =>
    plan(images, changes)
      .filter(({ decision }) => decision === 'keep')
      .map(({ id }) => id)
      .sort();

  test('two versions stay, by version and not by date, and of a version the newest build', () => {
    const images = [
      ['a', '2.9', 400],
      ['b', '2.10', 390],
      ['c', '2.10', 300],
      ['d', '2.2', 200],
    ].map(([ami_id, version, days]) =>
      aged({ ami_id: String(ami_id), version: String(version), creation_date: daysAgo(Number(days)) }),
    );
    expect(kept(images)).toEqual(['a', 'c']);
    expect(kept(images.slice(1, 3))).toEqual(['b', 'c']);
  });

  test('usable ones stay before deprecated, broken ones count for nothing', () => {
    const images = [
      aged({ ami_id: 'a', version: '1' }),
      aged({ ami_id: 'b', version: '2' }),
      aged({ ami_id: 'c', version: '3', deprecated: true }),
      aged({ ami_id: 'd', version: '4', state: 'failed' }),
    ];
    expect(kept(images)).toEqual(['a', 'b']);
    expect(kept(images.slice(1))).toEqual(['b', 'c']);
  });

  test('architecture, GPU, label and region are counted apart', () => {
    const images = [
      {},
      { architecture: 'arm64' as const },
      { gpu: true },
      { variant: 'cuda12' },
      { region: 'us-west-2' },
    ].map((changes, index) => aged({ ami_id: `ami-${index}`, ...changes }));
    expect(kept(images)).toHaveLength(5);
  });

  test('a policy says how many, a request says it instead', () => {
    const images = ['1', '2', '3', '4'].map((version) => aged({ ami_id: version, version }));
    const three = new Map([['pytorch', { ...policyOf(undefined).cleanup, keep_latest: 3 }]]);
    expect(kept(images, { policies: three })).toEqual(['2', '3', '4']);
    expect(kept(images, { policies: three, request: { ...request, keep_latest: 1 } })).toEqual(['4']);
  });

  test('the night looks only at stacks whose policy switches it on', () => {
    const enabled = new Map([['pytorch', { ...policyOf(undefined).cleanup, enabled: true }]]);
    expect(
      plan([old(), ...newer, old({ ami_id: 'ami-other', stack: 'other' })], {
        policies: enabled,
        request: { kind: 'policy' },
      }).map(({ id }) => id),
    ).toEqual(['ami-old', 'ami-2', 'ami-3']);
    expect(plan([old()], { request: { kind: 'policy' } })).toEqual([]);
  });

  test('of named images the last usable one stays, until it is deprecated', () => {
    const images = ['1', '2'].map((version) => aged({ ami_id: version, version }));
    const named = (...ids: string[]) => ({ request: { ...request, images: ids.map((ami_id) => ({ ami_id })) } });
    expect(plan(images, named('1', '2')).map(({ id, decision }) => [id, decision])).toEqual([
      ['1', 'remove'],
      ['2', 'keep'],
    ]);
    expect(plan(images, named('2')).map(({ decision }) => decision)).toEqual(['remove']);
    expect(
      plan(
        images.map((image) => ({ ...image, deprecated: true })),
        named('1', '2'),
      ).map(({ decision }) => decision),
    ).toEqual(['remove', 'remove']);
  });
});

test('images made elsewhere go by name and tags, and nothing of ours with them', () => {
  const other = (ami_id: string, name: string, tags = {}) =>
    published({
      ami_id,
      name,
      tags,
      deployment: undefined,
      lifecycle: 'unmanaged',
      stack: undefined,
      creation_date: daysAgo(100),
    });
  const asked = { request: { ...request, age_days: 90, unmanaged: { name: 'old-*', tags: { team: 'a' } } } };
  const entries = plan(
    [
      other('ami-1', 'old-1', { team: 'a' }),
      other('ami-2', 'old-2'),
      other('ami-3', 'very-old-1', { team: 'a' }),
      other('ami-4', 'old-4', { team: 'a', [tagKeys.keep]: 'true' }),
      old({ name: 'old-5', tags: { team: 'a' } }),
    ],
    asked,
  );
  expect(entries.map(({ id, decision, unmanaged }) => [id, decision, unmanaged])).toEqual([
    ['ami-1', 'remove', true],
    ['ami-4', 'keep', true],
  ]);
});

test('a snapshot goes when its image is gone and no image uses it', () => {
  const snapshot = (snapshot_id: string, changes: Partial<Ec2Snapshot> = {}): Ec2Snapshot => ({
    snapshot_id,
    region: 'us-east-1',
    state: 'completed',
    progress_percent: 100,
    size_gb: 8,
    encrypted: false,
    start_time: daysAgo(20),
    description: 'Created by CreateImage(i-1) for ami-0123',
    tags: { [tagKeys.deployment]: deployment, [tagKeys.state]: 'published' },
    ...changes,
  });
  const all = [
    snapshot('orphan'),
    snapshot('used'),
    snapshot('alive', { description: 'Created by CreateImage(i-1) for ami-4567' }),
    snapshot('unknown', { description: 'by hand' }),
    snapshot('young', { start_time: daysAgo(3) }),
    snapshot('kept', { tags: { ...snapshot('').tags, [tagKeys.keep]: 'true' } }),
    snapshot('kept-too', { tags: { ...snapshot('').tags, [tagKeys.keep]: 'True' } }),
    snapshot('foreign', { tags: {} }),
    snapshot('candidate', { tags: { ...snapshot('').tags, [tagKeys.state]: 'candidate' } }),
    snapshot('copied', {
      description: 'Copied for DestinationAmi ami-89ab from SourceAmi ami-4567 for SourceSnapshot snap-1',
    }),
  ];
  const images = [
    ec2Image({
      image_id: 'ami-4567',
      state: 'disabled',
      block_devices: [{ device: '/dev/xvda', snapshot_id: 'used', size_gb: 8, encrypted: false }],
    }),
    ec2Image({ image_id: 'ami-0123', state: 'deregistered' }),
  ];
  const found = orphanSnapshots(all, images, { deployment, minimum_age_days: 14, binned: [], now });
  expect(found.map(({ id, decision }) => [id, decision])).toEqual([
    ['orphan', 'remove'],
    ['copied', 'remove'],
  ]);
});

test('not all may go at once: the oldest first, and of each stack so many', () => {
  const entries = plan([
    old({ ami_id: 'a', creation_date: daysAgo(500) }),
    old({ ami_id: 'b', creation_date: daysAgo(400) }),
    old({ ami_id: 'c', stack: 'other', version: '0.1', creation_date: daysAgo(300) }),
    ...newer,
    ...newer.map((image) => ({ ...image, ami_id: `o${image.ami_id}`, stack: 'other' })),
  ]);
  expect(regionOf('us-east-1', entries)).toMatchObject({
    keep: 4,
    remove: 3,
    kept_because: { latest: 4 },
    monthly_saving_usd: 0,
  });
  expect(firstToGo(entries, 2, () => 50).map(({ id }) => id)).toEqual(['a', 'b']);
  expect(firstToGo(entries, 9, () => 1).map(({ id }) => id)).toEqual(['a', 'c']);
});

describe('of whatever images', () => {
  const images = fc
    .array(
      fc.record({
        stack: fc.constantFrom('pytorch', 'tool', undefined),
        version: fc.constantFrom('1.0', '1.1', '2.0', '10.0'),
        days: fc.integer({ min: -30, max: 500 }),
        gpu: fc.boolean(),
        deprecated: fc.boolean(),
        keep: fc.boolean(),
        launched: fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined }),
        region: fc.constantFrom('us-east-1', 'us-west-2'),
        state: fc.constantFrom<CleanupImage['state']>('available', 'available', 'failed', 'disabled'),
        foreign: fc.boolean(),
      }),
      { maxLength: 30 },
    )
    .map((all) =>
      all.map(({ days, keep, launched, foreign, ...image }, index): CleanupImage =>
        published({
          ...image,
          ami_id: `ami-${String(index).padStart(3, '0')}`,
          creation_date: daysAgo(days),
          tags: keep ? { [tagKeys.keep]: 'true' } : {},
          deployment: foreign ? 'prod@eu-west-1' : deployment,
          ...(launched !== undefined && { last_launched: daysAgo(launched) }),
        } as Partial<CleanupImage>),
      ),
    );
  const requests = fc
    .record({
      age_days: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
      deprecated_only: fc.boolean(),
      keep_latest: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    })
    .map((asked): CleanupRequest => ({ kind: 'request', ...asked }));
  const goes = (all: readonly CleanupImage[], changes: Partial<CleanupQuestion>) =>
    plan(all, changes)
      .filter(({ decision }) => decision === 'remove')
      .map(({ id }) => id);

  test('none goes that is kept, of another deployment, in use, unread, too young or of a future date; and what is left is left the next time', () => {
    fc.assert(
      fc.property(images, requests, fc.integer({ min: 0, max: 29 }), (all, asked, used) => {
        const references = referencesOf(
          [{ ami_id: `ami-${String(used).padStart(3, '0')}`, region: 'us-east-1', kind: 'instance', name: 'i-1' }],
          [{ region: 'us-west-2', kind: 'instance', reason: 'denied' }],
        );
        const gone = goes(all, { request: asked, references });
        for (const image of all.filter(({ ami_id }) => gone.includes(ami_id))) {
          expect([
            image.tags,
            image.deployment,
            image.region,
            image.ami_id === `ami-${String(used).padStart(3, '0')}`,
          ]).toEqual([{}, deployment, 'us-east-1', false]);
          expect(now.getTime() - Date.parse(image.creation_date)).toBeGreaterThan(
            (image.state === 'failed' ? 1 : 14) * 86_400_000,
          );
        }
        expect(
          goes(
            all.filter(({ ami_id }) => !gone.includes(ami_id)),
            { request: asked, references },
          ),
        ).toEqual([]);
        expect(goes([...all].reverse(), { request: asked, references }).sort()).toEqual([...gone].sort());
      }),
      { numRuns: 300 },
    );
  });

  test('more protection never lets more go', () => {
    fc.assert(
      fc.property(images, requests, fc.nat(29), (all, asked, index) => {
        const gone = goes(all, { request: asked });
        const id = `ami-${String(index).padStart(3, '0')}`;
        const stricter: [readonly CleanupImage[], Partial<CleanupQuestion>][] = [
          [
            all.map((image) => (image.ami_id === id ? { ...image, tags: { [tagKeys.keep]: 'true' } } : image)),
            { request: asked },
          ],
          [
            all,
            {
              request: asked,
              references: referencesOf([{ ami_id: id, region: 'us-east-1', kind: 'channel', name: 'stable' }], []),
            },
          ],
          [
            all,
            {
              request: asked,
              policies: new Map(
                ['pytorch', 'tool'].map((stack) => [
                  stack,
                  {
                    ...policyOf(undefined).cleanup,
                    minimum_age_days: 30,
                    unused_days: 300,
                    deprecated_days: 250,
                    keep_latest: 3,
                  },
                ]),
              ),
            },
          ],
          [
            all,
            {
              request: {
                ...asked,
                ...(asked.keep_latest !== undefined && { keep_latest: asked.keep_latest + 1 }),
                ...(asked.age_days !== undefined && { age_days: asked.age_days + 50 }),
                deprecated_only: true,
              },
            },
          ],
        ];
        // A broken image goes whether or not only deprecated ones are asked for.
        for (const [images, changes] of stricter) expect(gone).toEqual(expect.arrayContaining(goes(images, changes)));
      }),
      { numRuns: 300 },
    );
  });

  test('exactly what a dry run says goes, each once, in however many runs of whatever limit', () => {
    fc.assert(
      fc.property(images, requests, fc.integer({ min: 1, max: 5 }), (all, asked, limit) => {
        const said = goes(all, { request: asked });
        const gone: string[] = [];
        for (let runs = 0; runs <= said.length; runs += 1) {
          const left = all.filter(({ ami_id }) => !gone.includes(ami_id));
          gone.push(...firstToGo(plan(left, { request: asked }), limit, () => Infinity).map(({ id }) => id));
        }
        expect([...gone].sort()).toEqual([...said].sort());
      }),
      { numRuns: 300 },
    );
  });

  test('those stay that a slow and simple count finds to be the newest', () => {
    fc.assert(
      fc.property(images, fc.integer({ min: 1, max: 4 }), (all, keep) => {
        const asked = { ...request, age_days: 1, keep_latest: keep };
        const zero = new Map(
          ['pytorch', 'tool'].map((stack) => [stack, { ...policyOf(undefined).cleanup, minimum_age_days: 0 }]),
        );
        const own = all.filter(
          (image) => image.deployment === deployment && image.stack !== undefined && image.state !== 'failed',
        );
        const usable = (image: CleanupImage) => image.state === 'available' && !image.deprecated;
        const isBetter = (a: CleanupImage, b: CleanupImage) => {
          if (usable(a) !== usable(b)) return usable(a);
          const versions = compareVersions(a.version ?? '', b.version ?? '');
          if (versions !== 0) return versions > 0;
          return a.creation_date === b.creation_date ? a.ami_id < b.ami_id : a.creation_date > b.creation_date;
        };
        const peers = (image: CleanupImage) =>
          own.filter(
            (other) => other.stack === image.stack && other.gpu === image.gpu && other.region === image.region,
          );
        const isFirst = (image: CleanupImage) =>
          !peers(image).some((other) => other.version === image.version && isBetter(other, image));
        const expected = own.filter((image) => {
          const versions = new Set(peers(image).map(({ version }) => version)).size;
          if (isFirst(image))
            return peers(image).filter((other) => isFirst(other) && isBetter(other, image)).length < keep;
          return peers(image).filter((other) => !isFirst(other) && isBetter(other, image)).length < keep - versions;
        });
        const kept = plan(all, { request: asked, policies: zero })
          .filter(({ codes }) => codes.includes('latest'))
          .map(({ id }) => id);
        expect(kept.sort()).toEqual(expected.map(({ ami_id }) => ami_id).sort());
      }),
      { numRuns: 300 },
    );
  });
});

describe('an image that EC2 would not deregister', () => {
  const protectedImage = (turns_off?: 'with-cooldown' | 'without-cooldown') =>
    old({ deregistration_protected: true, turns_off });

  test('goes if the policy of its stack protects it', () => {
    expect(verdict(protectedImage('without-cooldown'))?.[0]).toBe('remove');
    expect(verdict(protectedImage('with-cooldown'))?.[0]).toBe('remove');
  });

  test('stays if somebody else protects it', () => {
    expect(verdict(protectedImage())).toEqual(['keep', 'deregistration-protected']);
  });
});
