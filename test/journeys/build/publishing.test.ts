import { tagKeys } from '../../../core/tags';
import { finished, home, hours, leftovers, localStack, minutes, type Journey } from '../../kit/journey';
import { killFunction } from '../../kit/killed-functions';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall, smallRecipe } from '../../kit/small-recipe';

const images = async (journey: Journey): Promise<any[]> =>
  (await journey.request('GET', '/v1/images?region=all')).body.images;
const writesImage = ({ action, input }: any): boolean =>
  action === 'PutItem' &&
  JSON.stringify(input.Item?.pk).includes('IMAGE#') &&
  JSON.stringify(input.Item?.sk).includes('IMAGE') &&
  JSON.stringify(input.Item).includes('"published"');

describe('an image that EC2 calls published is never taken for a candidate', () => {
  test.each(['is killed', 'is refused'])(
    'when the function %s after the tags and before the record, at every try',
    async (how) => {
      const journey = await localStack();
      const own = ({ principal }: any): boolean => principal.arn.includes('/spawn-dev-publish-image');
      if (how === 'is killed')
        killFunction(
          journey,
          'spawn-dev-publish-image',
          { when: ({ action }) => action === 'CreateTags', after: true },
          Infinity,
        );
      else
        refuseCalls(journey, (call) => own(call) && writesImage(call), 'AccessDeniedException', 'not this', 'dynamodb');
      const run = await buildSmall(journey);
      expect(run).toMatchObject({
        status: 'failed',
        stages: expect.arrayContaining([expect.objectContaining({ name: 'publish', status: 'succeeded' })]),
      });
      await journey.advance(40 * minutes);
      expect(await leftovers(journey)).toEqual([]);
      expect(await images(journey)).toMatchObject([
        { ami_id: run.ami_id, lifecycle: 'published', state: 'available', provenance: expect.anything() },
      ]);
      expect(await journey.request('POST', '/v1/builds', { recipe: smallRecipe() })).toMatchObject({
        status: 200,
        body: { build_id: run.build_id, reused: 'published' },
      });
    },
  );

  test('when its function dies once, and the retry goes on', async () => {
    const journey = await localStack();
    const count = killFunction(journey, 'spawn-dev-publish-image', {
      when: ({ action }) => action === 'CreateTags',
      after: true,
    });
    expect(await buildSmall(journey)).toMatchObject({ status: 'succeeded' });
    expect(count.killed).toBe(1);
    expect(await images(journey)).toMatchObject([{ lifecycle: 'published', provenance: expect.anything() }]);
  });

  test('nor is a copy, whose region is done then', async () => {
    const journey = await localStack();
    killFunction(
      journey,
      'spawn-dev-publish-replica',
      { when: ({ action }) => action === 'CreateTags', after: true },
      Infinity,
    );
    const run = await buildSmall(journey, { regions: ['us-west-2'] });
    expect(run).toMatchObject({ status: 'succeeded', replicas: [{ region: 'us-west-2', status: 'available' }] });
    await journey.advance(40 * minutes);
    expect(await leftovers(journey)).toEqual([]);
    expect(
      (await images(journey))
        .map(({ region, lifecycle, provenance }) => [region, lifecycle, provenance !== undefined])
        .sort(),
    ).toEqual([
      [home, 'published', true],
      ['us-west-2', 'published', true],
    ]);
  });

  test.each(['is killed', 'is refused'])(
    'and a copy that is deprecated has EC2’s time all the same, when its function %s',
    async (how) => {
      const journey = await localStack();
      const original = (await buildSmall(journey)).ami_id;
      const at = new Date(journey.clock.now() + 48 * hours).toISOString();
      await journey.request('POST', `/v1/images/${original}/deprecation`, { at, reason: 'planned' });
      if (how === 'is killed')
        killFunction(
          journey,
          'spawn-dev-publish-replica',
          { when: ({ action }) => action === 'CreateTags', after: true },
          Infinity,
        );
      else
        refuseCalls(
          journey,
          (call) => call.principal.arn.includes('/spawn-dev-publish-replica') && writesImage(call),
          'AccessDeniedException',
          'not this',
          'dynamodb',
        );
      const asked = await journey.request('POST', `/v1/images/${original}/replicas`, { regions: ['us-west-2'] });
      await journey.advance(1 * minutes);
      // What is said of the original while it is copied is said of the copy too.
      await journey.request('POST', `/v1/images/${original}/deprecation`, { at, reason: 'CVE-2026-3' });
      const {
        replicas: [{ ami_id: copy, status }],
      } = await finished(journey, asked.body.operation_id);
      expect(status).toBe('available');
      const {
        Images: [inEc2],
      } = await journey.ec2('DescribeImages', { ImageIds: [copy] }, 'us-west-2');
      expect(Math.abs(Date.parse(inEc2.DeprecationTime) - Date.parse(at))).toBeLessThanOrEqual(1 * minutes);
      const { body } = await journey.request('GET', `/v1/images/${copy}`);
      expect(body).toMatchObject({ lifecycle: 'published', tags: { [tagKeys.deprecationReason]: 'CVE-2026-3' } });
      const history = (await journey.request('GET', `/v1/images/${original}`)).body.events;
      expect(history.map(({ action }: any) => action)).toContain('replicated');
    },
  );
});
