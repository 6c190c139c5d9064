import { image } from '../kit/things';
import { script, spawn } from '../kit/spawn';

const original = image({ ami_id: 'ami-0aaaaaaaaaaaaaaaa', name: 'webapp-1.2.0', region: 'us-east-1' });
const copy = image({
  ami_id: 'ami-0bbbbbbbbbbbbbbbb',
  name: 'webapp-1.2.0',
  region: 'eu-west-1',
  replicated_from: original.ami_id,
});
const newer = image({ ami_id: 'ami-0cccccccccccccccc', name: 'webapp-1.3.0', region: 'us-east-1' });

const named = (images: object[]) => ({ 'GET /v1/images': { images } });
const deprecated = { ami_id: original.ami_id, changed: [], unchanged: [], failed: [] };

test('a name stands for the image that the copies were made from', async () => {
  const { code, requests } = await spawn(['ami', 'packages', 'webapp-1.2.0', '-o', 'json'], {
    answer: script({
      ...named([copy, original, newer]),
      [`GET /v1/images/${original.ami_id}/packages`]: { packages: [] },
    }),
  });
  expect(requests.map(({ path, query }) => [path, query?.name, query?.region]).slice(0, 2)).toEqual([
    ['/v1/images', 'webapp-1.2.0', 'all'],
    [`/v1/images/${original.ami_id}/packages`, undefined, undefined],
  ]);
  expect(code).toBe(0);
});

test('with --region it is looked for there, and a copy is taken', async () => {
  const { requests } = await spawn(['deprecate-ami', 'webapp-1.2.0', '--region', 'eu-west-1', '--reason', 'old'], {
    answer: script({ ...named([copy]), [`POST /v1/images/${copy.ami_id}/deprecation`]: deprecated }),
  });
  expect([requests[0]?.query?.region, requests.at(-1)?.path]).toEqual([
    'eu-west-1',
    `/v1/images/${copy.ami_id}/deprecation`,
  ]);
});

test('a flag that takes an image takes its name, too', async () => {
  const { requests } = await spawn(
    ['deprecate-ami', original.ami_id, '--reason', 'old', '--replacement', 'webapp-1.3.0'],
    { answer: script({ ...named([newer]), [`POST /v1/images/${original.ami_id}/deprecation`]: deprecated }) },
  );
  expect(requests.at(-1)?.body).toMatchObject({ replacement: newer.ami_id });
});

test('each of several images may be named', async () => {
  const answers = [[original], [newer]];
  const { requests } = await spawn(['cleanup-amis', 'webapp-1.2.0', 'webapp-1.3.0', '--dry-run'], {
    answer: ({ path }) => (path === '/v1/images' ? { body: { images: answers.shift() } } : { body: {}, status: 404 }),
  });
  expect(requests.at(-1)?.body).toMatchObject({ ami_ids: [original.ami_id, newer.ami_id] });
});

test('an id, a release and `auto` are taken as they are, without a question', async () => {
  for (const argv of [
    ['ami', 'packages', 'ami-0aaaaaaaaaaaaaaaa'],
    ['ami', 'diff', 'pytorch@2.1', 'pytorch@2.2'],
    ['launch', 'w', '--instance-type', 't3.micro', '--ami', 'auto', '--ttl', '1h'],
  ])
    expect((await spawn(argv)).requests.map(({ path }) => path)).not.toContain('/v1/images');
});

test.each([
  [['ami', 'show'], ''],
  [['ami', 'recipe'], '/recipe'],
  [['ami', 'packages'], '/packages'],
  [['ami', 'descendants'], '/descendants'],
  [['ami', 'snapshots'], '/snapshots'],
  [['ami', 'usage'], '/references'],
  [['ami', 'shares'], '/shares'],
  [['verify'], '/provenance'],
])('%j reads the image of stack@version that a launch would select', async (words, path) => {
  const { requests } = await spawn([...words, 'webapp@1.x', '--region', 'eu-west-1'], {
    answer: script({ 'GET /v1/images/resolve': { image: copy, reason: '' } }),
  });
  expect(requests[0]).toMatchObject({
    path: '/v1/images/resolve',
    query: { stack: 'webapp', version: '1.x', region: 'eu-west-1' },
  });
  expect(requests[1]?.path).toBe(`/v1/images/${copy.ami_id}${path}`);
});

test('a command that changes an image takes no range of versions', async () => {
  const { requests } = await spawn(['ami', 'undeprecate', 'webapp@1.x', '--yes']);
  expect(requests.map(({ path }) => path)).not.toContain('/v1/images/resolve');
});

test('a name that no image has is not found, and a similar one is suggested', async () => {
  const answers = [[], [original, newer]];
  const { code, err, requests } = await spawn(['ami', 'packages', 'webap-1.2.0'], {
    answer: () => ({ body: { images: answers.shift() } }),
  });
  expect([code, requests.length]).toEqual([3, 2]);
  expect(err).toBe("error: there is no image with the id or name 'webap-1.2.0'\nDid you mean 'webapp-1.2.0'?\n");
});

test('a name that several images have is refused with their ids', async () => {
  const other = { ...newer, name: original.name, region: 'eu-west-1' };
  const { code, err } = await spawn(['ami', 'packages', 'webapp-1.2.0'], { answer: script(named([original, other])) });
  expect(code).toBe(2);
  expect(err).toContain(
    "several images have the name 'webapp-1.2.0': ami-0aaaaaaaaaaaaaaaa in us-east-1, ami-0cccccccccccccccc in eu-west-1",
  );
});
