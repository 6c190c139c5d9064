import * as fc from 'fast-check';
import { filterImages, latestOf, sortImages } from '../../../core/release/listing';
import { selectImage, type Wanted } from '../../../core/release/selection';
import { compareVersions } from '../../../core/lib/version';
import { satisfies } from '../../../core/lib/version-range';
import type { Image } from '../../../core/model/image';
import { tagKeys } from '../../../core/tags';
import { daysAgo, image, named } from '../kit/images';

const wanted: Wanted = { stack: 'pytorch', region: 'us-east-1' };

describe('the image of a launch', () => {
  test('is the newest version, 2.10 before 2.9, whatever was made last', () => {
    const images = [
      image({ ami_id: 'ami-9', version: '2.9', creation_date: daysAgo(1) }),
      image({ ami_id: 'ami-10', version: '2.10', creation_date: daysAgo(9) }),
    ];
    const { image: chosen, candidates } = selectImage(images, wanted);
    expect(chosen.ami_id).toBe('ami-10');
    expect(candidates).toMatchObject([
      {
        ami_id: 'ami-9',
        version: '2.9',
        region: 'us-east-1',
        taken: false,
        reason: 'matches, but 2.10 is newer than 2.9',
      },
      { ami_id: 'ami-10', taken: true, reason: 'the newest match' },
    ]);
  });

  test('is the one made last of one version', () => {
    expect(
      selectImage([image({ ami_id: 'ami-old' }), image({ ami_id: 'ami-new', creation_date: daysAgo(1) })], wanted).image
        .ami_id,
    ).toBe('ami-new');
  });

  test.each([
    ['in another region', { region: 'eu-west-1' }, 'is in eu-west-1'],
    ['deprecated', { deprecated: true }, 'is deprecated'],
    ['a candidate', { lifecycle: 'candidate' }, 'is not published'],
    ['pending', { state: 'pending' }, 'is pending'],
    ['disabled', { state: 'disabled' }, 'is disabled'],
    ['gone', { state: 'vanished' }, 'is vanished'],
    ['for another architecture', { architecture: 'arm64' }, 'is for arm64, not x86_64'],
    ['for a GPU', { gpu: true }, 'is for a GPU'],
    ['of another version', { version: '3.0' }, 'has version 3.0'],
    ['a pre-release', { version: '2.2.9-rc.1' }, 'has version 2.2.9-rc.1'],
    ['of another variant', { variant: 'cuda12-x86_64' }, 'is the variant cuda12-x86_64'],
  ] as [string, Partial<Image>, string][])('is never one that is %s, and the reason says so', (_, changes, reason) => {
    const asked: Wanted = { ...wanted, architecture: 'x86_64', gpu: false, version: '2.2', variant: 'x86_64' };
    const other = image({ ami_id: 'ami-other', creation_date: daysAgo(0), ...changes });
    const choice = selectImage([other, image()], asked);
    expect(choice.image.ami_id).toBe('ami-1');
    expect(choice.candidates[0]).toMatchObject({ taken: false, reason: expect.stringContaining(reason) });
    expect(() => selectImage([other], asked)).toThrow(named('NoImageFits'));
  });

  test('comes with the reason', () => {
    expect(selectImage([image()], { ...wanted, version: '>=2.0, <3.0', architecture: 'x86_64' }).reason).toBe(
      'pytorch-2.2-x86_64-20260114: the only image of pytorch in us-east-1 that matches >=2.0, <3.0, x86_64 and is not deprecated',
    );
  });

  test('that does not exist is answered with what exists', () => {
    const images = [
      image({ gpu: true }),
      image({ ami_id: 'ami-2', gpu: true, region: 'eu-west-1' }),
      image({ ami_id: 'ami-3', version: '2.1', gpu: true, deprecated: true }),
    ];
    expect(() => selectImage(images, { ...wanted, architecture: 'arm64', instance_type: 'm7g.large' })).toThrow(
      named(
        'NoImageFits',
        'pytorch has 2.2 (x86_64 gpu) in eu-west-1 and us-east-1, 2.1 (x86_64 gpu, deprecated) in us-east-1; none matches arm64 in us-east-1 (m7g.large).',
      ),
    );
    expect(() => selectImage([], wanted)).toThrow(named('NoImageFits', 'there is no image of pytorch'));
  });

  test('is not said to match nothing when what matches cannot be used: the reason of each follows', () => {
    const asked: Wanted = { ...wanted, architecture: 'x86_64', gpu: false, instance_type: 'm7i.large' };
    const marked = { ...image().tags, [tagKeys.cleanupMarked]: '2026-01-28' };
    const images = [image({ deprecated: true }), image({ ami_id: 'ami-2', name: 'other', tags: marked })];
    expect(() => selectImage(images, asked)).toThrow(
      named(
        'NoImageFits',
        'none can be used of those that match x86_64, without GPU in us-east-1 (m7i.large). ami-1 (pytorch-2.2-x86_64-20260114) is deprecated; ami-2 (other) is about to be removed by a cleanup.',
      ),
    );
  });

  test('is the one that a plain search finds', () => {
    const some = fc.record({
      version: fc.constantFrom('2.1', '2.2', '2.2.1', '2.10', '3.0-rc.1', '3.0'),
      architecture: fc.constantFrom('x86_64' as const, 'arm64' as const),
      gpu: fc.boolean(),
      region: fc.constantFrom('us-east-1', 'eu-west-1'),
      deprecated: fc.boolean(),
      state: fc.constantFrom('available' as const, 'pending' as const),
      lifecycle: fc.constantFrom('published' as const, 'candidate' as const),
      stack: fc.constantFrom('pytorch', 'genomics'),
      creation_date: fc.constantFrom(daysAgo(1), daysAgo(2), daysAgo(3)),
    });
    const question = fc.record({
      version: fc.constantFrom('2.2', '*', '>=2.1, <3', '3.0'),
      architecture: fc.constantFrom('x86_64' as const, undefined),
      gpu: fc.constantFrom(true, false, undefined),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 12 }), question, (many, asked) => {
        const images = many.map((changes, index) => image({ ami_id: `ami-${index}`, ...changes }));
        let best: Image | undefined;
        for (const each of images) {
          if (
            each.stack !== 'pytorch' ||
            each.region !== 'us-east-1' ||
            each.deprecated ||
            each.state !== 'available' ||
            each.lifecycle !== 'published'
          )
            continue;
          if (asked.architecture && each.architecture !== asked.architecture) continue;
          if (asked.gpu !== undefined && each.gpu !== asked.gpu) continue;
          if (!satisfies(each.version ?? '', asked.version)) continue;
          const order = best ? compareVersions(each.version ?? '', best.version ?? '') : 1;
          if (!best || order > 0 || (order === 0 && each.creation_date > best.creation_date)) best = each;
        }
        if (!best) return expect(() => selectImage(images, { ...wanted, ...asked })).toThrow(named('NoImageFits'));
        const { image: chosen, candidates } = selectImage(images, { ...wanted, ...asked });
        expect([chosen.version, chosen.creation_date]).toEqual([best.version, best.creation_date]);
        expect(candidates.filter(({ taken }) => taken)).toHaveLength(1);
      }),
    );
  });
});

