import { home, localStack, type Journey } from '../../kit/journey';
import { buildSmall } from '../../kit/small-recipe';

let journey: Journey;
let base: string;

beforeAll(async () => {
  journey = await localStack();
  const Filters = [{ Name: 'name', Values: ['al2023-ami-2023.6.20250107.0-*'] }];
  const {
    Images: [retired],
  } = await journey.ec2('DescribeImages', { Owners: ['amazon'], IncludeDeprecated: true, Filters });
  base = retired.ImageId;
}, 240_000);

describe('an image that its vendor has deprecated', () => {
  let built: any;

  test('can be built upon by its id', async () => {
    built = await buildSmall(journey, { base });
    expect(built.status).toBe('succeeded');
    expect(built.warnings ?? []).toEqual([]);
  }, 240_000);

  test('is launched by its id with a larger volume, with a warning', async () => {
    const launch = (volume_size_gb: number) =>
      journey.request('POST', '/v1/instances', {
        name: 'old-base',
        instance_type: 'm7i.large',
        ami: base,
        volume_size_gb,
      });
    const { status, body } = await launch(20);
    expect([status, body.image?.ami_id]).toEqual([201, base]);
    expect(body.warnings).toEqual([
      expect.stringContaining(`${base} was deprecated by its owner on 2025-04-07: choose`),
    ]);
    const refused = await launch(4);
    expect(refused.body.detail).toContain(`${base} requires 8`);
  });

  test('is not said to be gone by the health of what stands on it, nor by its ancestry', async () => {
    const { body } = await journey.request('POST', '/v1/health', { ami: built.ami_id });
    expect(body.images[0]).toMatchObject({
      level: 'unknown',
      messages: [`current base AMI cannot be read (yours: ${base})`],
    });
    const {
      body: { ancestry },
    } = await journey.request('GET', `/v1/images/${built.ami_id}/ancestry`);
    expect(ancestry.at(-1)).toMatchObject({ ami_id: base, known: 'ec2', owner: 'amazon' });
  });

  test('is known as its vendor’s when somebody tags it', async () => {
    const answer = await journey.request('POST', `/v1/images/${base}/tags`, { region: home, tags: { a: 'b' } });
    expect(answer).toMatchObject({ status: 403, body: { name: 'ForeignOwner' } });
  });
});
