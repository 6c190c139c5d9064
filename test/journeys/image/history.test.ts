import { finished, home, localStack, type Journey } from '../../kit/journey';
import { smallRecipe } from '../../kit/small-recipe';

describe('the history of an image', () => {
  let journey: Journey;
  let source: any;
  const show = async (id: string, region: string): Promise<any> =>
    (await journey.request('GET', `/v1/images/${id}?region=${region}`)).body;
  const told = (image: any): string[] =>
    image.events.map(({ action, detail }: any) => [action, detail].filter(Boolean).join(' '));

  beforeAll(async () => {
    journey = await localStack();
    const { body } = await journey.request('POST', '/v1/builds', {
      recipe: smallRecipe({ stack: 'told' }),
      regions: ['eu-west-1'],
    });
    const run = await finished(journey, body.build_id);
    source = await show(run.ami_id, home);
  }, 120_000);

  test('names its copies, and all that its build did to it, in the name of who asked', () => {
    const [copy] = source.replicas;
    expect(source.replicas).toEqual([
      { ami_id: copy.ami_id, region: 'eu-west-1', state: 'available', lifecycle: 'published' },
    ]);
    expect(told(source)).toEqual([
      expect.stringMatching(/^created from i-/),
      expect.stringMatching(/^tested \S+: passed$/),
      'published',
      `replicated to eu-west-1 as ${copy.ami_id}`,
    ]);
    for (const event of source.events)
      expect(event).toMatchObject({ build_id: source.build_id, by: expect.stringMatching(/^arn:aws:/) });
  });

  test('of a copy begins with its source', async () => {
    const copy = await show(source.replicas[0].ami_id, 'eu-west-1');
    expect(told(copy)).toEqual([`created copy of ${source.ami_id} in ${home}`, 'published']);
    expect(copy.replicas).toEqual([]);
  });
});
