import { tagKeys } from '../../../core/tags';
import { launched } from '../../kit/command';
import { build, buildRequest, localStack, minutes, type Journey } from '../../kit/journey';
import { buildSmall, provisioned, script, smallRecipe } from '../../kit/small-recipe';

interface Refusal {
  what: string;
  request: (given: Given) => [method: string, path: string, body?: unknown];
  status: number;
  name: string;
  says: RegExp;
}

/** What the account has before anything is refused. */
interface Given {
  image: any;
  instance: string;
  foreign: string;
  pending: string;
  gone: string;
  deprecated: string;
}

const small =
  (changes: Record<string, unknown>, body: Record<string, unknown> = {}): Refusal['request'] =>
  () => ['POST', '/v1/builds', { recipe: smallRecipe(changes), ...body }];
const edited =
  (from: string, to: string): Refusal['request'] =>
  () => ['POST', '/v1/builds', buildRequest('pytorch-cpu', { recipe: (text) => text.replace(from, to) })];
const imageOf =
  (body: Record<string, unknown>): Refusal['request'] =>
  ({ instance }) => ['POST', '/v1/images', { instance, name: 'mine', ...body }];
const manyTags = Object.fromEntries(Array.from({ length: 45 }, (_, index) => [`tag-${index}`, 'x']));

