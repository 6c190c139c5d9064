import { setStackRequest } from '../../../core/api/contract/stack';
import { promoteImageRequest, rollBackChannelRequest } from '../../../core/api/contract/channel';
import { listImagesQuery } from '../../../core/api/contract/requests';
import type { ImageAnswer } from '../../../console/client/types';
import {
  choicesOf,
  missingIn,
  outcomeOf,
  promotionOf,
  rollbackOf,
  sentencesOf,
  statusOfChannel,
} from '../../../console/pages/stacks/channels/change';
import { historyCommand, promoteCommand, rollBackCommand } from '../../../console/pages/stacks/channels/commands';
import { listCommand, resumeCommand } from '../../../console/pages/stacks/commands';
import { tabCommand, tabOf, tabs } from '../../../console/pages/stacks/tabs';
import { sizes, timeLineOf } from '../../../console/pages/stacks/versions/layout';
import { versionsQuery } from '../../../console/pages/stacks/versions/query';
import { labelOf, releasesOf, sentenceOf } from '../../../console/pages/stacks/versions/releases';
import { seededRandom } from '../../../local/kernel/random';
import { commandOf } from '../kit/command';

const original = {
  ami_id: 'ami-1',
  region: 'us-east-1',
  name: 'web-1.0.0',
  version: '1.0.0',
  variant: 'x86_64',
  architecture: 'x86_64',
  creation_date: '2026-01-01T00:00:00.000Z',
  state: 'available',
  deprecated: false,
  channels: ['stable'],
} as ImageAnswer;
const copy = { ...original, ami_id: 'ami-2', region: 'eu-west-1', replicated_from: 'ami-1' } as ImageAnswer;
const newer = { ...original, ami_id: 'ami-3', version: '1.1.0', creation_date: '2026-01-05T00:00:00.000Z' };
const now = new Date('2026-01-11T00:00:00Z');

describe('the versions of a stack', () => {
  test('are releases: an image with its copies is one, and the newest comes first', () => {
    const [first, second] = releasesOf([copy, original, { ...newer, channels: [], deprecated: true }]);
    expect(first).toMatchObject({ release: 'ami-3', status: { text: 'Deprecated' }, channels: [] });
    expect(second).toMatchObject({
      image: { region: 'us-east-1', ami_id: 'ami-1' },
      regions: ['eu-west-1', 'us-east-1'],
      channels: ['stable'],
    });
    expect(sentenceOf(second!)).toBe('1.0.0 stable, x86_64, 2026-01-01, Available');
  });

  test('a copy whose original is not listed stands for the release', () => {
    expect(releasesOf([copy])).toMatchObject([{ release: 'ami-1', image: { ami_id: 'ami-2', region: 'eu-west-1' } }]);
  });

  test('stand on the line by their dates, each variant on its own, up to now', () => {
    const { lanes, ticks } = timeLineOf(
      releasesOf([original, newer, { ...newer, ami_id: 'ami-4', variant: 'arm64' }]),
      now,
    );
    expect(lanes.map(({ variant, marks }) => [variant, marks.length])).toEqual([
      ['arm64', 1],
      ['x86_64', 2],
    ]);
    const [last, first] = lanes[1]!.marks;
    expect(first!.x).toBe(sizes.left);
    expect(last!.x).toBe(Math.round(sizes.left + 0.4 * (sizes.width - sizes.left - sizes.right)));
    expect([ticks[0]!.text, ticks.at(-1)!.text]).toEqual(['2026-01-01', '2026-01-11']);
  });

  test('labels never lie over each other: what finds no row has a mark only', () => {
    const many = Array.from({ length: 40 }, (_, minute) => ({
      ...original,
      ami_id: `ami-${minute}`,
      creation_date: new Date(Date.parse('2026-01-10T00:00:00Z') + minute * 60_000).toISOString(),
    }));
    const marks = timeLineOf(releasesOf([...many, { ...original, ami_id: 'ami-old' }]), now).lanes[0]!.marks;
    const spans = marks
      .filter(({ row }) => row !== undefined)

      .map(({ x, row, release, before }) => {
        const width = labelOf(release).length * sizes.letter;
        return { row, from: before ? x - width : x, to: before ? x : x + width };
      });
    for (const [index, one] of spans.entries())
      for (const other of spans.slice(index + 1))
        if (one.row === other.row) expect(one.to <= other.from || other.to <= one.from).toBe(true);
    expect(spans.length).toBeLessThan(marks.length);
    expect(spans.length).toBeGreaterThan(sizes.rows);
  });

  test('the line from a label to its mark crosses no other label, however the releases lie', () => {
    const random = seededRandom(7);
    for (let round = 0; round < 300; round += 1) {
      const some = Array.from({ length: 2 + Math.floor(random() * 10) }, (_, index) => ({
        ...original,
        ami_id: `ami-${index}`,
        creation_date: new Date(Date.parse('2026-01-01T00:00:00Z') + random() * 864_000_000).toISOString(),
      }));
      const marks = timeLineOf(releasesOf(some), now).lanes[0]!.marks.filter(({ row }) => row !== undefined);
      for (const low of marks) {
        const width = labelOf(low.release).length * sizes.letter;
        const [from, to] = low.before ? [low.x - width, low.x] : [low.x, low.x + width];
        const crossing = marks.filter(({ x, row }) => row! > low.row! && x >= from && x <= to);
        expect(crossing).toEqual([]);
      }
      expect(marks.length).toBeGreaterThan(0);
    }
  });

  test('one version alone is on the line too', () => {
    const { lanes } = timeLineOf(releasesOf([newer]), new Date(newer.creation_date));
    expect(lanes[0]!.marks).toMatchObject([{ x: sizes.left, row: 0 }]);
  });

  test('dates of a few days have their minutes', () => {
    const { ticks } = timeLineOf(releasesOf([newer]), new Date('2026-01-05T01:00:00Z'));
    expect(ticks.map(({ text }) => text.slice(11))).toEqual(['00:00', '00:15', '00:30', '00:45', '01:00']);
  });
});