test('what a range means agrees with plain arithmetic, over any catalog', () => {
  const numbers = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(2));
  const kinds = ['2 parts', '~', '^', '>=', '<', 'x', 'exact', 'between'] as const;
  const rank = ([major, minor, patch]: readonly number[]) => major! * 10_000 + minor! * 100 + patch!;
  fc.assert(
    fc.property(
      fc.array(numbers, { minLength: 1, maxLength: 15 }),
      numbers,
      numbers,
      fc.constantFrom(...kinds),
      (catalog, low, other, kind) => {
        const [major, minor] = low;
        const text = low.join('.');
        const oracle: Record<(typeof kinds)[number], [string, (version: readonly number[]) => boolean]> = {
          '2 parts': [`${major}.${minor}`, (version) => version[0] === major && version[1] === minor],
          '~': [`~${text}`, (version) => version[0] === major && version[1] === minor && rank(version) >= rank(low)],
          '^': [
            `^${text}`,
            (version) =>
              rank(version) >= rank(low) &&
              version[0] === major &&
              (major > 0 || (version[1] === minor && (minor > 0 || version[2] === low[2]))),
          ],
          '>=': [`>=${text}`, (version) => rank(version) >= rank(low)],
          '<': [`<${text}`, (version) => rank(version) < rank(low)],
          x: [`${major}.x`, (version) => version[0] === major],
          exact: [text, (version) => rank(version) === rank(low)],
          between: [
            `>=${text}, <${other.join('.')}`,
            (version) => rank(version) >= rank(low) && rank(version) < rank(other),
          ],
        };
        const [range, fits] = oracle[kind];
        const best = catalog.filter(fits).sort((one, another) => rank(another) - rank(one))[0];
        const images = catalog.map((version, index) => image({ ami_id: `ami-${index}`, version: version.join('.') }));
        if (!best)
          return expect(() => selectImage(images, { ...wanted, version: range })).toThrow(named('NoImageFits'));
        expect(selectImage(images, { ...wanted, version: range }).image.version).toBe(best.join('.'));
      },
    ),
    { numRuns: 1000 },
  );
});