const refusals: Refusal[] = [
  {
    what: 'a recipe with a misspelt key',
    request: edited('instance_types:', 'instance_type:'),
    status: 400,
    name: 'InvalidRecipe',
    says: /instance_type\b.*instance_types/s,
  },
  {
    what: 'a recipe that is not YAML',
    request: () => ['POST', '/v1/builds', { recipe: 'stack: [' }],
    status: 400,
    name: 'InvalidRecipe',
    says: /line 1/i,
  },
  {
    what: 'a version that is not one',
    request: small({ version: 'new est' }),
    status: 400,
    name: 'InvalidRecipe',
    says: /new est/,
  },
  {
    what: 'an instance type that does not exist',
    request: small({ instance_types: ['m7i.gigantic'] }),
    status: 400,
    name: 'InvalidInstanceType',
    says: /m7i\.gigantic/,
  },
  {
    what: 'an instance type of another architecture than the base',
    request: small({ instance_types: ['m7g.large'], base: 'ami-0ed094fb1304fd857' }),
    status: 400,
    name: 'ArchitectureMismatch',
    says: /arm64/,
  },
  {
    what: 'instance types of two architectures',
    request: small({ instance_types: ['m7g.large', 'm7i.large'] }),
    status: 400,
    name: 'ArchitectureMismatch',
    says: /m7g\.large/,
  },
  {
    what: 'a test on a type of another architecture',
    request: small({ test: { run: 'true', instance_types: ['m7g.large'] } }),
    status: 400,
    name: 'ArchitectureMismatch',
    says: /m7g\.large/,
  },
  {
    what: 'a base that is no base',
    request: small({ base: 'centos-7' }),
    status: 400,
    name: 'InvalidRecipe',
    says: /centos-7/,
  },
  {
    what: 'a base image that is not there',
    request: small({ base: 'ami-0123456789abcdef0' }),
    status: 404,
    name: 'BaseNotFound',
    says: /ami-0123456789abcdef0/,
  },
  {
    what: 'a base parameter that is not there',
    request: small({ base: 'ssm:/aws/service/nothing' }),
    status: 404,
    name: 'BaseNotFound',
    says: /\/aws\/service\/nothing/,
  },
  {
    what: 'a base parameter that anybody may write',
    request: small({ base: 'ssm:/golden/image' }),
    status: 400,
    name: 'InvalidBase',
    says: /\/golden\/image/,
  },
  {
    what: 'a base stack of which nothing fits',
    request: small({ base: 'stack:nothing@>=1.0' }),
    status: 404,
    name: 'NoImageFits',
    says: /nothing/,
  },
  {
    what: 'a script file that is missing',
    request: small({ provision: [{ script: 'absent.sh' }] }),
    status: 400,
    name: 'InvalidRecipe',
    says: /absent\.sh/,
  },
  {
    what: 'a script file that is too large',
    request: small(
      { provision: [{ script: 'big.sh' }] },
      { files: { 'big.sh': Buffer.alloc(1024 * 1024 + 1, 'x').toString('base64') } },
    ),
    status: 413,
    name: 'TooLarge',
    says: /big\.sh/,
  },
  {
    what: 'a name that is taken',
    request: ({ image }) => [
      'POST',
      '/v1/builds',
      { recipe: smallRecipe({ version: '3.0.0' }), image_name: image.name },
    ],
    status: 409,
    name: 'NameTaken',
    says: /tool-1\.0\.0/,
  },
  {
    what: 'a name with illegal characters',
    request: small({}, { image_name: 'so/many?' }),
    status: 400,
    name: 'InvalidName',
    says: /so\/many\?/,
  },
  {
    what: 'a region that is not one of the deployment',
    request: small({ regions: ['ap-south-1'] }),
    status: 400,
    name: 'RegionNotEnabled',
    says: /ap-south-1/,
  },
  {
    what: 'a region that the account has switched off',
    request: small({ regions: ['eu-west-1'] }),
    status: 400,
    name: 'RegionNotEnabled',
    says: /eu-west-1/,
  },
  {
    what: 'a tag that is ours',
    request: small({ tags: { [tagKeys.managed]: 'no' } }),
    status: 400,
    name: 'InvalidRecipe',
    says: /managed/,
  },
  { what: 'the fifty-first tag', request: small({ tags: manyTags }), status: 400, name: 'InvalidTag', says: /50/ },
  {
    what: 'a secret of another stage',
    request: small({ secrets: { KEY: 'ssm:/spawn/next/key' } }),
    status: 400,
    name: 'InvalidRecipe',
    says: /\/spawn\/dev\//,
  },
  {
    what: 'a volume smaller than the base',
    request: small({ volume: { size_gb: 1 } }),
    status: 400,
    name: 'InvalidRecipe',
    says: /size_gb/,
  },
  {
    what: 'a body that is not what the route takes',
    request: () => ['POST', '/v1/builds', { recepie: 'x' }],
    status: 400,
    name: 'InvalidRequest',
    says: /recepie/,
  },
  {
    what: 'a route that does not exist',
    request: () => ['GET', '/v1/nothing'],
    status: 404,
    name: '',
    says: /Not Found/,
  },
  {
    what: 'an instance name that fits none',
    request: imageOf({ instance: 'nobody' }),
    status: 404,
    name: 'InstanceNotFound',
    says: /nobody/,
  },
  {
    what: 'an instance name that fits several',
    request: imageOf({ instance: 'twins' }),
    status: 409,
    name: 'AmbiguousName',
    says: /twins.*i-.*i-/,
  },
  {
    what: 'an instance that is not ours to image',
    request: ({ foreign }) => ['POST', '/v1/images', { instance: foreign, name: 'mine' }],
    status: 403,
    name: 'NotManaged',
    says: /spawn:managed=true/,
  },
  {
    what: 'an instance that is not ours to end',
    request: ({ foreign }) => ['DELETE', `/v1/instances/${foreign}`],
    status: 403,
    name: 'NotManaged',
    says: /spawn:managed=true/,
  },
  {
    what: 'an image of an instance under a name that is taken',
    request: ({ image, instance }) => ['POST', '/v1/images', { instance, name: image.name }],
    status: 409,
    name: 'NameTaken',
    says: /tool-1\.0\.0/,
  },
  {
    what: 'a test of an image that nobody knows',
    request: () => ['POST', '/v1/images/ami-0123456789abcdef0/tests', { script: 'true' }],
    status: 404,
    name: 'ImageNotFound',
    says: /ami-0123456789abcdef0/,
  },
  {
    what: 'copies of an image that is gone',
    request: ({ gone }) => ['POST', `/v1/images/${gone}/replicas`, { regions: ['us-west-2'] }],
    status: 404,
    name: 'ImageNotFound',
    says: /no longer exists/,
  },
  {
    what: 'copies of an image that is deprecated',
    request: ({ deprecated }) => ['POST', `/v1/images/${deprecated}/replicas`, { regions: ['us-west-2'] }],
    status: 409,
    name: 'ImageDeprecated',
    says: /deprecated/,
  },
  {
    what: 'copies of an image that is still being created',
    request: ({ pending }) => ['POST', `/v1/images/${pending}/replicas`, { regions: ['us-west-2'] }],
    status: 409,
    name: 'WrongState',
    says: /still being created/,
  },
  {
    what: 'copies to where the image is',
    request: ({ image }) => ['POST', `/v1/images/${image.ami_id}/replicas`, { regions: ['us-east-1'] }],
    status: 400,
    name: 'InvalidRequest',
    says: /us-east-1/,
  },
  {
    what: 'a test on a type that does not fit',
    request: ({ image }) => [
      'POST',
      `/v1/images/${image.ami_id}/tests`,
      { script: 'true', instance_types: ['m7g.large'] },
    ],
    status: 400,
    name: 'ArchitectureMismatch',
    says: /m7g\.large/,
  },
  {
    what: 'a launch of a type that does not exist',
    request: () => ['POST', '/v1/instances', { instance_type: 'm7i.gigantic' }],
    status: 400,
    name: 'InvalidInstanceType',
    says: /m7i\.gigantic/,
  },
  {
    what: 'a launch of a version that there is not',
    request: () => ['POST', '/v1/instances', { instance_type: 'm7i.large', stack: 'tool', version: '>=2.0' }],
    status: 404,
    name: 'NoImageFits',
    says: /tool.*1\.0\.0/s,
  },
  {
    what: 'a launch on a type of the wrong architecture',
    request: ({ image }) => ['POST', '/v1/instances', { instance_type: 'm7g.large', ami: image.ami_id }],
    status: 400,
    name: 'ArchitectureMismatch',
    says: /m7g\.large/,
  },
  {
    what: 'a time to live that is none',
    request: () => ['POST', '/v1/instances', { instance_type: 'm7i.large', ttl: 'forever' }],
    status: 400,
    name: 'InvalidRequest',
    says: /forever/,
  },
  {
    what: 'the end of an instance that is not there',
    request: () => ['DELETE', '/v1/instances/nobody'],
    status: 404,
    name: 'InstanceNotFound',
    says: /nobody/,
  },
  {
    what: 'the end of a build that is not there',
    request: () => ['DELETE', '/v1/builds/bld-0000000000000000'],
    status: 404,
    name: 'BuildNotFound',
    says: /bld-0000000000000000/,
  },
  {
    what: 'the end of a build that is over',
    request: ({ image }) => ['DELETE', `/v1/builds/${image.build_id}`],
    status: 409,
    name: 'BuildOver',
    says: /succeeded/,
  },
];