const name = { stack: 'web', channel: 'stable', variant: 'x86_64' };
const change = {
  changed: true,
  channel: {
    ...name,
    release: 'ami-3',
    version: '1.1.0',
    image_name: 'web-1.1.0',
    action: 'promoted' as const,
    at: '',
    revision: 2,
    from: { release: 'ami-1', version: '1.0.0' },
  },
  parameter: '/spawn/dev/channels/web/x86_64/stable',
  regions: [{ region: 'us-east-1', ami_id: 'ami-3', status: 'written' as const }],
};

describe('a channel', () => {
  const form = { image: 'ami-3', channel: ' stable ', reason: "it's good", untested: '' };

  test('is promoted and rolled back as the API takes it, and as the command does', async () => {
    expect(promoteImageRequest.parse(promotionOf(form).body)).toEqual({ channel: 'stable', reason: "it's good" });
    expect(promoteImageRequest.parse(promotionOf(form, true).body)).toMatchObject({ dry_run: true });
    expect(rollBackChannelRequest.parse(rollbackOf(name, '').body)).toEqual({ stack: 'web', variant: 'x86_64' });
    expect(await commandOf(promoteCommand('ami-3', 'stable', 'why', 'by hand'))).toContain('promote-ami');
    expect(await commandOf(rollBackCommand(name, 'why'))).toContain('rollback-channel');
    expect(await commandOf(historyCommand(name))).toContain('list-channels');
  });

  test('is not promoted before a version and a name are given', () => {
    expect(missingIn({ ...form, image: '' })).toBe('Choose a version');
    expect(missingIn({ ...form, channel: ' ' })).toBe('Give the channel');
    expect(missingIn(form)).toBeUndefined();
  });

  test('takes deprecated versions, which the API may refuse, and no revoked ones', () => {
    const revocation = { at: '2026-01-01T00:00:00Z', reason: 'leak', launch_permissions: [] };
    const rows = releasesOf([original, { ...newer, deprecated: true }, { ...newer, ami_id: 'ami-5', revocation }]);
    expect(choicesOf(rows).map(({ value }) => value)).toEqual(['ami-3', 'ami-1']);
  });

  test('says what a change would do, and what could not be written', () => {
    expect(sentencesOf({ ...change, dry_run: true })[0]).toBe(
      'stable of x86_64 would point to 1.1.0 (previously 1.0.0)',
    );
    expect(outcomeOf({ ...change, changed: false })).toEqual({
      type: 'info',
      header: 'stable of x86_64 already points to 1.1.0',
      content: undefined,
    });
    const failed = { region: 'eu-west-1', status: 'failed' as const, message: 'denied' };
    expect(outcomeOf({ ...change, regions: [failed] })).toMatchObject({
      type: 'warning',
      content: 'eu-west-1: denied',
    });
  });

  test('without a usable release is an error, and one that is deprecated somewhere is a warning', () => {
    const shown = { ...change.channel, usable: true, images: [], unusable_regions: [], parameter: '' };
    const types = [shown, { ...shown, unusable_regions: ['eu-west-1'] }, { ...shown, usable: false }];
    expect(types.map((each) => statusOfChannel(each).type)).toEqual(['success', 'warning', 'error']);
  });
});

test('a tab of the address is shown, versions without one, and each has its command', async () => {
  expect([tabOf({}), tabOf({ tab: 'policy' }), tabOf({ tab: 'no' })]).toEqual(['versions', 'policy', 'versions']);
  for (const { id } of tabs) for (const query of [{}, name]) await commandOf(tabCommand(id, 'web', query));
  expect(tabCommand('channels', 'web', name)).toContain('--history');
  expect(await commandOf(listCommand)).toContain('stack list');
  expect(await commandOf(resumeCommand('web'))).toContain('stack resume');
  expect(listImagesQuery.safeParse(versionsQuery('web')).error).toBeUndefined();
  expect(setStackRequest.safeParse({}).success).toBe(true);
});