test('a version that nothing can order is found by writing the same, and by nothing else', () => {
  const images = [image({ ami_id: 'ami-a', version: 'jammy' }), image({ ami_id: 'ami-b', version: '22.04' })];
  expect(selectImage(images, { ...wanted, version: 'jammy' }).image.ami_id).toBe('ami-a');
  expect(filterImages(images, { version: 'jammy' }).map(({ ami_id }) => ami_id)).toEqual(['ami-a']);
  expect(() => selectImage(images, { ...wanted, version: 'noble' })).toThrow(named('InvalidVersion', 'noble'));
});

describe('the image that a channel points to', () => {
  const images = [
    image({ ami_id: 'ami-a', version: '3.0-rc.1' }),
    image({ ami_id: 'ami-b', version: '2.0' }),
    image({ ami_id: 'ami-c', version: '2.0', region: 'eu-west-1', replicated_from: 'ami-b' }),
  ];

  test('is taken in each region, and every other one says why not', () => {
    const channel = { name: 'stable', releases: ['ami-b'] };
    expect(selectImage(images, { ...wanted, region: 'eu-west-1', channel }).image.ami_id).toBe('ami-c');
    expect(selectImage(images, { ...wanted, channel }).candidates[0]).toMatchObject({
      taken: false,
      reason: 'is not what the channel stable points to',
    });
  });

  test('may be a pre-release: whoever promoted it meant it', () => {
    expect(selectImage(images, { ...wanted, channel: { name: 'beta', releases: ['ami-a'] } }).image.ami_id).toBe(
      'ami-a',
    );
  });
});

