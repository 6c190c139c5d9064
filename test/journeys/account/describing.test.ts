import { createHash } from 'node:crypto';
import { tagKeys } from '../../../core/tags';
import { launched, runOn } from '../../kit/command';
import { home, localStack, minutes, type Journey } from '../../kit/journey';
import { buildSmall, provisioned } from '../../kit/small-recipe';

const west = 'us-west-2';
let journey: Journey;
let first: any;
let second: any;
const get = async (path: string) => journey.request('GET', path);
const source = { commit: '0123456789abcdef0123456789abcdef01234567', changed: true };
const verify = async (id: string) => (await get(`/v1/images/${id}/provenance`)).body;
const wrong = (answer: any): string[] =>
  answer.checks.filter(({ passed }: any) => !passed).map(({ name }: any) => name);
const stored = (region: string, id: string) =>
  journey.local.s3
    .bucket('spawn-dev-artifacts-123456789012-us-east-1')!
    .objects.get(`provenance/${region}/${id}.json`)!;

beforeAll(async () => {
  journey = await localStack();
  first = await buildSmall(
    journey,
    {
      regions: [west],
      tags: { commit: 'abc123', owner: 'ml' },
      packages: { tree: '2.1' },
      ...provisioned('echo tool >/opt/tool', 'dnf -y install tree'),
    },
    { source },
  );
  const many = Array.from({ length: 19 }, (_, index) => ({
    name: `step-${index}-of-a-recipe-with-many-scripts`,
    run: 'true',
  }));
  const {
    provision: [install],
  } = provisioned('echo tool >/opt/tool', 'dnf -y install git', 'dnf -y remove tree') as { provision: object[] };
  second = await buildSmall(journey, { version: '1.1.0', base: 'stack:tool@1.0.0', provision: [install, ...many] });
}, 240_000);

describe('what an image carries', () => {
  test('is listed package by package, for a copy too', async () => {
    expect([first.status, second.status]).toEqual(['succeeded', 'succeeded']);
    for (const id of [first.ami_id, first.replicas[0].ami_id]) {
      const { status, body } = await get(`/v1/images/${id}/packages`);
      expect(status).toBe(200);
      expect(body.packages).toContainEqual({ manager: 'rpm', name: 'tree', version: expect.any(String) });
    }
  });

  test('differs from another by packages, base, recipe and tags', async () => {
    const { body } = await get(`/v1/images/diff?from=${first.ami_id}&to=tool%401.1.x`);
    expect(body.to.ami_id).toBe(second.ami_id);
    expect(body.packages).toMatchObject({ compared: true, missing: [] });
    expect(body.packages.changes).toContainEqual({ manager: 'rpm', name: 'git', to: expect.any(String) });
    expect(body.packages.changes).toContainEqual({ manager: 'rpm', name: 'tree', from: expect.any(String) });
    expect(body.facts.map(({ fact }: any) => fact)).toEqual(
      expect.arrayContaining(['version', 'base', 'base_source', 'recipe']),
    );
    expect(body.tags).toEqual(
      expect.arrayContaining([
        { fact: 'commit', from: 'abc123' },
        { fact: 'owner', from: 'ml' },
      ]),
    );
  });

  test('is told by a file in the image, newer than the one of its base', async () => {
    const { instance } = await launched(journey, { name: 'reader', ami: second.ami_id });
    const { output } = await runOn(journey, instance.instance_id, [
      'cat /opt/README.txt',
      'stat -c %a /opt/README.txt',
      'ls /opt',
    ]);
    expect(output).toContain('tool 1.1.0');
    expect(output).toContain(second.build_id);
    expect(output).not.toContain(first.build_id);
    expect(output).not.toMatch(/arn:|123456789012|README\.spawn/);
  });
});

