import type { Stack } from '../../../local/cloudformation/assembly/read';
import { home, hours, localStack, minutes, type Journey } from '../../kit/journey';
import { nightly, nightReport } from '../../kit/nightly';
import { buildSmall } from '../../kit/small-recipe';
import { spawnIn } from '../../kit/spawn-in';
import { onlySweepingEvery } from '../../kit/templates';

const day = 24 * hours;
const bucket = `spawn-dev-artifacts-123456789012-${home}`;

/** The deployment as its setting export_history makes it. */
function exporting(stacks: Stack[]): void {
  const named = stacks
    .flatMap(({ template }) => Object.values(template.Resources))
    .find(({ Properties }) => Properties?.FunctionName === 'spawn-dev-export-history');
  const { Variables } = (named?.Properties as any).Environment;
  Variables.SPAWN_SETTINGS = JSON.stringify({ ...JSON.parse(Variables.SPAWN_SETTINGS), export_history: true });
}

describe('the history of a deployment', () => {
  let journey: Journey;
  let image: any;
  let instance: string;
  const history = async (...flags: string[]): Promise<any[]> => {
    const { code, out, err } = await spawnIn(journey, ['history', ...flags, '-o', 'json']);
    if (code !== 0) throw new Error(err);
    return JSON.parse(out);
  };
  const actions = async (...flags: string[]) => (await history(...flags)).map(({ action }) => action);
  const keys = async (): Promise<string[]> => {
    const { Contents = [] } = await journey.clock.until(
      journey.local.call('s3', 'ListObjectsV2', home, { Bucket: bucket, Prefix: 'history/' }),
    );
    return Contents.map(({ Key }: any) => Key);
  };

  beforeAll(async () => {
    journey = await localStack({
      edit: (stacks) => {
        onlySweepingEvery(10)(stacks);
        exporting(stacks);
      },
    });
    image = await buildSmall(journey, { version: '1.0.0' });
    await buildSmall(journey, { stack: 'other' });
    const { body } = await journey.request('POST', '/v1/instances', { instance_type: 'm7i.large', ami: image.ami_id });
    instance = body.instance.instance_id;
    const credentials = journey.local.person('alice', ['spawn-dev-operator-us-east-1']);
    await journey.request('PUT', '/v1/stacks/tool', { deprecate_after_days: 30 }, { credentials });
  }, 240_000);

  test('has what was done to images, launches and changes of policies, newest first, by whom', async () => {
    const [changed, launched, ...rest] = await history();
    expect(changed).toMatchObject({
      action: 'policy-changed',
      stack: 'tool',
      by: expect.stringMatching(/^arn:aws:.*alice/),
      detail: 'deprecate_after_days: default → 30',
    });
    expect(launched).toMatchObject({
      action: 'launched',
      ami_id: image.ami_id,
      instance_ids: [instance],
      stack: 'tool',
    });
    expect(rest.map(({ action }) => action)).toEqual([
      'published',
      'tested',
      'created',
      'published',
      'tested',
      'created',
    ]);
    expect((await spawnIn(journey, ['history'])).out).toMatch(/policy-changed .* user\/alice .*deprecate_after_days/);
  });

  test('is filtered by caller, by stack and by time, and read page by page', async () => {
    expect(await actions('--by', 'alice')).toEqual(['policy-changed']);
    expect(await actions('--by', 'bob')).toEqual([]);
    expect(await actions('--stack', 'other')).toEqual(['published', 'tested', 'created']);
    expect(await actions('--limit', '3')).toEqual(['policy-changed', 'launched', 'published']);
    const pages: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const query = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await journey.request('GET', `/v1/history?limit=3${query}`);
      pages.push(...body.events.map(({ time, action }: any) => `${time} ${action}`));
      cursor = body.cursor;
    }
    expect(pages).toEqual((await history()).map(({ time, action }) => `${time} ${action}`));
    await journey.advance(40 * day);
    expect(await actions()).toEqual([]);
    expect(await actions('--since', '60d', '--stack', 'other')).toEqual(['published', 'tested', 'created']);
  });

  test.each([
    ['since=soon', '\'since\' is "soon"'],
    ['since=2040-01-01T00:00:00Z', 'give a time in the past'],
    ['cursor=nothing', 'is not a cursor of this list'],
    ['who=alice', "there is no field 'who'"],
  ])('refuses %s', async (query, sentence) => {
    const { status, body } = await journey.request('GET', `/v1/history?${query}`);
    expect([status, body.name]).toEqual([400, 'InvalidRequest']);
    expect(body.detail).toContain(sentence);
  });

  test('is written to the bucket by the night, one object for each complete day with events', async () => {
    await journey.request('PUT', '/v1/stacks/tool', { deprecate_after_days: 60 });
    const today = new Date(journey.clock.now()).toISOString().slice(0, 10);
    await nightly(journey);
    expect(await keys()).not.toContain(`history/${today}.jsonl`);
    await journey.advance(day);
    expect((await nightReport(journey)).steps.history.exported).toBeGreaterThan(0);
    expect(await keys()).toContain(`history/${today}.jsonl`);
    const object = await journey.clock.until(
      journey.local.call('s3', 'GetObject', home, { Bucket: bucket, Key: `history/${today}.jsonl` }),
    );
    const lines = Buffer.from(object.Body)
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({ action: 'policy-changed', detail: 'deprecate_after_days: 30 → 60' }),
    );
    await journey.advance(minutes);
    expect((await nightReport(journey)).steps.history.exported).toBe(0);
  }, 60_000);
});

test('Without the setting the night writes no history to the bucket', async () => {
  const journey = await localStack({ edit: onlySweepingEvery(10) });
  await journey.request('PUT', '/v1/stacks/tool', { deprecate_after_days: 60 });
  await journey.advance(day);
  expect((await nightReport(journey)).steps.history).toEqual({});
}, 60_000);
