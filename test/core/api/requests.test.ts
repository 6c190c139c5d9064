import { region } from '../../../core/lib/query-fields';
import * as fc from 'fast-check';
import { canonicalJson } from '../../../core/lib/digest';
import { bodyDigest, checkIdempotencyKey, idempotencyScope, judgeKey } from '../../../core/api/idempotency';
import { isHealthy, judgeRepeat, requestDigest } from '../../../core/build/request-digest';
import { daysAgo, image, named, run } from '../kit/images';

const request = { force: false, region: 'us-east-1', regions: ['eu-west-1'] };
const replica = image({ ami_id: 'ami-2', region: 'eu-west-1', replicated_from: 'ami-1' });
const failedTest = { build_id: 'bld-1', instance_type: 'm7i.large', verdict: 'failed' as const, tested_at: daysAgo(3) };

describe('a build request that is known', () => {
  test('is answered with the build that runs, forced or not', () => {
    for (const force of [true, false])
      expect(judgeRepeat({ ...request, force }, run({ status: 'running' }), [])).toEqual({
        answer: 'running',
        build_id: 'bld-1',
      });
  });

  test('is started anew while the one that runs is being cancelled', () => {
    expect(judgeRepeat(request, run({ status: 'running', cancel_requested: true }), [])).toMatchObject({
      answer: 'start',
    });
  });

  test('is answered with the published image that is healthy in all regions asked for', () => {
    expect(judgeRepeat(request, run(), [image(), replica])).toEqual({ answer: 'published', image: image() });
    expect(judgeRepeat({ ...request, regions: [] }, run(), [image()])).toMatchObject({ answer: 'published' });
  });

  test('only replicates what regions are missing', () => {
    expect(
      judgeRepeat({ ...request, regions: ['us-east-1', 'eu-west-1', 'us-west-2', 'us-west-2'] }, run(), [
        image(),
        replica,
      ]),
    ).toEqual({ answer: 'replicate', image: image(), regions: ['us-west-2'] });
    expect(judgeRepeat(request, run({ status: 'failed' }), [image(), { ...replica, state: 'vanished' }])).toMatchObject(
      { answer: 'replicate', regions: ['eu-west-1'] },
    );
  });

  test('builds again when it is forced, was never built, or its image is no longer healthy', () => {
    expect(judgeRepeat({ ...request, force: true }, run(), [image(), replica])).toMatchObject({ answer: 'start' });
    expect(judgeRepeat(request, undefined, [])).toMatchObject({ answer: 'start' });
    expect(judgeRepeat(request, run(), [image({ deprecated: true }), replica])).toMatchObject({ answer: 'start' });
  });
});

test('healthy is available, published, not deprecated, and passed in the last test of each type', () => {
  expect(isHealthy(image())).toBe(true);
  for (const changes of [
    { state: 'disabled' as const },
    { lifecycle: 'candidate' as const },
    { deprecated: true },
    { tests: [failedTest] },
  ])
    expect(isHealthy(image(changes))).toBe(false);
  expect(isHealthy(image({ tests: [failedTest, { ...failedTest, verdict: 'passed', tested_at: daysAgo(1) }] }))).toBe(
    true,
  );
});

test('two requests are the same when recipe, base, account and region are', () => {
  const facts = { recipe_digest: 'r', base_ami: 'ami-b', account: '1', region: 'us-east-1' };
  expect(requestDigest({ ...facts })).toBe(
    requestDigest({ region: 'us-east-1', account: '1', base_ami: 'ami-b', recipe_digest: 'r' }),
  );
  for (const key of Object.keys(facts))
    expect(requestDigest({ ...facts, [key]: 'other' })).not.toBe(requestDigest(facts));
});

test('canonical JSON is the same for equal values and can be read back', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
  expect(canonicalJson({ b: 1, a: undefined, c: [undefined, { e: 1, d: 2 }] })).toBe(
    '{"b":1,"c":[null,{"d":2,"e":1}]}',
  );
});

describe('an idempotency key', () => {
  const digest = bodyDigest({ a: 1 }, { id: 'ami-1' });

  const now = new Date('2026-01-14T10:30:00Z');
  const asked = { digest, key: 'k', now };
  const secondsAgo = (seconds: number) => ({
    claim: 'c',
    body_digest: digest,
    claimed_at: new Date(now.getTime() - seconds * 1000).toISOString(),
    id_part: 'part',
  });

  test('with the same body gets the same answer, with another body it is refused, answered or not', () => {
    expect(
      judgeKey({ ...secondsAgo(3600), answer: 'kept' }, { ...asked, digest: bodyDigest({ a: 1 }, { id: 'ami-1' }) }),
    ).toEqual({ answer: 'kept' });
    expect(judgeKey(undefined, asked)).toBeUndefined();
    for (const other of [bodyDigest({ a: 2 }, { id: 'ami-1' }), bodyDigest({ a: 1 }, { id: 'ami-2' })]) {
      expect(() => judgeKey({ ...secondsAgo(0), answer: 'kept' }, { ...asked, digest: other })).toThrow(
        named('IdempotencyMismatch', "'k'"),
      );
      expect(() => judgeKey(secondsAgo(3600), { ...asked, digest: other })).toThrow(
        named('IdempotencyMismatch', "'k'"),
      );
    }
  });

  test('whose request is being answered waits a minute, after which nobody answers it any more', () => {
    for (const seconds of [0, 60])
      expect(() => judgeKey(secondsAgo(seconds), asked)).toThrow(named('CatalogConflict', 'is in progress: retry'));
    expect(judgeKey(secondsAgo(61), asked)).toBeUndefined();
    expect(judgeKey({ ...secondsAgo(0), given_up: true }, asked)).toBeUndefined();
  });

  test('is its caller’s own, and holds for one route', () => {
    const scope = { caller: 'arn:a', operation: 'startBuild', key: 'k' };
    expect(idempotencyScope({ ...scope, caller: 'arn:b' })).not.toBe(idempotencyScope(scope));
    expect(idempotencyScope({ ...scope, operation: 'createImage' })).not.toBe(idempotencyScope(scope));
  });

  test.each(['', ' ', 'a b', 'ä', 'x'.repeat(129)])('is not %j', (key) => {
    expect(() => checkIdempotencyKey(key)).toThrow(named('InvalidRequest', 'Idempotency-Key'));
  });

  test('may be a UUID, or be left out', () => {
    expect([checkIdempotencyKey('6f1c1f0a-0000-4000-8000-000000000000'), checkIdempotencyKey(undefined)]).toEqual([
      '6f1c1f0a-0000-4000-8000-000000000000',
      undefined,
    ]);
  });
});

test('a region is short enough to be part of a host name, or it is refused before AWS is asked', () => {
  expect(region.safeParse('ap-southeast-1').success).toBe(true);
  expect(region.safeParse(`xx-${'nowhere'.repeat(10)}-1`).success).toBe(false);
});