describe('what cannot be done is refused before anything is made', () => {
  let journey: Journey;
  const given = {} as Given;

  beforeAll(async () => {
    journey = await localStack({ ec2: { disabledRegions: ['eu-west-1'] } });
    const [run, old, former] = [
      await buildSmall(journey, {}),
      await buildSmall(journey, { stack: 'old' }),
      await buildSmall(journey, { stack: 'former' }),
    ];
    given.image = (await journey.request('GET', `/v1/images/${run.ami_id}`)).body;
    given.instance = (await launched(journey, { name: 'prepared' })).instance.instance_id;
    for (let twin = 0; twin < 2; twin += 1)
      await journey.request('POST', '/v1/instances', { instance_type: 'm7i.large', name: 'twins' });
    const other = await journey.ec2('RunInstances', {
      ImageId: run.ami_id,
      InstanceType: 'm7i.large',
      MinCount: 1,
      MaxCount: 1,
    });
    given.foreign = other.Instances[0].InstanceId;
    given.deprecated = old.ami_id;
    await journey.ec2('CreateTags', { Resources: [old.ami_id], Tags: [{ Key: tagKeys.deprecated, Value: 'true' }] });
    given.gone = former.ami_id;
    await journey.ec2('DeregisterImage', { ImageId: former.ami_id });
    await journey.advance(16 * minutes);
    const made = await journey.ec2('CreateImage', {
      InstanceId: given.instance,
      Name: 'by-hand',
      NoReboot: true,
      TagSpecifications: [{ ResourceType: 'image', Tags: [{ Key: tagKeys.managed, Value: 'true' }] }],
    });
    given.pending = made.ImageId;
    await journey.advance(5_000);
    const { clock, local } = journey;
    const { executionArn } = await clock.until(
      local.call('states', 'StartExecution', 'us-east-1', {
        stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:spawn-dev-nightly',
        input: JSON.stringify({ regions: ['us-east-1'] }),
      }),
    );
    await clock.until(local.states.ended(executionArn));
  }, 240_000);

  test.each(refusals)('$what: $status $name', async ({ request, status, name, says }) => {
    const before = journey.local.calls.length;
    const [method, path, body] = request(given);
    const answer = await journey.request(method, path, body);
    expect({ status: answer.status, name: answer.body.name ?? '' }).toEqual({ status, name });
    expect(answer.body.detail ?? answer.body.message).toMatch(says);
    const changed = journey.local.calls
      .slice(before)
      .filter(
        ({ service, action }) => ['ec2', 'ssm', 'states'].includes(service) && !/^(Describe|Get|List)/.test(action),
      );
    expect(changed).toEqual([]);
    expect((await journey.request('GET', '/v1/builds?status=running')).body.builds).toEqual([]);
  });

  test('after all of them a build of the same name goes through', async () => {
    expect(
      await build(journey, 'pytorch-cpu', {
        recipe: (text) => text.replace('regions: [eu-west-1, us-west-2]', 'regions: []'),
      }),
    ).toMatchObject({ status: 'succeeded' });
  });

  test('an unsigned request is refused', async () => {
    const { clock, local } = journey;
    const answer = await clock.until(local.gateway({ method: 'GET', url: `${local.url}/v1/images`, headers: {} }));
    expect(answer.status).toBe(403);
  });

  test('a reader may look and not build', async () => {
    const credentials = journey.local.person('reader', ['spawn-dev-reader-us-east-1']);
    expect((await journey.request('GET', '/v1/images', undefined, { credentials })).status).toBe(200);
    expect(
      (
        await journey.request(
          'POST',
          '/v1/builds',
          { recipe: smallRecipe(provisioned(script('true'))) },
          { credentials },
        )
      ).status,
    ).toBe(403);
  });
});
