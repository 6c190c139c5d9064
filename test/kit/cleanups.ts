import { tagKeys } from '../../core/tags';
import { home, type Journey } from './journey';

/** Cleanups of a deployment as the API makes them, and images for them. */
export function cleanups(journey: Journey) {
  const show = async (id: string): Promise<any> => (await journey.request('GET', `/v1/cleanups/${id}`)).body;
  const ended = async ({ execution_arn, cleanup_id }: any): Promise<any> => {
    await journey.clock.until(journey.local.states.ended(execution_arn));
    return show(cleanup_id);
  };
  const start = async (body: object): Promise<any> => {
    const answer = await journey.request('POST', '/v1/cleanups', body);
    if (answer.status !== 202) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const inEc2 = async (id: string, region = home): Promise<any> =>
    (
      await journey.ec2(
        'DescribeImages',
        { Owners: ['self'], IncludeDisabled: true, Filters: [{ Name: 'image-id', Values: [id] }] },
        region,
      )
    ).Images.find((image: any) => image.State !== 'deregistered');
  return {
    show,
    ended,
    start,
    /** What EC2 has of an image; undefined when it is gone. */
    inEc2,
    plan: async (body: object): Promise<any> => ended(await start(body)),
    apply: async (id: string, body: object = {}): Promise<any> =>
      (await journey.request('POST', `/v1/cleanups/${id}/apply`, body)).body,
    /** Ids of what goes by a plan. */
    goes: ({ entries }: any): string[] =>
      entries
        .filter(({ decision }: any) => decision === 'remove')
        .map(({ id }: any) => id)
        .sort(),
    /** Why something stays by a plan, in codes. */
    kept: ({ entries }: any, id: string): string[] =>
      entries.find((entry: any) => entry.id === id && entry.decision === 'keep')?.codes,
    tag: (id: string, key: string, value = 'true'): Promise<unknown> =>
      journey.ec2('CreateTags', { Resources: [id], Tags: [{ Key: key, Value: value }] }),
    /**
     * One more image as the builds of this deployment publish them, made by hand of an image of theirs since that is
     * quicker.
     */
    published: async (
      model: string,
      version: string,
      region = home,
      more: Record<string, string> = {},
    ): Promise<string> => {
      const { Tags } = await inEc2(model);
      const tags = {
        ...Object.fromEntries(Tags.map(({ Key, Value }: any) => [Key, Value])),
        [tagKeys.version]: version,
        ...more,
      };
      const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      const specifications = ['image', 'snapshot'].map((ResourceType) => ({ ResourceType, Tags: list }));
      return (
        await journey.ec2(
          'CopyImage',
          { SourceImageId: model, SourceRegion: home, Name: `tool-${version}`, TagSpecifications: specifications },
          region,
        )
      ).ImageId;
    },
  };
}
