import * as fc from 'fast-check';
import { earlierReleases, fallbackOf, pointTo, rollbackTarget, type Channel } from '../../../core/channel/record';
import { groupReleases, imagesById, releaseIdOf } from '../../../core/release/group';
import { daysAgo, image, now } from '../kit/images';

const name = { stack: 'pytorch', variant: 'x86_64', channel: 'stable' };
const at = now.toISOString();
const images = ['1', '2', '3'].map((version) =>
  image({ ami_id: `ami-${version}`, version, name: `pytorch-${version}` }),
);

/** The history of a channel that went through these releases: `+ami-1` promoted, `-ami-1` rolled back or moved to. */
function historyOf(...steps: string[]): Channel[] {
  const history: Channel[] = [];
  for (const step of steps) {
    const to = {
      release: step.slice(1),
      version: step.slice(-1),
      variant: 'x86_64',
      image_name: step,
      creation_date: daysAgo(1),
      images: [],
    };
    history.push(pointTo(name, history.at(-1), to, { action: step.startsWith('+') ? 'promoted' : 'moved', at }));
  }
  return history;
}
const channelOf = (history: Channel[]): Channel => history.at(-1)!;

test('a channel remembers where it came from, and counts its changes', () => {
  expect(channelOf(historyOf('+ami-1', '+ami-2'))).toMatchObject({
    release: 'ami-2',
    from: { release: 'ami-1', version: '1' },
    revision: 2,
  });
  expect(channelOf(historyOf('+ami-1'))).not.toHaveProperty('from');
});

test.each([
  [['+ami-1'], []],
  [['+ami-1', '+ami-2'], ['ami-1']],
  [
    ['+ami-1', '+ami-2', '+ami-3'],
    ['ami-2', 'ami-1'],
  ],
  [['+ami-1', '+ami-2', '+ami-3', '-ami-2'], ['ami-1']],
  [['+ami-1', '+ami-2', '+ami-3', '-ami-2', '-ami-1'], []],
  [['+ami-1', '+ami-2', '-ami-1', '+ami-3'], ['ami-1']],
  [['+ami-1', '+ami-2', '+ami-1'], ['ami-2']],
  [['+ami-2', '-ami-1'], []],
])('going back twice goes two steps, and never to what was rolled back: after %j come %j', (steps, expected) => {
  expect(earlierReleases(historyOf(...steps))).toEqual(expected);
});

test('rolling back as often as there were promotions ends at the first one', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(9), { minLength: 1 }), (numbers) => {
      const steps = numbers.map((number) => `+ami-${number}`);
      for (
        let [back] = earlierReleases(historyOf(...steps));
        back !== undefined;
        [back] = earlierReleases(historyOf(...steps))
      )
        steps.push(`-${back}`);
      expect(steps.at(-1)?.slice(1)).toBe(`ami-${numbers[0]}`);
      expect(steps).toHaveLength(numbers.length * 2 - 1);
    }),
  );
});

describe('a channel whose release may not be used any more', () => {
  const changed = (changes: Record<string, object>) =>
    groupReleases(images.map((each) => ({ ...each, ...changes[each.ami_id] })));

  test('goes back to the newest earlier release that may', () => {
    const history = historyOf('+ami-1', '+ami-2', '+ami-3');
    expect(rollbackTarget(history, changed({}))?.release).toBe('ami-2');
    for (const gone of [{ deprecated: true }, { state: 'disabled' }, { state: 'vanished' }])
      expect(fallbackOf(channelOf(history), history, changed({ 'ami-2': gone }))?.release).toBe('ami-1');
  });

  test('goes to the newest of its stack and variant when its history has none, but never to a newer version', () => {
    const history = historyOf('+ami-2');
    expect(fallbackOf(channelOf(history), history, changed({ 'ami-2': { deprecated: true } }))?.release).toBe('ami-1');
    expect(
      fallbackOf(
        channelOf(history),
        history,
        changed({ 'ami-2': { deprecated: true }, 'ami-1': { variant: 'cuda12-x86_64' } }),
      ),
    ).toBeUndefined();
  });

  test('stays when there is nothing to go to', () => {
    const history = historyOf('+ami-1');
    expect(fallbackOf(channelOf(history), history, changed({ 'ami-1': { deprecated: true } }))).toBeUndefined();
  });
});

describe('a release', () => {
  test('is an image with its copies and the copies of those, also when the original is gone', () => {
    const copy = image({ ami_id: 'ami-b', region: 'eu-west-1', replicated_from: 'ami-1' });
    const second = image({ ami_id: 'ami-c', region: 'us-west-2', replicated_from: 'ami-b' });
    expect(
      groupReleases([second, copy, images[0]!, images[1]!]).map(({ release, images: members }) => [
        release,
        members.length,
      ]),
    ).toEqual([
      ['ami-1', 3],
      ['ami-2', 1],
    ]);
    expect(releaseIdOf(copy, imagesById([copy]))).toBe('ami-1');
    expect(groupReleases([copy, { ...images[0]!, state: 'vanished' }])).toMatchObject([
      { release: 'ami-1', images: [{ ami_id: 'ami-b' }] },
    ]);
  });

  test('ends the search even where copies name each other', () => {
    const one = image({ ami_id: 'ami-a', replicated_from: 'ami-b' });
    const other = image({ ami_id: 'ami-b', replicated_from: 'ami-a' });
    expect(['ami-a', 'ami-b']).toContain(releaseIdOf(one, imagesById([one, other])));
  });
});