describe('a list of images', () => {
  const images = [
    image({ ami_id: 'ami-a', name: 'b', version: '2.9', creation_date: daysAgo(3), size_gb: 10 }),
    image({ ami_id: 'ami-b', name: 'a', version: '2.10', creation_date: daysAgo(5), size_gb: 40 }),
    image({
      ami_id: 'ami-c',
      name: 'c',
      version: '1.0',
      creation_date: daysAgo(1),
      size_gb: 20,
      architecture: 'arm64',
      variant: 'arm64',
    }),
  ];
  const ids = (list: readonly Image[]) => list.map(({ ami_id }) => ami_id);

  test('shows the newest first without a key, and the oldest first when that is reversed', () => {
    expect(ids(sortImages(images))).toEqual(['ami-c', 'ami-a', 'ami-b']);
    expect(ids(sortImages(images, undefined, true))).toEqual(['ami-b', 'ami-a', 'ami-c']);
  });

  test('sorts ascending by a key: smallest, youngest, lowest version or first name first', () => {
    expect(ids(sortImages(images, 'version'))).toEqual(['ami-c', 'ami-a', 'ami-b']);
    expect(ids(sortImages(images, 'size'))).toEqual(['ami-a', 'ami-c', 'ami-b']);
    expect(ids(sortImages(images, 'age'))).toEqual(['ami-c', 'ami-a', 'ami-b']);
    expect(ids(sortImages(images, 'name'))).toEqual(['ami-b', 'ami-a', 'ami-c']);
  });

  test('finds the largest images first, as the specification does with --sort-by size --reverse', () => {
    expect(ids(sortImages(images, 'size', true))).toEqual(['ami-b', 'ami-c', 'ami-a']);
    expect(ids(sortImages(images, 'version', true))).toEqual(['ami-b', 'ami-a', 'ami-c']);
  });

  test('hides deprecated ones unless asked, and never shows candidates, unmanaged ones and those that are gone', () => {
    const odd = [
      image({ ami_id: 'ami-d', deprecated: true }),
      image({ lifecycle: 'candidate' }),
      image({ lifecycle: 'unmanaged' }),
      image({ state: 'vanished' }),
    ];
    expect(ids(filterImages(odd, {}))).toEqual([]);
    expect(ids(filterImages(odd, { deprecated: true }))).toEqual(['ami-d']);
  });

  test('hides revoked ones unless asked, whether or not they are deprecated', () => {
    const revocation = { at: daysAgo(1), reason: 'leaked key' } as Image['revocation'];
    const odd = [
      image({ ami_id: 'ami-d', deprecated: true }),
      image({ ami_id: 'ami-r', revocation }),
      image({ ami_id: 'ami-dr', deprecated: true, revocation }),
    ];
    expect(ids(filterImages(odd, {}))).toEqual([]);
    expect(ids(filterImages(odd, { deprecated: true }))).toEqual(['ami-d']);
    expect(ids(filterImages(odd, { revoked: true }))).toEqual(['ami-r', 'ami-dr']);
    expect(ids(filterImages(odd, { deprecated: true, revoked: true }))).toEqual(['ami-d', 'ami-r', 'ami-dr']);
  });

  test('has only those out of date if asked: by a newer or lost base, or a parent that is withdrawn', () => {
    const said = (ami_id: string, ...messages: string[]) =>
      image({ ami_id, health: { level: 'warning', messages, checked_at: daysAgo(0) } });
    const mixed = [
      said('ami-newer', 'copy missing in eu-west-1', 'newer base AMI available (current: ami-2)'),
      said('ami-lost', 'base AMI no longer exists (yours: ami-1) - rebuild recommended'),
      said('ami-parent', 'parent image base-1 (ami-7) is revoked - rebuild recommended'),
      said('ami-earlier', 'earlier parent image base-1 (ami-7) is deprecated - rebuild recommended'),
      said('ami-test', 'last test failed on m7i.large (bld-1)'),
      said('ami-unknown', 'base AMI is not recorded: it cannot be checked'),
      image({ ami_id: 'ami-unchecked' }),
    ];
    expect(ids(filterImages(mixed, { outdated: true }))).toEqual([
      'ami-newer',
      'ami-lost',
      'ami-parent',
      'ami-earlier',
    ]);
    expect(filterImages(mixed, { outdated: false })).toHaveLength(7);
  });

  test('shows images that are still being created only if asked, and never a candidate that is complete', () => {
    const odd = [
      image({ ami_id: 'ami-p', lifecycle: 'candidate', state: 'pending' }),
      image({ ami_id: 'ami-t', lifecycle: 'candidate' }),
    ];
    expect(ids(filterImages(odd, {}))).toEqual([]);
    expect(ids(filterImages(odd, { pending: true }))).toEqual(['ami-p']);
  });

  test.each([
    [{ version: '2.9' }, ['ami-a']],
    [{ version: '>=2' }, ['ami-a', 'ami-b']],
    [{ architecture: 'arm64' as const }, ['ami-c']],
    [{ gpu: true }, []],
    [{ stack: 'genomics' }, []],
    [{ region: 'all' }, ['ami-a', 'ami-b', 'ami-c']],
    [{ region: 'eu-west-1' }, []],
  ])('with the filter %j shows %j', (filter, expected) => {
    expect(ids(filterImages(images, filter))).toEqual(expected);
  });

  test('of the latest has one of each stack and variant in each region', () => {
    expect(ids(latestOf([...images, image({ ami_id: 'ami-e', region: 'eu-west-1', version: '2.0' })]))).toEqual([
      'ami-b',
      'ami-c',
      'ami-e',
    ]);
  });
});
