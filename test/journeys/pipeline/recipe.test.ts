import { build, buildRequest, hours, localStack, type Journey } from '../../kit/journey';
import { newerBase, nightReport, publishBase } from '../../kit/nightly';

const source = { commit: '0123456789abcdef0123456789abcdef01234567', changed: false };

describe('the recipe of an image', () => {
  let journey: Journey;
  let run: any;
  const recipe = (text: string): string => `# kept\n${text}rebuild: on-new-base\n`;
  const read = (image: string) => journey.request('GET', `/v1/images/${encodeURIComponent(image)}/recipe`);
  const sent = (): any => buildRequest('pytorch-cpu', { recipe });
  beforeAll(async () => {
    journey = await localStack();
    run = await build(journey, 'pytorch-cpu', { recipe, body: { source, regions: ['us-west-2'] } });
    expect(run.status).toBe('succeeded');
  });

  test('is read back by id and by name as it was sent, with its scripts and its commit', async () => {
    const byId = await read(run.ami_id);
    expect(byId.body).toEqual({
      ami_id: run.ami_id,
      region: 'us-east-1',
      name: run.image_name,
      build_id: run.build_id,
      recipe: sent().recipe,
      as_sent: true,
      files: sent().files,
      source,
    });
    expect((await read(run.image_name)).body).toMatchObject({ build_id: run.build_id, recipe: sent().recipe });
  });

  test('of a copy is that of its original', async () => {
    const { body } = await read(run.replicas[0].ami_id);
    expect(body).toMatchObject({ region: 'us-west-2', build_id: run.build_id, recipe: sent().recipe });
  });

  test('is kept by a nightly rebuild, with its commit', async () => {
    const { base_ami } = (await journey.request('GET', `/v1/images/${run.ami_id}`)).body;
    publishBase(journey, await newerBase(journey, base_ami));
    expect((await nightReport(journey)).steps.rebuilds.started).toBe(1);
    await journey.advance(3 * hours);
    const [rebuilt] = (await journey.request('GET', '/v1/builds')).body.builds;
    expect(rebuilt).toMatchObject({ requested_by: 'night', status: 'succeeded', source });
    expect(rebuilt.build_id).not.toBe(run.build_id);
    expect((await read(rebuilt.ami_id)).body).toMatchObject({ recipe: sent().recipe, as_sent: true, source });
  });

  test('does not exist for an image that is not in the catalog', async () => {
    expect((await read('ami-0123456789abcdef0')).body).toMatchObject({ status: 404, name: 'ImageNotFound' });
    expect((await read('no-such-name')).body).toMatchObject({ status: 404, name: 'ImageNotFound' });
  });
});
