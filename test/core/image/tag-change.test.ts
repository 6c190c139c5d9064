import { adoptionTags, checkAdoptable, hasGpu } from '../../../core/catalog/adoption';
import { readTagChange, retag } from '../../../core/image/tag-change';
import { ec2Image, image, named, now } from '../kit/images';

const change = (wanted: Partial<Parameters<typeof readTagChange>[0]> = {}) =>
  readTagChange({ tags: {}, remove_tags: [], ...wanted });
const byHand = (changes: Parameters<typeof ec2Image>[0] = {}) =>
  ec2Image({
    name: 'web-by-hand',
    tags: { Name: 'web' },
    source_instance_id: 'i-1',
    source_image_id: 'ami-base',
    ...changes,
  });
const adopt = (changes: Parameters<typeof ec2Image>[0] = {}, wanted = change(), source?: ReturnType<typeof image>) =>
  adoptionTags(byHand(changes), wanted, { deployment: 'dev@us-east-1', source, now });

describe('an image made elsewhere', () => {
  test('gets spawn’s tags from what EC2 knows, and a stack only if somebody names one', () => {
    expect(adopt()).toEqual({
      'spawn:managed': 'true',
      'spawn:created': '2025-12-31T10:30:00Z',
      'spawn:created-from': 'i-1',
      'spawn:source-region': 'us-east-1',
      'spawn:arch': 'x86_64',
      'spawn:gpu': 'false',
      'spawn:size': '30GB',
      'spawn:base-ami': 'ami-base',
      'spawn:deployment': 'dev@us-east-1',
      'spawn:state': 'published',
    });
    expect(adopt({}, change({ stack: 'web', version: '1.0' }))).toMatchObject({
      'spawn:stack': 'web',
      'spawn:version': '1.0',
      'spawn:variant': 'x86_64',
    });
  });

  test('is of the operating system that its base, its own name or somebody tells', () => {
    const base = (source_name?: string, wanted = change(), name = 'web') =>
      adoptionTags(byHand({ name }), wanted, { deployment: 'dev@us-east-1', source_name, now })['spawn:base'];
    expect([
      base(),
      base('al2023-ami-2023.9-x86_64'),
      base(undefined, change(), 'my-ubuntu-24.04'),
      base('al2023-ami', change({ base: 'rhel9' })),
    ]).toEqual([undefined, 'al2023', 'ubuntu-24.04', 'rhel9']);
  });

  test('keeps the stack that its own tags tell, under either key', () => {
    expect(adopt({ tags: { stack: 'web', version: '1.0' } })).toMatchObject({
      'spawn:stack': 'web',
      'spawn:version': '1.0',
      'spawn:variant': 'x86_64',
    });
  });

  test('that was copied from an image of ours is its replica; from another, built on it', () => {
    const source = image({ base_ami: 'ami-vendor', base_os: 'al2023' });
    const copied = { source_instance_id: undefined, source_image_id: 'ami-1', image_id: 'ami-2', region: 'eu-west-1' };
    expect(adopt(copied, change(), source)).toMatchObject({
      'spawn:replicated-from': 'ami-1',
      'spawn:source-region': 'us-east-1',
      'spawn:base-ami': 'ami-vendor',
      'spawn:base': 'al2023',
    });
    expect(adopt(copied)).toMatchObject({ 'spawn:base-ami': 'ami-1', 'spawn:source-region': 'eu-west-1' });
    expect(adopt(copied)).not.toHaveProperty('spawn:replicated-from');
  });

  test.each([
    ['torch-gpu-1', {}, true],
    ['cuda12-base', {}, true],
    ['web', { 'cuda-version': '12.1' }, true],
    ['web', { gpu: 'true' }, true],
    ['torch-gpu', { gpu: 'false' }, false],
    ['scuda', {}, false],
    ['web', {}, false],
  ])('called %s with tags %j is for GPUs: %s', (name, tags, gpu) => {
    expect(hasGpu({ name, description: '', tags: tags as unknown as Record<string, string> })).toBe(gpu);
  });

  test('is refused when it is another deployment’s, not available, or nothing that spawn runs', () => {
    expect(() => checkAdoptable(byHand({ tags: { 'spawn:deployment': 'next@us-east-1' } }))).toThrow(
      named('NotManaged', 'next@us-east-1'),
    );
    expect(() => checkAdoptable(byHand({ state: 'pending' }))).toThrow(named('WrongState', 'pending'));
    expect(() => checkAdoptable(byHand({ platform: 'windows' }))).toThrow(named('InvalidRequest', 'Windows'));
    expect(() => checkAdoptable(byHand({ architecture: 'i386' }))).toThrow(named('ArchitectureMismatch', 'i386'));
  });

  test('has no version without a stack', () => {
    expect(() => adopt({}, change({ version: '1.0' }))).toThrow(named('InvalidRequest', 'stack'));
  });
});

describe('a change of tags', () => {
  test('takes stack, version and base also as tags, and refuses two values of one', () => {
    expect(change({ tags: { stack: 'web', owner: 'jo' }, version: '1.0' })).toMatchObject({
      stack: 'web',
      version: '1.0',
      tags: { owner: 'jo' },
    });
    expect(() => change({ tags: { stack: 'web' }, stack: 'app' })).toThrow(named('InvalidTag', "stack is 'app'"));
  });

  test.each([
    [{ remove_tags: ['spawn:state'] }],
    [{ tags: { 'spawn:managed': 'no' } }],
    [{ tags: { a: '1' }, remove_tags: ['a'] }],
    [{ tags: { gpu: 'maybe' } }],
    [{ stack: 'x'.repeat(257) }],
  ])('%j is refused', (wanted) => {
    expect(() => change(wanted as Parameters<typeof change>[0])).toThrow(named('InvalidTag'));
  });

  test('sets and takes off only what differs, and the record follows', () => {
    const before = image({
      tags: {
        'spawn:managed': 'true',
        'spawn:stack': 'pytorch',
        'spawn:version': '2.2',
        'spawn:state': 'published',
        owner: 'jo',
        draft: 'yes',
      },
    });
    expect(
      retag(
        before,
        change({ tags: { owner: 'jo', env: 'prod' }, version: '2.3', remove_tags: ['draft', 'absent'] }),
        now,
      ),
    ).toMatchObject({
      tags: { env: 'prod', 'spawn:version': '2.3' },
      remove: ['draft'],
      image: { version: '2.3', stack: 'pytorch', lifecycle: 'published', tags: { owner: 'jo', env: 'prod' } },
    });
    expect(retag(before, change({ tags: { owner: 'jo' } }), now)).toBeUndefined();
  });

  test('adds the architecture to the label of a variant', () => {
    expect(retag(image(), change({ variant: 'cuda12' }), now)?.tags).toEqual({ 'spawn:variant': 'cuda12-x86_64' });
  });

  test('may not say another architecture than the image’s', () => {
    expect(() => retag(image(), change({ tags: { arch: 'arm64' } }), now)).toThrow(named('InvalidTag', 'arm64'));
  });
});
