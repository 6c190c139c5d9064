import * as fc from 'fast-check';
import { tagKeys } from '../../../core/tags';
import { dateAtPublication } from '../../../core/image/deprecation';
import {
  deprecate,
  deprecationTime,
  dueDeprecations,
  ec2DeprecationTime,
  isDeprecated,
  undeprecate,
} from '../../../core/image/deprecation';
import { checkChangeable } from '../../../core/image/check';
import { checkReplacement, imagesOfRelease, replacementIn, replacementWarnings } from '../../../core/release/images';
import { daysAgo, image, named, now } from '../kit/images';

const tomorrow = new Date(daysAgo(-1));

describe('a deprecation', () => {
  test('sets the four tags, and EC2’s time a minute or two ahead', () => {
    expect(deprecate(image(), { reason: 'CVE', replacement: 'ami-2' }, now)).toMatchObject({
      tags: {
        'spawn:deprecated': 'true',
        'spawn:deprecated-date': '2026-01-14T10:30:00Z',
        'spawn:replacement': 'ami-2',
        'spawn:deprecation-reason': 'CVE',
      },
      deprecate_at: new Date('2026-01-14T10:35:00Z'),
      image: { deprecated: true, tags: { 'spawn:deprecated': 'true' } },
    });
  });

  test('asks EC2 for a whole minute that has not passed, whenever it is asked', () => {
    const time = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2030-01-01') }).map((at) => new Date(at));
    fc.assert(
      fc.property(time, time, (at, asked) => {
        const sent = ec2DeprecationTime(at, asked).getTime();
        expect([sent % 60_000, sent >= asked.getTime() + 300_000, sent >= at.getTime()]).toEqual([0, true, true]);
        expect(sent - Math.max(at.getTime(), asked.getTime())).toBeLessThanOrEqual(360_000);
      }),
    );
  });

  test('applied twice is the same as once', () => {
    const text = fc.option(fc.stringMatching(/^[a-z]{1,9}$/), { nil: undefined });
    fc.assert(
      fc.property(
        text,
        text,
        fc.option(fc.integer({ min: 1, max: 3000 }), { nil: undefined }),
        (reason, replacement, days) => {
          const wanted = { reason, replacement, at: days === undefined ? undefined : new Date(daysAgo(-days)) };
          const once = deprecate(image(), wanted, now)!;
          expect(deprecate(once.image, wanted, new Date(now.getTime() + 5_000))).toBeUndefined();
        },
      ),
    );
  });

  test('undone leaves the image as it was', () => {
    const before = image({ tags: { owner: 'jo' } });
    const after = deprecate(before, { reason: 'CVE', at: tomorrow }, now)!.image;
    expect(undeprecate(after, now)).toEqual({ ...before, updated_at: now.toISOString() });
    expect(undeprecate(before, now)).toBeUndefined();
  });

  test('of what is deprecated changes the reason and keeps the date, so that its grace time goes on', () => {
    const old = image({
      deprecated: true,
      tags: { 'spawn:deprecated': 'true', 'spawn:deprecated-date': daysAgo(40), 'spawn:deprecation-reason': 'old' },
    });
    const change = deprecate(old, { reason: 'CVE' }, now)!;
    expect(change.tags).toMatchObject({ 'spawn:deprecated-date': daysAgo(40), 'spawn:deprecation-reason': 'CVE' });
    expect(change).not.toHaveProperty('deprecate_at');
  });

  test('in the future does not count before its date, and cannot bring back what is deprecated', () => {
    const change = deprecate(image(), { at: tomorrow }, now)!;
    expect([change.image.deprecated, change.tags, change.deprecate_at]).toEqual([
      false,
      { 'spawn:deprecated-date': '2026-01-15T10:30:00Z' },
      tomorrow,
    ]);
    expect([isDeprecated(change.tags, now), isDeprecated(change.tags, tomorrow)]).toEqual([false, true]);
    expect(() => deprecate(image({ deprecated: true }), { at: tomorrow }, now)).toThrow(
      named('WrongState', 'ami undeprecate'),
    );
    expect(deprecate(change.image, {}, now)).toMatchObject({ image: { deprecated: true } });
  });

  test('may begin from now on for ten years', () => {
    expect(deprecationTime(undefined, now)).toBeUndefined();
    expect(deprecationTime('2036-01-14T10:30:00Z', now)).toEqual(new Date('2036-01-14T10:30:00Z'));
    expect(() => deprecationTime('2036-01-14T10:31:00Z', now)).toThrow(named('InvalidRequest', '2036'));
    expect(() => deprecationTime(daysAgo(1), now)).toThrow(named('InvalidRequest', 'is in the past'));
  });

  test('is due once its date has come and nothing says so yet, for images of the own deployment', () => {
    const tags = { 'spawn:deployment': 'dev@us-east-1', 'spawn:deprecated-date': daysAgo(0) };
    const due = { tags };
    const others = [
      { ...tags, 'spawn:deprecated': 'true' },
      { ...tags, 'spawn:deprecated-date': daysAgo(-1) },
      { ...tags, 'spawn:deployment': 'next@us-east-1' },
      {},
    ];
    expect(dueDeprecations([due, ...others.map((each) => ({ tags: each }))], 'dev@us-east-1', now)).toEqual([due]);
  });
});

