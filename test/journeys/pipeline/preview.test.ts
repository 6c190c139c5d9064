import { leftovers, localStack, type Journey } from '../../kit/journey';
import { buildSmall, provisioned, smallRecipe, startSmall } from '../../kit/small-recipe';

const preview = (journey: Journey, changes: Record<string, unknown> = {}, body: object = {}) =>
  journey.request('POST', '/v1/build-previews', { recipe: smallRecipe(changes), ...body });
const writes =
  /^(PutItem|DeleteItem|UpdateItem|PutObject|RunInstances|StartExecution|CreateImage|CreateTags|PutEvents)$/;

describe('a preview of a build', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await localStack();
  });

  test('shows what would be launched, copied and named, and makes, claims and reserves nothing', async () => {
    const before = journey.local.calls.length;
    const types = ['m7i.large', 'm6i.large'];
    const { status, body } = await preview(journey, { instance_types: types }, { regions: ['us-west-2'] });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      answer: 'start',
      image_name: 'tool-1.0.0-x86_64-20260114',
      regions: ['us-east-1', 'us-west-2'],
      test: { instance_types: ['m7i.large'], timeout_seconds: 300 },
      expected: { based_on: [], snapshots_usd_per_month: 0.8 },
    });
    expect(body.expected.minutes).toBeUndefined();
    expect([...new Set(body.launch.map(({ instance_type }: any) => instance_type))]).toEqual(types);
    expect(body.launch.length).toBeGreaterThan(2);
    const made = journey.local.calls.slice(before).filter(({ action }) => writes.test(action));
    expect(made.map(({ action }) => action)).toEqual([]);
    expect(await leftovers(journey)).toEqual([]);
    expect((await journey.request('GET', '/v1/builds')).body.builds).toEqual([]);
  });

  test('after a build of the stack knows minutes and dollars, and that the same build is published', async () => {
    const run = await buildSmall(journey);
    expect((await preview(journey)).body).toMatchObject({ answer: 'published', build_id: run.build_id });
    const forced = (await preview(journey, {}, { force: true })).body;
    expect(forced).toMatchObject({
      answer: 'start',
      image_name: 'tool-1.0.0-x86_64-20260114-2',
      expected: { based_on: [run.build_id], unpriced_types: [] },
    });
    const minutes = (Date.parse(run.ended_at) - Date.parse(run.created_at)) / 60_000;
    expect(forced.expected.minutes).toBeCloseTo(minutes, 2);
    expect(forced.expected.instances_usd).toBeGreaterThan(0);
  });

  test('shows the number that the next build of a version gets', async () => {
    const numbered = { stack: 'numbered', build_numbers: true };
    expect((await preview(journey, numbered)).body.version).toBe('1.0.0+1');
    expect((await preview(journey, numbered)).body.version).toBe('1.0.0+1');
    await buildSmall(journey, numbered);
    expect((await preview(journey, numbered, { force: true })).body.version).toBe('1.0.0+2');
  });

  test.each([
    ['other content of a published version', provisioned('echo other'), {}, 409, 'VersionTaken'],
    ['a region that is not of the deployment', { stack: 'far' }, { regions: ['sa-east-1'] }, 400, 'RegionNotEnabled'],
    ['a type that does not exist', { stack: 'odd', instance_types: ['m7i.huge'] }, {}, 400, 'InvalidInstanceType'],
    ['a name that is taken', { stack: 'named' }, { image_name: 'tool-1.0.0-x86_64-20260114' }, 409, 'NameTaken'],
  ])('refuses %s as a start does', async (_what, changes, body, status, name) => {
    const answers = [await preview(journey, changes, body)];
    await expect(startSmall(journey, changes, body as Record<string, unknown>)).rejects.toThrow(name);
    expect(answers.map((answer) => [answer.status, answer.body.name])).toEqual([[status, name]]);
  });

  test('of a discarded build counts no snapshots and claims no version', async () => {
    const { body } = await preview(journey, provisioned('echo other'), { discard: true });
    expect(body).toMatchObject({ answer: 'start', discard: true, expected: { snapshots_usd_per_month: 0 } });
  });
});
