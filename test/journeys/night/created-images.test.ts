import { launched } from '../../kit/command';
import { finished, hours, localStack, type Journey } from '../../kit/journey';
import { newerBase, publishBase } from '../../kit/nightly';
import { buildSmall } from '../../kit/small-recipe';

describe('an image that was created from an instance of another one of ours', () => {
  let journey: Journey;
  const create = async (ami: string, name: string): Promise<any> => {
    const { instance } = await launched(journey, { ami, name, ttl: '4h' });
    const { body } = await journey.request('POST', '/v1/images', { instance: instance.instance_id, name });
    return finished(journey, body.operation_id);
  };
  const healthOf = async (ami: string): Promise<any> => (await journey.request('GET', `/v1/images/${ami}`)).body.health;
  let built: any;
  let made: any;
  let again: any;

  beforeAll(async () => {
    journey = await localStack();
    built = await buildSmall(journey);
    made = await create(built.ami_id, 'made-1');
    again = await create(made.ami_id, 'made-2');
  }, 120_000);

  test('is as old as the base below that one, already in the list', async () => {
    const { images } = (await journey.request('GET', '/v1/images')).body;
    const listed = images.filter(({ name }: any) => name.startsWith('made-'));
    expect(listed.map(({ name, health }: any) => [name, health?.level, health?.messages])).toEqual([
      ['made-2', 'healthy', []],
      ['made-1', 'healthy', []],
    ]);
  });

  test('is healthy after the night, and keeps the image that it was created from as its base', async () => {
    await journey.advance(24 * hours);
    for (const { ami_id } of [made, again])
      expect(await healthOf(ami_id)).toMatchObject({ level: 'healthy', messages: [] });
    expect((await journey.request('GET', `/v1/images/${again.ami_id}`)).body.base_ami).toBe(made.ami_id);
  });
});

test('an image that was created from an instance of a deprecated one has the base below, which still exists', async () => {
  const journey = await localStack();
  const { ami_id: parent } = await buildSmall(journey);
  const yours = (await journey.request('GET', `/v1/images/${parent}`)).body.base_ami as string;
  const { instance } = await launched(journey, { ami: parent, name: 'made', ttl: '4h' });
  const { body } = await journey.request('POST', '/v1/images', { instance: instance.instance_id, name: 'made' });
  await finished(journey, body.operation_id);
  const newer = await newerBase(journey, yours);
  publishBase(journey, newer);
  const { status } = await journey.request('POST', `/v1/images/${parent}/deprecation`, { reason: 'too old' });
  expect(status).toBe(200);
  const { images } = (await journey.request('GET', '/v1/images')).body;
  expect(images.map(({ name, health }: any) => [name, health?.level, health?.messages])).toEqual([
    ['made', 'healthy', [`newer base AMI available (current: ${newer})`]],
  ]);
}, 120_000);
