import { tagKeys } from '../../../core/tags';
import { launched, runOn } from '../../kit/command';
import {
  build,
  finished,
  home,
  leftovers,
  localStack,
  minutes,
  startBuild,
  tagOf,
  type Journey,
} from '../../kit/journey';

const stages = ['plan', 'launch', 'provision', 'clean', 'stop', 'image', 'test', 'publish', 'replicate', 'record'];
const examples = [
  {
    example: 'pytorch-cpu',
    stack: 'pytorch',
    variant: 'cpu-x86_64',
    version: '2.2.0',
    gpu: false,
    size: 25,
    types: ['m6i.large', 'm7i.large'],
  },
  {
    example: 'pytorch-gpu',
    stack: 'pytorch',
    variant: 'cuda12-x86_64',
    version: '2.2.0',
    gpu: true,
    size: 120,
    types: ['g5.xlarge'],
  },
  {
    example: 'genomics',
    stack: 'genomics',
    variant: 'x86_64',
    version: '1.0.0',
    gpu: false,
    size: 30,
    types: ['r7i.large'],
  },
];

describe('the three examples, from recipe to replicated image', () => {
  let journey: Journey;
  const runs = new Map<string, any>();
  let images: any[];
  const originalOf = (example: string): any => images.find((image) => image.ami_id === runs.get(example).ami_id);

  beforeAll(async () => {
    journey = await localStack();
    const ids = [];
    for (const { example } of examples) ids.push([example, await startBuild(journey, example)] as const);
    for (const [example, id] of ids) runs.set(example, await finished(journey, id));
    images = (await journey.request('GET', '/v1/images?region=all')).body.images;
  }, 240_000);

  test.each(examples)('$example goes through every stage', ({ example }) => {
    const { status, failure, stages: gone, replicas } = runs.get(example);
    expect({ status, failure }).toEqual({ status: 'succeeded', failure: undefined });
    expect(gone.map(({ name, status: how }: any) => `${name} ${how}`)).toEqual(
      stages.filter((name) => name !== 'replicate' || replicas.length > 0).map((name) => `${name} succeeded`),
    );
  });

  test.each(examples)(
    'the catalog tells what $example is, and that its tests passed',
    ({ example, stack, variant, version, gpu, size, types }) => {
      const image = originalOf(example);
      expect(image).toMatchObject({
        stack,
        variant,
        version,
        gpu,
        size_gb: size,
        region: home,
        state: 'available',
        lifecycle: 'published',
        deployment: 'dev@us-east-1',
      });
      expect(image.tests.map((test: any) => test.instance_type).sort()).toEqual(types);
      for (const test of image.tests) {
        expect(test).toMatchObject({ verdict: 'passed', exit_code: 0 });
        expect(test.seconds_to_ready).toBeGreaterThan(5);
        expect(test.seconds_to_ready).toBeLessThan(300);
      }
    },
  );

  test.each(examples)(
    'the tags of $example in EC2 are those of the catalog, on image and snapshots, in every region',
    async ({ example }) => {
      const original = originalOf(example);
      const copies = images.filter((image) => image.replicated_from === original.ami_id);
      expect(copies.map(({ region }) => region).sort()).toEqual(
        runs
          .get(example)
          .replicas.map(({ region }: any) => region)
          .sort(),
      );
      for (const image of [original, ...copies]) {
        const { Images } = await journey.ec2('DescribeImages', { ImageIds: [image.ami_id] }, image.region);
        const tags = Object.fromEntries(Images[0].Tags.map(({ Key, Value }: any) => [Key, Value]));
        expect(tags).toEqual(image.tags);
        expect(tags).toMatchObject({
          [tagKeys.managed]: 'true',
          [tagKeys.state]: 'published',
          [tagKeys.latest]: 'true',
          [tagKeys.sourceRegion]: home,
          [tagKeys.buildId]: runs.get(example).build_id,
        });
        const { Snapshots } = await journey.ec2(
          'DescribeSnapshots',
          { SnapshotIds: image.snapshots.map(({ snapshot_id }: any) => snapshot_id) },
          image.region,
        );
        for (const snapshot of Snapshots) expect(tagOf(snapshot.Tags, tagKeys.state)).toBe('published');
      }
      for (const copy of copies) expect(copy.tags).toMatchObject({ [tagKeys.replicatedFrom]: original.ami_id });
    },
  );

  test('resolve chooses by stack, version, architecture and GPU, and says why', async () => {
    const { status, body } = await journey.request(
      'GET',
      '/v1/images/resolve?stack=pytorch&version=%3E%3D2.0%2C%20%3C3.0&instance_type=g5.xlarge',
    );
    expect(status).toBe(200);
    expect(body.image.ami_id).toBe(runs.get('pytorch-gpu').ami_id);
    expect(body.reason).toMatch(/2\.2\.0/);
    expect(body.candidates.find(({ ami_id }: any) => ami_id === runs.get('pytorch-cpu').ami_id)).toMatchObject({
      taken: false,
      reason: expect.any(String),
    });
  });

  test('the snapshots of an image are told with size and state', async () => {
    const image = originalOf('pytorch-cpu');
    const { body } = await journey.request('GET', `/v1/images/${image.ami_id}/snapshots`);
    expect(body.snapshots).toEqual([
      expect.objectContaining({
        snapshot_id: image.snapshots[0].snapshot_id,
        size_gb: 25,
        state: 'completed',
        shared_with: [],
      }),
    ]);
  });

  test('the package list of a build is kept', async () => {
    const image = originalOf('pytorch-cpu');
    const { Body } = await journey.clock.until(
      journey.local.call('s3', 'GetObject', home, {
        Bucket: `spawn-dev-artifacts-123456789012-${home}`,
        Key: image.packages_key,
      }),
    );
    expect(Buffer.from(Body).toString()).toMatch(/^pip\ttorch\t2\.2\.0/m);
  });

  test('the log of a build has the output of its scripts', async () => {
    const { body } = await journey.request('GET', `/v1/builds/${runs.get('pytorch-cpu').build_id}/log`);
    expect(body.lines.map(({ text }: any) => text).join('\n')).toMatch(/All tests passed!/);
  });

  test('an instance of a published image carries nothing of its builder', async () => {
    const { instance } = await launched(journey, { stack: 'pytorch', version: '2.2.0', instance_type: 'm7i.large' });
    const look = [
      'cat /var/lib/systemd/random-seed',
      'cat /root/.ssh/authorized_keys /root/.bash_history',
      'find /opt /etc -name "*.pem"',
      'ls /var/lib/cloud/instances | grep -v $(cat /run/cloud-init/.instance-id)',
      'grep -r BEGIN.*PRIVATE /root /home /opt; echo looked; python3.11 -c "import torch"',
    ];
    const { status, output } = await runOn(
      journey,
      instance.instance_id,
      look.map((line) => `{ ${line}; } 2>/dev/null`),
    );
    expect({ status, output }).toEqual({ status: 'Success', output: 'looked\n' });
    await journey.request('DELETE', `/v1/instances/${instance.instance_id}`);
  });

  test('spawn:latest moves to the newer of two builds', async () => {
    const newer = await build(journey, 'pytorch-cpu', { body: { force: true, regions: [] } });
    const older = runs.get('pytorch-cpu').ami_id;
    const { Images } = await journey.ec2('DescribeImages', { ImageIds: [newer.ami_id, older] });
    const latest = Images.filter((image: any) => tagOf(image.Tags, tagKeys.latest) === 'true').map(
      ({ ImageId }: any) => ImageId,
    );
    expect(latest).toEqual([newer.ami_id]);
    expect(newer.image_name).toMatch(/-2$/);
  });

  test('nothing is left that costs money but the published images', async () => {
    await journey.advance(1 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  });
});
