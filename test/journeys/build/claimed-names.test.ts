import { finished, localStack, minutes } from '../../kit/journey';
import { killFunction } from '../../kit/killed-functions';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall, smallRecipe, startSmall } from '../../kit/small-recipe';

describe('a name is not taken by a build that does not exist', () => {
  const named = { image_name: 'my-tool-1' };

  test('when what a build needs cannot be stored', async () => {
    const journey = await localStack();
    let refused = true;
    refuseCalls(journey, ({ action }) => refused && action === 'PutObject', 'AccessDenied', 'no room', 's3', 403);
    expect((await journey.request('POST', '/v1/builds', { recipe: smallRecipe(), ...named })).status).toBe(403);
    refused = false;
    expect(await buildSmall(journey, {}, named)).toMatchObject({ status: 'succeeded', image_name: 'my-tool-1' });
  });

  test.each(['DIGEST#', 'RUN#'])('when a write of %s is refused', async (prefix) => {
    const journey = await localStack();
    let refused = true;
    refuseCalls(
      journey,
      ({ action, input }) => refused && action === 'PutItem' && JSON.stringify(input.Item?.pk).includes(prefix),
      'AccessDeniedException',
      'not this',
      'dynamodb',
    );
    expect((await journey.request('POST', '/v1/builds', { recipe: smallRecipe(), ...named })).status).toBe(403);
    refused = false;
    expect(await buildSmall(journey, {}, named)).toMatchObject({ status: 'succeeded', image_name: 'my-tool-1' });
  });

  test('ten minutes after its function died between the claim and the record', async () => {
    const journey = await localStack();
    killFunction(journey, 'spawn-dev-start-runs', {
      when: ({ action, input }) => action === 'PutItem' && JSON.stringify(input.Item?.pk).includes('NAME#'),
      after: true,
    });
    expect((await journey.request('POST', '/v1/builds', { recipe: smallRecipe(), ...named })).status).toBe(500);
    expect((await journey.request('POST', '/v1/builds', { recipe: smallRecipe(), ...named })).body).toMatchObject({
      name: 'NameTaken',
    });
    await journey.advance(11 * minutes);
    const id = await startSmall(journey, {}, named);
    expect(await finished(journey, id)).toMatchObject({ status: 'succeeded', image_name: 'my-tool-1' });
  });
});