describe('the images of a release', () => {
  const original = image();
  const copy = image({ ami_id: 'ami-2', region: 'eu-west-1', replicated_from: 'ami-1' });
  const copyOfCopy = image({ ami_id: 'ami-3', region: 'us-west-2', replicated_from: 'ami-2' });
  const other = image({ ami_id: 'ami-4' });
  const all = [original, copy, copyOfCopy, other];

  test.each([original, copy, copyOfCopy])('are the same whichever of them is named', (member) => {
    expect(
      imagesOfRelease(member, all)
        .map(({ ami_id }) => ami_id)
        .sort(),
    ).toEqual(['ami-1', 'ami-2', 'ami-3']);
  });

  test('are those that are still there', () => {
    expect(imagesOfRelease(original, [original, { ...copy, state: 'vanished' }, copyOfCopy])).toEqual([
      original,
      copyOfCopy,
    ]);
  });

  test('are replaced by what can be launched, is not deprecated and is none of them', () => {
    expect(checkReplacement(other, [original])).toBe(other);
    expect(replacementWarnings(other, original)).toEqual([]);
    expect(replacementWarnings({ ...other, architecture: 'arm64' }, { ...original, architecture: 'x86_64' })).toEqual([
      expect.stringMatching(/^the replacement .* is for arm64, and .* for x86_64/),
    ]);
    expect(replacementWarnings({ ...other, variant: 'gpu-x86_64' }, { ...original, variant: 'cpu-x86_64' })).toEqual([
      expect.stringMatching(/is the variant gpu-x86_64, and .* is cpu-x86_64\.$/),
    ]);
    expect(replacementWarnings({ ...other, stack: 'mpi' }, { ...original, stack: 'web' })).toEqual([
      expect.stringMatching(/is of the stack mpi, and .* of web\.$/),
    ]);
    expect(() => checkReplacement(copy, [original, copy])).toThrow(named('InvalidRequest', 'a copy of it'));
    expect(() => checkReplacement({ ...other, deprecated: true }, [original])).toThrow(
      named('ImageDeprecated', 'ami-4'),
    );
    expect(() => checkReplacement({ ...other, state: 'vanished' }, [original])).toThrow(named('ImageNotFound'));
    expect(() => checkReplacement({ ...other, lifecycle: 'candidate' }, [original])).toThrow(
      named('WrongState', 'not published'),
    );
    expect(() => checkReplacement({ ...other, state: 'disabled' }, [original])).toThrow(
      named('WrongState', 'disabled'),
    );
  });

  test('name the replacement’s own copy of their region, where it has one', () => {
    const there = image({ ami_id: 'ami-5', region: 'eu-west-1', replicated_from: 'ami-4' });
    const in_ = (region: string) => replacementIn(region, other, [other, there]);
    expect([in_('us-east-1'), in_('eu-west-1'), in_('us-west-2')]).toEqual(['ami-4', 'ami-5', 'ami-4']);
  });
});

test('only what is published, there, and of this deployment may be changed', () => {
  const check = (changes: Parameters<typeof image>[0]) => () =>
    checkChangeable(image(changes), 'dev@us-east-1', 'deprecated');
  expect(check({})).not.toThrow();
  expect(check({ lifecycle: 'candidate' })).toThrow(named('WrongState', 'cannot be deprecated'));
  expect(check({ state: 'pending' })).toThrow(named('WrongState'));
  expect(check({ state: 'vanished' })).toThrow(named('ImageNotFound', 'deregistered'));
  expect(check({ deployment: 'next@us-east-1' })).toThrow(named('NotManaged', 'next@us-east-1'));
  expect(check({ deployment: undefined })).toThrow(named('NotManaged', 'spawn tag-ami ami-1'));
});

describe('the deprecation date at publication', () => {
  const created = image({ creation_date: '2026-01-01T00:00:00.000Z' });

  test('is that of the recipe, or else that of the policy', () => {
    const date = (...given: [number | undefined, (number | null)?]) => dateAtPublication(created, given[0], given[1]);
    expect(date(7 * 86_400, 30)).toEqual({
      at: new Date('2026-01-08T00:00:00Z'),
      reason: 'its recipe deprecates it after 7d',
    });
    expect(date(undefined, 30)).toEqual({
      at: new Date('2026-01-31T00:00:00Z'),
      reason: 'the policy of its stack deprecates it after 30d',
    });
    expect([date(undefined), date(undefined, null)]).toEqual([undefined, undefined]);
  });

  test('is left alone where a person has deprecated the image, or set a date, between two tries', () => {
    expect(dateAtPublication({ ...created, deprecated: true }, 86_400, 30)).toBeUndefined();
    const dated = { ...created, tags: { [tagKeys.deprecatedDate]: '2026-02-01T00:00:00Z' } };
    expect(dateAtPublication(dated, 86_400, 30)).toBeUndefined();
  });
});
