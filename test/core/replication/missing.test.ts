import * as fc from 'fast-check';
import { missingReplicas, type ReplicaQuestion } from '../../../core/replication/missing';
import type { Image } from '../../../core/model/image';
import { isUsable } from '../../../core/image/usability';
import { image } from '../kit/images';

const home = 'us-east-1';
const all = [home, 'us-west-2', 'eu-west-1', 'ap-south-1'];
const original = image({ ami_id: 'ami-1', region: home, stack: 'tool', deployment: 'dev@us-east-1' });
const copy = (region: string, changes: Partial<Image> = {}): Image => ({
  ...original,
  ami_id: `ami-${region}`,
  region,
  replicated_from: 'ami-1',
  ...changes,
});
const ask = (images: Image[], changes: Partial<ReplicaQuestion> = {}) =>
  missingReplicas({
    images,
    wanted: new Map([['tool', ['us-west-2', 'eu-west-1']]]),
    busy: new Set(),
    deployment: 'dev@us-east-1',
    regions: all,
    ...changes,
  }).map(({ source, regions }) => [source.ami_id, regions]);

describe('every usable release is wanted in all regions of its stack’s policy', () => {
  test('what is missing is copied from the original', () => {
    expect(ask([original, copy('us-west-2')])).toEqual([['ami-1', ['eu-west-1']]]);
    expect(ask([original, copy('us-west-2'), copy('eu-west-1')])).toEqual([]);
  });
  test('a copy that failed or vanished is made again, one that somebody disabled or deprecated is not', () => {
    expect(ask([original, copy('us-west-2', { state: 'failed' }), copy('eu-west-1', { state: 'vanished' })])).toEqual([
      ['ami-1', ['us-west-2', 'eu-west-1']],
    ]);
    expect(ask([original, copy('us-west-2', { state: 'disabled' }), copy('eu-west-1', { deprecated: true })])).toEqual(
      [],
    );
  });
  test('when the original is gone a copy is the source', () => {
    expect(ask([{ ...original, state: 'vanished' }, copy('us-west-2')])).toEqual([['ami-us-west-2', ['eu-west-1']]]);
  });
  test('an original that lost its stack is where it is, and its release is not copied onto its own region', () => {
    const lost = { ...original, stack: undefined };
    expect(ask([lost, copy('us-west-2')], { wanted: new Map([['tool', [home, 'us-west-2']]]) })).toEqual([]);
    expect(
      ask([{ ...lost, state: 'vanished' }, copy('us-west-2')], { wanted: new Map([['tool', [home, 'us-west-2']]]) }),
    ).toEqual([['ami-us-west-2', [home]]]);
  });
  test('a release that nobody may use, that a run is busy with, or that another deployment made is left alone', () => {
    expect(ask([{ ...original, deprecated: true }])).toEqual([]);
    expect(ask([original], { busy: new Set(['ami-1']) })).toEqual([]);
    expect(ask([original], { deployment: 'other@us-east-1' })).toEqual([]);
  });
  test('a region that is not the deployment’s is not reached for', () => {
    expect(ask([original], { regions: [home, 'eu-west-1'] })).toEqual([['ami-1', ['eu-west-1']]]);
  });
});

describe('and in the member accounts of the policy, in the same regions and the original’s', () => {
  const account = '222233334444';
  const there = (region: string, changes: Partial<Image> = {}): Image =>
    copy(region, { ami_id: `ami-there-${region}`, account, owner_id: account, ...changes });
  const lacking = (copies: Image[], wanted: [string, string[]][] = [['tool', [account]]]) =>
    missingReplicas({
      images: [original, copy('us-west-2')],
      wanted: new Map([['tool', ['us-west-2']]]),
      members: { wanted: new Map(wanted), images: copies },
      busy: new Set(),
      deployment: 'dev@us-east-1',
      regions: all,
    }).flatMap(({ source, regions, members }) => [source.ami_id, ...regions, ...members.map(({ region }) => region)]);
  test('what is missing is copied from the original', () => {
    expect(lacking([])).toEqual(['ami-1', home, 'us-west-2']);
    expect(lacking([there(home)])).toEqual(['ami-1', 'us-west-2']);
    expect(lacking([there(home), there('us-west-2', { replicated_from: 'ami-us-west-2' })])).toEqual([]);
  });
  test('and what vanished there, or is somebody else’s', () => {
    expect(lacking([there(home, { state: 'vanished' }), there('us-west-2', { replicated_from: 'ami-other' })])).toEqual(
      ['ami-1', home, 'us-west-2'],
    );
  });
  test('and nothing for a stack that names no account', () => {
    expect(lacking([], [])).toEqual([]);
  });
});

const states: Image['state'][] = ['available', 'pending', 'failed', 'disabled', 'vanished', 'deregistered', 'error'];
const anyCopy = fc.record({
  region: fc.constantFrom(...all),
  state: fc.constantFrom(...states),
  deprecated: fc.boolean(),
  copied: fc.boolean(),
});
const world = fc.array(anyCopy, { maxLength: 8 }).map((facts) =>
  facts.map(({ copied, ...rest }, index): Image => ({
    ...original,
    ...rest,
    ami_id: `ami-${index}`,
    ...(copied && index > 0 && { replicated_from: 'ami-0' }),
  })),
);

test('it never copies what may not be used, never to where the release is or to a region twice, and is content once its copies are there', () => {
  fc.assert(
    fc.property(world, fc.subarray(all), (images, where) => {
      const question = {
        images,
        wanted: new Map([['tool', where]]),
        busy: new Set<string>(),
        deployment: 'dev@us-east-1',
        regions: all,
      };
      const missing = missingReplicas(question);
      for (const { source, regions } of missing) {
        expect(isUsable(source)).toBe(true);
        expect(regions).not.toContain(source.region);
        expect(new Set(regions).size).toBe(regions.length);
        for (const region of regions) expect(where).toContain(region);
      }
      const made = missing.flatMap(({ source, regions }) =>
        regions.map((region, index): Image => ({
          ...source,
          ami_id: `${source.ami_id}-${region}-${index}`,
          region,
          replicated_from: source.ami_id,
        })),
      );
      expect(missingReplicas({ ...question, images: [...images, ...made] })).toEqual([]);
    }),
  );
});
