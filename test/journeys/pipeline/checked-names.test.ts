import { home, localStack } from '../../kit/journey';
import { buildSmall, smallRecipe } from '../../kit/small-recipe';

const west = 'us-west-2';

describe('the name of an image', () => {
  test('must be free in every region that the build copies to', async () => {
    const journey = await localStack();
    const { ami_id: source } = await buildSmall(journey);
    await journey.ec2('CopyImage', { SourceImageId: source, SourceRegion: home, Name: 'taken-there' }, west);
    // EC2's lists show a new image a moment later.
    await journey.advance(60_000);
    const build = (regions: string[]) =>
      journey.request('POST', '/v1/builds', {
        recipe: smallRecipe({ stack: 'other', regions }),
        image_name: 'taken-there',
      });
    const from = journey.local.calls.length;
    expect(await build([west])).toMatchObject({
      status: 409,
      body: { name: 'NameTaken', detail: expect.stringMatching(/'taken-there' is taken by ami-.* in us-west-2/) },
    });
    expect(journey.local.calls.slice(from).filter(({ action }) => action === 'RunInstances')).toEqual([]);
    expect((await build([])).status).toBe(202);
  });
});
