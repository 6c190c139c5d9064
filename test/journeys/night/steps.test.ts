import { tagKeys } from '../../../core/tags';
import { launched } from '../../kit/command';
import { home, hours, localStack, minutes, type Journey } from '../../kit/journey';
import type { Call } from '../../../local/kernel/types';
import { meanwhile, refuseCalls } from '../../kit/refuse-calls';
import { newerBase, publishBase } from '../../kit/nightly';
import { buildSmall } from '../../kit/small-recipe';
import { sweepingEvery } from '../../kit/templates';

const days = 24 * hours;

/** Runs the nightly machine now, as its schedule does. */
async function night(journey: Journey): Promise<void> {
  const { clock, local } = journey;
  const [last] = await local.executions('spawn-dev-nightly');
  const { input } = await clock.until(
    local.call('states', 'DescribeExecution', home, { executionArn: last?.executionArn }),
  );
  const { executionArn } = await clock.until(
    local.call('states', 'StartExecution', home, { stateMachineArn: last?.stateMachineArn, input }),
  );
  await clock.until(local.states.ended(executionArn));
  const [execution] = await local.executions('spawn-dev-nightly');
  expect(execution?.status).toBe('SUCCEEDED');
  // Later nights are at other times, and what was made a moment ago is not judged.
  await clock.advance(20 * minutes);
}

const image = async (journey: Journey, id: string): Promise<any> =>
  (await journey.request('GET', `/v1/images/${id}`)).body;

