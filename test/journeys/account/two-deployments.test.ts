import { identityTags } from '../../../core/catalog/tag-repair';
import { tagKeys } from '../../../core/tags';
import { finished, home, localStack, minutes, tagOf, type Journey } from '../../kit/journey';
import { nightly } from '../../kit/nightly';
import { smallRecipe, startSmall } from '../../kit/small-recipe';

/** Calls a function of the second deployment's API as API Gateway would: the first answers at the address. */
async function requestNext(
  journey: Journey,
  functionName: string,
  routeKey: string,
  path: Record<string, string>,
  body?: unknown,
): Promise<{ status: number; body: any }> {
  const iam = { userArn: journey.local.operator.arn, accountId: '123456789012' };
  const event = {
    version: '2.0',
    routeKey,
    rawPath: '/',
    rawQueryString: '',
    headers: {},
    pathParameters: path,
    requestContext: { authorizer: { iam } },
    body: body === undefined ? undefined : JSON.stringify(body),
    isBase64Encoded: false,
  };
  const answer = (await journey.clock.until(journey.local.lambda.invoke(`spawn-next-${functionName}`, event))) as {
    statusCode: number;
    body: string;
  };
  return { status: answer.statusCode, body: JSON.parse(answer.body) };
}

describe('two deployments in one account', () => {
  let journey: Journey;
  let ours: any;
  let theirs: string;

  beforeAll(async () => {
    journey = await localStack({ beside: true });
    ours = await finished(journey, await startSmall(journey));
    const answer = await requestNext(
      journey,
      'start-runs',
      'POST /v1/builds',
      {},
      { recipe: smallRecipe({ regions: [] }) },
    );
    expect(answer).toMatchObject({ status: 202 });
    theirs = answer.body.build_id;
    await journey.clock.until(journey.local.states.ended(answer.body.execution_arn));
  });

  const imagesOf = async (deployment: string): Promise<any[]> =>
    (await journey.ec2('DescribeImages', { Owners: ['self'] })).Images.filter(
      (image: any) => tagOf(image.Tags, tagKeys.deployment) === deployment,
    );

  test('build the same recipe, each its own image under its own name', async () => {
    expect(ours).toMatchObject({ status: 'succeeded' });
    const run = (await requestNext(journey, 'answer-reads', 'GET /v1/builds/{id}', { id: theirs })).body;
    expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded' });
    const [[mine], [other]] = [await imagesOf(`dev@${home}`), await imagesOf(`next@${home}`)];
    expect(mine.ImageId).toBe(ours.ami_id);
    expect(other.ImageId).toBe(run.ami_id);
    expect(other.Name).not.toBe(mine.Name);
  });

  test('do not reap each other’s candidates', async () => {
    const orphan = async (deployment: string): Promise<string> => {
      const tags = {
        [tagKeys.managed]: 'true',
        [tagKeys.deployment]: deployment,
        [tagKeys.state]: 'candidate',
        [tagKeys.purpose]: 'ami-build',
        [tagKeys.ttlDeadline]: '2026-01-14T10:30:00Z',
      };
      const { Instances } = await journey.ec2('RunInstances', {
        ImageId: ours.ami_id,
        InstanceType: 'm7i.large',
        MinCount: 1,
        MaxCount: 1,
        TagSpecifications: [
          { ResourceType: 'instance', Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
        ],
      });
      return Instances[0].InstanceId;
    };
    const [mine, other, third] = [
      await orphan(`dev@${home}`),
      await orphan(`next@${home}`),
      await orphan('prod@eu-west-1'),
    ];
    await journey.advance(46 * minutes);
    const stateOf = (id: string): string | undefined => journey.local.ec2.instance(home, id)?.instance.state;
    expect([mine, other, third].map(stateOf)).toEqual(['terminated', 'terminated', 'running']);
    const enders = (id: string): string[] =>
      journey.local.calls
        .filter(({ action, principal }) => action === 'TerminateInstances' && /reap-leftovers/.test(principal))
        .map(({ principal }) => /spawn-(dev|next)-reap/.exec(principal)?.[1] ?? id);
    expect(enders(mine).sort()).toEqual(['dev', 'next']);
  });

  test('list each other’s images at most, and change them never', async () => {
    const nightly = (
      await journey.clock.until(
        journey.local.call('states', 'StartExecution', home, {
          stateMachineArn: `arn:aws:states:${home}:123456789012:stateMachine:spawn-dev-nightly`,
          input: JSON.stringify({ regions: [home] }),
        }),
      )
    ).executionArn;
    await journey.clock.until(journey.local.states.ended(nightly));
    const [other] = await imagesOf(`next@${home}`);
    const answer = await journey.request('POST', `/v1/images/${other.ImageId}/replicas`, { regions: ['us-west-2'] });
    expect(answer).toMatchObject({
      status: 403,
      body: { name: 'NotManaged', detail: expect.stringMatching(/next@us-east-1/) },
    });
    expect(tagOf(other.Tags, tagKeys.latest)).toBe('true');
  });

  test('cannot end, even by a mistake in the code, what belongs to the other', async () => {
    const [other] = await imagesOf(`next@${home}`);
    const principal = journey.local.roles.session('spawn-dev-compensate-us-east-1', 'mistake');
    const call = journey.clock.until(
      journey.local.world.call(principal, 'ec2', 'DeregisterImage', home, { ImageId: other.ImageId }),
    );
    await expect(call).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
  });
});

describe('the reaper', () => {
  test('removes the candidates of a vanished build past their deadline, with their snapshots, and no published image, even one whose tag was set back', async () => {
    const journey = await localStack();
    const published = await finished(journey, await startSmall(journey));
    const { Instances } = await journey.ec2('RunInstances', {
      ImageId: published.ami_id,
      InstanceType: 'm7i.large',
      MinCount: 1,
      MaxCount: 1,
    });
    await journey.advance(1 * minutes);
    const specifications = (state: string) => {
      const tags = {
        [tagKeys.managed]: 'true',
        [tagKeys.deployment]: `dev@${home}`,
        [tagKeys.state]: state,
        [tagKeys.buildId]: 'bld-0000000000000000',
        [tagKeys.ttlDeadline]: '2026-01-14T10:20:00Z',
      };
      return ['image', 'snapshot'].map((ResourceType) => ({
        ResourceType,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }));
    };
    const image = async (Name: string, state: string): Promise<string> =>
      (
        await journey.ec2('CreateImage', {
          InstanceId: Instances[0].InstanceId,
          Name,
          NoReboot: true,
          TagSpecifications: specifications(state),
        })
      ).ImageId;
    const orphan = await image('orphan', 'candidate');
    const kept = await image('kept', 'published');
    await journey.advance(1 * minutes);
    // The night gives images their identity back, but cannot publish a candidate by it, even by a mistake in the code.
    const Tags = Object.entries(identityTags(`dev@${home}`)).map(([Key, Value]) => ({ Key, Value }));
    const mistake = journey.local.world.call(
      journey.local.roles.session('spawn-dev-reconcile-region-us-east-1', 'mistake'),
      'ec2',
      'CreateTags',
      home,
      { Resources: [orphan], Tags },
    );
    await expect(journey.clock.until(mistake)).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
    // Somebody sets the published image's own tag back, and that of a snapshot that an image uses; the night sees it
    // before the reaper does.
    const tags = [
      { Key: tagKeys.state, Value: 'candidate' },
      { Key: tagKeys.ttlDeadline, Value: '2026-01-14T10:20:00Z' },
    ];
    const [{ BlockDeviceMappings }] = (await journey.ec2('DescribeImages', { ImageIds: [kept] })).Images;
    await journey.ec2(
      'CopyImage',
      {
        SourceImageId: published.ami_id,
        SourceRegion: home,
        Name: 'orphan',
        TagSpecifications: specifications('candidate'),
      },
      'us-west-2',
    );
    await journey.ec2('CreateTags', {
      Resources: [published.ami_id, BlockDeviceMappings[0].Ebs.SnapshotId],
      Tags: tags,
    });
    await nightly(journey);
    await journey.advance(46 * minutes);
    const { Images } = await journey.ec2('DescribeImages', { Owners: ['self'] });
    expect(Images.map(({ ImageId }: any) => ImageId).sort()).toEqual([kept, published.ami_id].sort());
    const { Snapshots } = await journey.ec2('DescribeSnapshots', { OwnerIds: ['self'] });
    expect(Snapshots).toHaveLength(2);
    // What EC2 refuses to remove keeps the reaper from nothing else.
    expect(
      (await journey.ec2('DescribeImages', { Owners: ['self'] }, 'us-west-2')).Images.filter(
        ({ State }: any) => State !== 'deregistered',
      ),
    ).toEqual([]);
  });
});
