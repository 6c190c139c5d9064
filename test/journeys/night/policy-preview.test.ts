import { tagKeys } from '../../../core/tags';
import { cleanups } from '../../kit/cleanups';
import { home, hours, localStack, minutes, type Journey } from '../../kit/journey';
import { nightly } from '../../kit/nightly';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall } from '../../kit/small-recipe';
import { spawnIn } from '../../kit/spawn-in';
import { onlySweepingEvery } from '../../kit/templates';

const days = 24 * hours;
const tested = { deprecate_after_days: 20, cleanup: { enabled: true, deprecated_days: 20, keep_latest: 1 } };

describe('the preview of a policy', () => {
  let journey: Journey;
  /** Four weeks old, the oldest first; an instance runs from the second one, and a channel points to the third. */
  let images: string[];
  const preview = async (body: object, options?: Parameters<Journey['request']>[3]): Promise<any> =>
    (await journey.request('POST', '/v1/stacks/tool/policy-previews', body, options)).body;
  const ids = (lines: { ami_id: string }[]): string[] => lines.map(({ ami_id }) => ami_id).sort();

  beforeAll(async () => {
    journey = await localStack({ edit: onlySweepingEvery(10) });
    const first = (await buildSmall(journey, { version: '1.0.0' })).ami_id as string;
    const { published } = cleanups(journey);
    images = [first];
    for (const version of ['2.0.0', '3.0.0', '4.0.0']) images.push(await published(first, version));
    await journey.advance(28 * days);
    await nightly(journey);
    const launched = await journey.request('POST', '/v1/instances', { instance_type: 'm7i.large', ami: images[1] });
    expect([launched.status, launched.body.detail]).toEqual([201, undefined]);
    const { status } = await journey.request('POST', `/v1/images/${images[2]}/promotions`, { channel: 'stable' });
    expect(status).toBe(200);
    // EC2 lists a new instance a moment later.
    await journey.advance(minutes);
  }, 120_000);

  test('says what the policy that is set does: nothing is old enough', async () => {
    expect(await preview({})).toMatchObject({
      change: '',
      cleanup_enabled: false,
      deprecate: [],
      remove: [],
      later: 0,
    });
  });

  test('names what would be deprecated and then removed, and what protects the rest; nothing changes', async () => {
    const found = await preview(tested);
    expect(found.change).toContain('deprecate_after_days: default → 20');
    expect(ids(found.deprecate)).toEqual([images[0], images[1], images[3]].sort());
    expect(ids(found.remove)).toEqual([images[0], images[3]].sort());
    const why = (id: string | undefined) =>
      found.keep.filter(({ ami_id }: any) => ami_id === id).map(({ from, reasons }: any) => [from, reasons.join('; ')]);
    expect(why(images[1])).toEqual([['removal', expect.stringContaining('was launched from it')]]);
    expect(why(images[2])).toEqual([['deprecation', expect.stringContaining('a channel points to it')]]);
    expect((await journey.request('GET', '/v1/stacks/tool')).body).toMatchObject({ revision: 0, images: { total: 4 } });
  });

  test('counts what is above the most of one run, and says that a cleanup is off', async () => {
    const change = { ...tested, cleanup: { ...tested.cleanup, most_per_run: 1 } };
    expect(await preview(change)).toMatchObject({ remove: [{ ami_id: images[0] }], later: 1 });
    expect(await preview({ deprecate_after_days: 20 })).toMatchObject({ cleanup_enabled: false, remove: [] });
  });

  test('is for readers too; what the policy cannot be is refused with the field', async () => {
    const reader = journey.local.person('reader', ['spawn-dev-reader-us-east-1']);
    expect(await preview({}, { credentials: reader })).toMatchObject({ stack: 'tool' });
    expect(await preview({ cleanup: { keep_latest: 0 } })).toMatchObject({
      status: 400,
      name: 'InvalidRequest',
      problems: [{ field: 'cleanup.keep_latest', message: 'at least 1' }],
    });
  });

  test('what saving refuses is refused with the same answer', async () => {
    const long = `/v1/stacks/${'n'.repeat(2049)}`;
    const cases: [string, object, string, string][] = [
      ['/v1/stacks/tool', { regions: ['eu-north-1'] }, 'RegionNotEnabled', 'eu-north-1 is not a region'],
      [
        '/v1/stacks/tool',
        { accounts: ['999999999999'] },
        'InvalidRequest',
        'account 999999999999 is not in the setting',
      ],
      [long, {}, 'InvalidRequest', 'the name of the stack has 2049 characters'],
    ];
    for (const [path, body, name, message] of cases) {
      const answer = (await journey.request('POST', `${path}/policy-previews`, body)).body;
      expect(answer).toMatchObject({ status: 400, name, detail: expect.stringContaining(message) });
      const { status, detail } = (await journey.request('PUT', path, body)).body;
      expect({ status, detail }).toEqual({ status: answer.status, detail: answer.detail });
    }
  });

  test('says which region could not be read', async () => {
    let refused = true;
    refuseCalls(journey, ({ action, region }) => refused && action === 'DescribeImages' && region === home);
    const { unread, remove } = await preview(tested);
    refused = false;
    expect(unread).toEqual([{ region: home, reason: expect.stringContaining('not today') }]);
    expect(remove).toEqual([]);
  });

  test('is shown by the command, with the change and the reasons', async () => {
    const flags = ['--deprecate-after', '20d', '--cleanup', 'on', '--cleanup-deprecated-after', '20d'];
    const { code, out } = await spawnIn(journey, ['stack', 'set', 'tool', ...flags, '--keep-latest', '1', '--dry-run']);
    expect([code, out]).toEqual([0, expect.stringContaining('A night would deprecate 3 images and remove 2 images.')]);
    expect(out).toMatch(new RegExp(`remove +${images[0]} .*it is deprecated and 28 days old`));
  });

  test('is what the night does when the policy is set', async () => {
    const { deprecate, remove } = await preview(tested);
    expect((await journey.request('PUT', '/v1/stacks/tool', tested)).status).toBe(200);
    await nightly(journey);
    await journey.advance(90 * minutes);
    const [cleanup] = (await journey.request('GET', '/v1/cleanups')).body.cleanups;
    const { removals } = await cleanups(journey).show(cleanup.cleanup_id);
    expect(removals.map(({ id }: any) => id).sort()).toEqual(ids(remove));
    const left = (await journey.request('GET', '/v1/images?deprecated=true&stack=tool')).body.images;
    const marked = left.filter(({ tags }: any) => tags[tagKeys.deprecated] === 'true').map(({ ami_id }: any) => ami_id);
    expect([...marked, ...ids(remove)].sort()).toEqual(ids(deprecate));
  });
});