describe('the signed record of where an image comes from', () => {
  test('is verified however long it is, for a copy too, which names its original', async () => {
    for (const id of [first.ami_id, first.replicas[0].ami_id, second.ami_id]) {
      const answer = await verify(id);
      expect([wrong(answer), answer.verdict]).toEqual([[], 'verified']);
    }
    // What KMS takes of a message; a longer record is signed by its digest.
    const lengths = await Promise.all(
      [first, second].map(async ({ ami_id }) => Buffer.byteLength(JSON.stringify((await verify(ami_id)).statement))),
    );
    expect(lengths.map((length) => length > 4096)).toEqual([false, true]);
    const copy = await verify(first.replicas[0].ami_id);
    const original = (await get(`/v1/images/${first.ami_id}`)).body;
    expect(copy.statement.predicate.buildDefinition.resolvedDependencies).toContainEqual({
      name: 'original',
      uri: `${home}/${first.ami_id}`,
      digest: { amiId: first.ami_id, sha256: original.provenance.digest },
    });
    const { predicate } = (await verify(first.ami_id)).statement;
    expect(predicate.buildDefinition.externalParameters).toMatchObject({
      requested_by: expect.stringMatching(/^arn:/),
      source,
    });
    expect(predicate.runDetails).toMatchObject({
      tests: { 'm7i.large': 'passed' },
      residue: 'clean',
      builder: { id: 'dev@us-east-1' },
    });
    expect(predicate.runDetails.byproducts.map(({ name }: any) => name)).toEqual(['packages', 'residue']);
  });

  test('finds out a tag that somebody changed, and is good again when it is put back', async () => {
    const set = (Value: string) =>
      journey.ec2('CreateTags', { Resources: [first.ami_id], Tags: [{ Key: tagKeys.version, Value }] });
    await set('9.9.9');
    const answer = await verify(first.ami_id);
    expect([answer.verdict, wrong(answer)]).toEqual(['tampered', [`tag ${tagKeys.version}`]]);
    await set('1.0.0');
    expect((await verify(first.ami_id)).verdict).toBe('verified');
  });

  test('finds out a record that says something else, one of another image, and one that another key signed', async () => {
    const object = stored(home, second.ami_id);
    const { body } = object;
    const envelope = JSON.parse(Buffer.from(body).toString());
    const put = (changes: object) => {
      object.body = Buffer.from(JSON.stringify({ ...envelope, ...changes }));
    };
    const payload = Buffer.from(envelope.payload, 'base64').toString();
    put({ payload: Buffer.from(payload.replace(/snap-[0-9a-f]+/, 'snap-0123456789abcdef0')).toString('base64') });
    expect(wrong(await verify(second.ami_id))).toEqual(
      expect.arrayContaining(['digest', 'signature', 'snapshot /dev/xvda']),
    );
    object.body = stored(home, first.ami_id).body;
    expect(wrong(await verify(second.ami_id))).toEqual(expect.arrayContaining(['digest', 'subject']));
    const { KeyMetadata } = await journey.clock.until(
      journey.local.call('kms', 'CreateKey', home, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }),
    );
    const { Signature } = await journey.clock.until(
      journey.local.call('kms', 'Sign', home, {
        KeyId: KeyMetadata.KeyId,
        Message: createHash('sha256')
          .update(`DSSEv1 28 application/vnd.in-toto+json ${Buffer.byteLength(payload)} ${payload}`)
          .digest(),
        MessageType: 'DIGEST',
        SigningAlgorithm: 'ECDSA_SHA_256',
      }),
    );
    put({ signatures: [{ keyid: KeyMetadata.Arn, sig: Buffer.from(Signature).toString('base64') }] });
    expect(wrong(await verify(second.ami_id))).toEqual(['digest', 'signature']);
    object.body = body;
    expect((await verify(second.ami_id)).verdict).toBe('verified');
  });

  test('is signed by one function, and by no administrator', async () => {
    await expect(
      journey.clock.until(
        journey.local.call('kms', 'Sign', home, {
          KeyId: 'alias/spawn-dev-provenance',
          Message: Buffer.from('x'),
          SigningAlgorithm: 'ECDSA_SHA_256',
        }),
      ),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const signers = new Set(
      journey.local.calls
        .filter(({ service, action, error }) => service === 'kms' && action === 'Sign' && !error)
        .map(({ principal }) => principal.replace(/.*assumed-role\/([^/]+)\/.*/, '$1')),
    );
    expect([...signers]).toContain('spawn-dev-sign-provenance-us-east-1');
  });

  test('is not there for an image that was made elsewhere, which has no package list either', async () => {
    const { instance } = await launched(journey, { name: 'prepared' });
    const { ImageId: id } = await journey.ec2('CreateImage', {
      InstanceId: instance.instance_id,
      Name: 'by-hand',
      NoReboot: true,
    });
    await journey.advance(15 * minutes);
    expect((await journey.request('POST', `/v1/images/${id}/tags`, { stack: 'hand', version: '1.0' })).status).toBe(
      200,
    );
    expect(await verify(id)).toMatchObject({ verdict: 'unsigned' });
    expect(await get(`/v1/images/${id}/packages`)).toMatchObject({ status: 404, body: { name: 'NoPackageList' } });
    expect((await get(`/v1/images/diff?from=${first.ami_id}&to=${id}`)).body.packages).toEqual({
      compared: false,
      missing: [id],
      changes: [],
    });
    expect((await get('/v1/images/ami-0123456789abcdef0/provenance')).status).toBe(404);
  });
});

test('an image is told with all that it comes from: its original, its base, and at the end the vendor’s', async () => {
  const base = (await get(`/v1/images/${first.ami_id}`)).body.base_ami;
  expect((await get(`/v1/images/${second.ami_id}/ancestry`)).body.ancestry).toMatchObject([
    { ami_id: first.ami_id, relation: 'base', known: 'catalog', stack: 'tool', version: '1.0.0' },
    { ami_id: base, relation: 'base', known: 'ec2', owner: 'amazon', name: expect.stringContaining('al2023') },
  ]);
  expect((await get(`/v1/images/${first.replicas[0].ami_id}/ancestry`)).body.ancestry).toMatchObject([
    { ami_id: first.ami_id, relation: 'original', region: home },
    { ami_id: base, relation: 'base' },
  ]);
});

test('images of the account are found by a pattern of their names or by a tag, with what is known of each', async () => {
  const { body } = await get('/v1/found-images?name=by-h%2A');
  expect(body.images).toMatchObject([
    { name: 'by-hand', architecture: 'x86_64', gpu: false, base_os: 'al2023', stack: 'hand', managed: true },
  ]);
  expect((await get('/v1/found-images?tag=owner%3Dml')).body.images).toMatchObject([
    { ami_id: first.ami_id, version: '1.0.0', managed: true },
  ]);
  expect((await get('/v1/found-images')).status).toBe(400);
});