describe('every night', () => {
  let journey: Journey;
  let ami: string;
  let yours: string;
  beforeAll(async () => {
    journey = await localStack({ edit: sweepingEvery(10) });
    ami = (await buildSmall(journey, { regions: ['us-west-2'] })).ami_id;
    yours = (await image(journey, ami)).base_ami;
  });

  test('at three, an image on the newest base is found healthy, without a word', async () => {
    await journey.advance(1 * days);
    expect((await journey.local.executions('spawn-dev-nightly')).map(({ status }) => status)).toEqual(['SUCCEEDED']);
    expect((await image(journey, ami)).health).toMatchObject({ level: 'healthy', messages: [] });
  });

  test('an image that somebody made and tagged by hand is adopted, and one without the tag is not', async () => {
    const { instance } = await launched(journey, { name: 'hand', ttl: '1h' });
    const made = async (Name: string, tags: Record<string, string>): Promise<string> =>
      (
        await journey.ec2('CreateImage', {
          InstanceId: instance.instance_id,
          Name,
          NoReboot: true,
          TagSpecifications: [
            { ResourceType: 'image', Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
          ],
        })
      ).ImageId;
    const adopted = await made('by-hand', {
      [tagKeys.managed]: 'true',
      [tagKeys.stack]: 'hand',
      [tagKeys.version]: '1.0',
    });
    const other = await made('other', { owner: 'somebody' });
    await journey.advance(20 * minutes);
    await night(journey);
    expect(await image(journey, adopted)).toMatchObject({
      name: 'by-hand',
      stack: 'hand',
      version: '1.0',
      state: 'available',
    });
    expect((await journey.request('GET', `/v1/images/${other}`)).status).toBe(404);
  });

  test('an image that somebody deregistered is marked as gone, and its copy stays', async () => {
    const gone = (await buildSmall(journey, { stack: 'gone', regions: ['us-west-2'] })).ami_id;
    await journey.ec2('DeregisterImage', { ImageId: gone });
    await journey.advance(20 * minutes);
    await night(journey);
    expect(await image(journey, gone)).toMatchObject({ state: 'vanished' });
    const { images } = (await journey.request('GET', '/v1/images?region=us-west-2&stack=gone')).body;
    expect(images).toMatchObject([{ state: 'available', replicated_from: gone }]);
  });

  test('an image that somebody changes while the catalog is compared is compared again', async () => {
    await journey.ec2('CreateTags', { Resources: [ami], Tags: [{ Key: 'owner', Value: 'hand' }] });
    const looks = (call: Call): boolean =>
      call.action === 'DescribeImages' && call.region === home && call.principal.arn.includes('reconcile-region');
    const change = meanwhile(journey, looks, () =>
      journey.local.invokeRoute('POST', `/v1/images/${ami}/tags`, { tags: { team: 'ml' } }),
    );
    await night(journey);
    expect(change.done).toBe(true);
    expect((await image(journey, ami)).tags).toMatchObject({ owner: 'hand', team: 'ml' });
    expect((await journey.request('GET', '/v1/nightly/latest')).body).toMatchObject({ status: 'complete' });
  });

  test('a newer base is told by its id, and by the age of ours, and the image is listed as out of date', async () => {
    expect((await journey.request('GET', '/v1/images?outdated=true&region=all')).body.images).toEqual([]);
    const newer = await newerBase(journey, yours);
    const { Images } = await journey.ec2('DescribeImages', { ImageIds: [yours] });
    publishBase(journey, newer);
    await night(journey);
    const age = Math.floor((journey.clock.now() - Date.parse(Images[0].CreationDate)) / days);
    const { level, messages } = (await image(journey, ami)).health;
    const text = `newer base AMI available (current: ${newer}, yours: ${yours}, age: ${age}d)`;
    expect([level, messages]).toEqual(
      age > 90
        ? ['critical', [`${text} - rebuild recommended`]]
        : age > 30
          ? ['warning', [text]]
          : ['healthy', [`newer base AMI available (current: ${newer})`]],
    );
    const outdated = await journey.request('GET', '/v1/images?outdated=true&region=all');
    expect(outdated.body.images.map(({ ami_id }: { ami_id: string }) => ami_id)).toContain(ami);
  });

  test('a report is stored and told on the bus', async () => {
    const { body } = await journey.request('GET', '/v1/nightly/latest');
    expect(body).toMatchObject({
      status: 'complete',
      failed: [],
      requested_by: 'schedule',
      text: expect.stringContaining('Health:'),
    });
    expect(journey.local.topics.topic(`arn:aws:sns:${home}:123456789012:spawn-dev-reports`)?.published.at(-1)).toEqual({
      subject: `spawn: nightly run of ${body.date} complete`,
      message: body.text,
    });
    expect((await journey.request('GET', `/v1/nightly/${body.date}`)).body.night).toBe(body.night);
    expect((await journey.request('GET', '/v1/nightly/2020-01-01')).body.name).toBe('NightNotFound');
    expect(
      journey.local.calls.some(({ action, principal }) => action === 'PutEvents' && /report-nightly/.test(principal)),
    ).toBe(true);
  });

  test('a copy that somebody deregistered is missed, and whoever listens on the bus hears that the image is worse', async () => {
    const {
      ami_id: original,
      replicas: [copy],
    } = await buildSmall(journey, { stack: 'copied', regions: ['us-west-2'] });
    await night(journey);
    await journey.ec2('DeregisterImage', { ImageId: copy.ami_id }, 'us-west-2');
    await journey.advance(20 * minutes);
    await night(journey);
    const { level, messages } = (await image(journey, original)).health;
    expect([level, messages.at(-1)]).toEqual(['warning', 'copy missing in us-west-2']);
    const { text } = (await journey.request('GET', '/v1/nightly/latest')).body;
    expect(text).toContain(`(${original} in us-east-1) is now warning: `);
    const calls = journey.local.calls.length;
    await night(journey);
    expect(
      journey.local.calls
        .slice(calls)
        .filter(({ action, principal }) => ['PutItem', 'PutEvents'].includes(action) && /check-health/.test(principal)),
    ).toEqual([]);
  });

  test('tags by which a published image is ours are given back when somebody took them off, or calls it a candidate', async () => {
    const { ami_id } = await buildSmall(journey, { stack: 'stripped' });
    const tags = async () =>
      (await journey.ec2('DescribeImages', { ImageIds: [ami_id] })).Images[0].Tags as { Key: string; Value: string }[];
    const before = (await tags()).sort((a, b) => a.Key.localeCompare(b.Key));
    for (const lost of [
      [tagKeys.managed],
      [tagKeys.deployment, tagKeys.state],
      [tagKeys.managed, tagKeys.deployment, tagKeys.state],
    ]) {
      await journey.ec2('DeleteTags', { Resources: [ami_id], Tags: lost.map((Key) => ({ Key })) });
      await night(journey);
      expect((await tags()).sort((a, b) => a.Key.localeCompare(b.Key))).toEqual(before);
    }
    const [
      {
        BlockDeviceMappings: [{ Ebs }],
      },
    ] = (await journey.ec2('DescribeImages', { ImageIds: [ami_id] })).Images;
    await journey.ec2('CreateTags', {
      Resources: [ami_id, Ebs.SnapshotId],
      Tags: [{ Key: tagKeys.state, Value: 'candidate' }],
    });
    await night(journey);
    expect((await tags()).sort((a, b) => a.Key.localeCompare(b.Key))).toEqual(before);
    const shown = await image(journey, ami_id);
    expect([
      shown.lifecycle,
      shown.deployment,
      shown.events.filter(({ action }: any) => action === 'repaired').length,
    ]).toEqual(['published', 'dev@us-east-1', 4]);
  });

  test('stack, version and variant that somebody took off an image in EC2 are put back, with a line of the night, and its release is not copied onto its own region', async () => {
    const run = await buildSmall(journey, { stack: 'placed', regions: ['us-west-2'] });
    await journey.request('PUT', '/v1/stacks/placed', { regions: [home, 'us-west-2'] });
    const before = (await image(journey, run.ami_id)).tags;
    const lost = [tagKeys.stack, tagKeys.version, tagKeys.variant];
    await journey.ec2('DeleteTags', { Resources: [run.ami_id], Tags: lost.map((Key) => ({ Key })) });
    await night(journey);
    const { text } = (await journey.request('GET', '/v1/nightly/latest')).body;
    expect(text).toContain(`${run.ami_id} had lost ${tagKeys.stack}=placed, ${tagKeys.version}=1.0.0`);
    expect(text).not.toContain('is copied to');
    const after = await image(journey, run.ami_id);
    expect([after.tags, after.stack, after.events.at(-1).action]).toEqual([before, 'placed', 'repaired']);
    const { Tags } = (await journey.ec2('DescribeImages', { ImageIds: [run.ami_id] })).Images[0];
    expect(lost.map((key) => Tags.find(({ Key }: any) => Key === key)?.Value)).toEqual(['placed', '1.0.0', 'x86_64']);
  });

  test('health can be looked at any time: of one image, of a stack, of all', async () => {
    const check = async (body: object) => (await journey.request('POST', '/v1/health', body)).body;
    const { images } = await check({});
    expect(images.length).toBeGreaterThan(5);
    expect((await check({ ami })).images).toMatchObject([
      { ami_id: ami, region: home, level: (await image(journey, ami)).health.level },
    ]);
    expect((await check({ stack: 'copied' })).images.map(({ stack, level }: any) => [stack, level])).toEqual([
      ['copied', 'warning'],
    ]);
    await journey.request('POST', `/v1/images/${ami}/deprecation`, {});
    expect((await check({ ami })).name).toBe('WrongState');
    expect((await check({ ami: 'ami-0123456789abcdef0' })).name).toBe('ImageNotFound');
    expect((await check({ ami, stack: 'tool' })).name).toBe('InvalidRequest');
    expect(await check({ stack: 'copid' })).toMatchObject({
      status: 404,
      name: 'StackNotFound',
      detail: "there is no image of a stack 'copid': did you mean 'copied'?",
    });
  });

  test('one night runs at a time: whoever asks for another is answered with the one that runs', async () => {
    const { status, body } = await journey.request('POST', '/v1/nightly', {});
    expect([status, body.status]).toEqual([202, 'running']);
    expect((await journey.request('POST', '/v1/nightly', {})).body).toMatchObject({ night: body.night, reused: true });
    const before = await journey.local.executions('spawn-dev-nightly');
    await journey.advance(10 * minutes);
    expect((await journey.request('GET', `/v1/nightly/${body.night}`)).body).toMatchObject({
      status: 'complete',
      requested_by: expect.stringContaining(':user/'),
    });
    expect(before.filter(({ status: each }) => each === 'RUNNING')).toHaveLength(1);
  });

  test('a night that was stopped from outside counts as failed and gives its place up', async () => {
    const { body } = await journey.request('POST', '/v1/nightly', {});
    await journey.clock.until(
      journey.local.call('states', 'StopExecution', home, { executionArn: body.execution_arn }),
    );
    expect((await journey.request('GET', `/v1/nightly/${body.night}`)).body.status).toBe('failed');
    await journey.advance(minutes);
    const next = (await journey.request('POST', '/v1/nightly', {})).body;
    expect(next.night).not.toBe(body.night);
    await journey.advance(10 * minutes);
    expect((await journey.request('GET', '/v1/nightly')).body.nights.slice(0, 2)).toMatchObject([
      { night: next.night, status: 'complete' },
      { night: body.night, status: 'failed' },
    ]);
  });

  test.each(['PutEvents', 'Publish'])(
    'a night whose report cannot be told, since %s is refused, is failed and not complete, and tells it again when it is asked for again',
    async (action) => {
      let refused = true;
      const service = action === 'Publish' ? 'sns' : 'events';
      refuseCalls(
        journey,
        (call) => refused && call.action === action && /report-nightly/.test(call.principal.arn),
        'InvalidParameter',
        'not today',
        service,
      );
      const { body } = await journey.request('POST', '/v1/nightly', {});
      await journey.advance(10 * minutes);
      refused = false;
      expect((await journey.request('GET', `/v1/nightly/${body.night}`)).body.status).toBe('failed');
      await journey.advance(minutes);
      const next = (await journey.request('POST', '/v1/nightly', {})).body;
      await journey.advance(10 * minutes);
      expect((await journey.request('GET', `/v1/nightly/${next.night}`)).body.status).toBe('complete');
    },
  );

  test('is an operator’s to start, and a reader’s to read', async () => {
    const [reader, launcher] = ['reader', 'launcher'].map((group) =>
      journey.local.person(group, [`spawn-dev-${group}-us-east-1`]),
    );
    expect((await journey.request('POST', '/v1/nightly', {}, { credentials: launcher })).status).toBe(403);
    expect((await journey.request('GET', '/v1/nightly', undefined, { credentials: reader })).status).toBe(200);
  });
});
