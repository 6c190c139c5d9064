import * as fc from 'fast-check';
import { readImageTags } from '../../core/image/from-tags';
import { imageTags, replicaTags, type ImageTagFacts } from '../../core/image/tags';
import { instanceTags, isOurs } from '../../core/instance/tags';
import { tagKeys } from '../../core/tags';
import { checkTagCount, parseUserTags, splitTags } from '../../core/model/user-tags';

const january = new Date('2026-01-14T10:30:00.123Z');
const facts: ImageTagFacts = {
  now: january,
  instance_id: 'i-abc123',
  region: 'us-east-1',
  architecture: 'x86_64',
  gpu: true,
  base_ami: 'ami-base',
  base: 'al2023',
  stack: 'pytorch',
  version: '2.2',
  variant: 'gpu-x86_64',
  size_gb: 30,
  build_id: 'bld-1',
  deployment: 'dev@us-east-1',
  state: 'candidate',
  ttl_deadline: new Date('2026-01-16T10:30:00Z'),
  tags: { owner: 'team-ml' },
};
const named = (name: string, text: string) => expect.objectContaining({ name, message: expect.stringContaining(text) });

describe('the tags of a user', () => {
  test('are split at the first equals sign', () => {
    expect(splitTags(['tools=samtools=1.19,bwa', 'empty='])).toEqual({ tools: 'samtools=1.19,bwa', empty: '' });
  });

  test.each([['novalue'], ['=x']])('%s is refused, since it has no key and value', (entry) => {
    expect(() => splitTags([entry])).toThrow(named('InvalidTag', entry));
  });

  test('with one key twice are refused', () => {
    expect(() => splitTags(['a=1', 'a=2'])).toThrow(named('InvalidTag', "'a'"));
  });

  test('that say stack, version, base, arch and gpu are facts of the image', () => {
    const given = splitTags([
      'stack=pytorch',
      'version=2.2',
      'cuda-version=12.1',
      'arch=x86_64',
      'gpu=true',
      'base=al2023',
    ]);
    expect(parseUserTags(given)).toEqual({
      stack: 'pytorch',
      version: '2.2',
      base: 'al2023',
      arch: 'x86_64',
      gpu: 'true',
      tags: { 'cuda-version': '12.1' },
    });
  });

  test.each(['spawn:managed', 'spawn:state', 'spawn:anything', 'Spawn:managed', 'aws:name'])(
    'may not have the key %s, and the error names it',
    (key) => {
      expect(() => parseUserTags({ [key]: 'true' })).toThrow(named('InvalidTag', key));
    },
  );

  test('that write spawn:stack are told the way that works', () => {
    expect(() => parseUserTags({ 'spawn:stack': 'pytorch' })).toThrow(named('InvalidTag', "'stack=pytorch'"));
  });

  test.each(['spawn:python', 'spawn:node', 'spawn:framework', 'spawn:keep'])(
    'may have %s, which only the user can know',
    (key) => {
      expect(parseUserTags({ [key]: 'true' }).tags).toEqual({ [key]: 'true' });
    },
  );

  test.each(['True', 'yes', '', 'ture'])(
    'that protect an image are written true or false, and the error names %p',
    (value) => {
      expect(() => parseUserTags({ [tagKeys.keep]: value })).toThrow(
        named('InvalidTag', `the tag spawn:keep is '${value}'`),
      );
    },
  );

  test('may have keys of 127 and values of 256 characters, and not one more', () => {
    expect(parseUserTags({ ['k'.repeat(127)]: 'v'.repeat(256) }).tags).toHaveProperty('k'.repeat(127));
    expect(() => parseUserTags({ ['k'.repeat(128)]: '' })).toThrow(named('InvalidTag', '128'));
    expect(() => parseUserTags({ key: 'v'.repeat(257) })).toThrow(named('InvalidTag', '257'));
    expect(() => parseUserTags({ key: 'a\nb' })).toThrow(named('InvalidTag', 'control'));
  });

  test('leave room for the tags that spawn adds later: the fifty-first of all is refused with the count', () => {
    const own = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, 'x']));
    const room = 50 - Object.keys(imageTags({ ...facts, tags: {} })).length - 9;
    expect(() => checkTagCount(imageTags({ ...facts, tags: own(room) }), own(room))).not.toThrow();
    expect(() => checkTagCount(imageTags({ ...facts, tags: own(room + 1) }), own(room + 1))).toThrow(
      named('InvalidTag', 'would have 51 tags'),
    );
  });
});

describe('the tags of an image', () => {
  test('are those of the conventions, and the time has no fraction', () => {
    expect(imageTags(facts)).toEqual({
      owner: 'team-ml',
      'spawn:managed': 'true',
      'spawn:created': '2026-01-14T10:30:00Z',
      'spawn:created-from': 'i-abc123',
      'spawn:source-region': 'us-east-1',
      'spawn:arch': 'x86_64',
      'spawn:gpu': 'true',
      'spawn:base-ami': 'ami-base',
      'spawn:base': 'al2023',
      'spawn:stack': 'pytorch',
      'spawn:version': '2.2',
      'spawn:variant': 'gpu-x86_64',
      'spawn:size': '30GB',
      'spawn:build-id': 'bld-1',
      'spawn:deployment': 'dev@us-east-1',
      'spawn:state': 'candidate',
      'spawn:ttl-deadline': '2026-01-16T10:30:00Z',
    });
  });

  test('leave out the base when it is unknown', () => {
    expect(imageTags({ ...facts, base_ami: undefined })).not.toHaveProperty(tagKeys.baseAmi);
  });

  test('are never overwritten by a tag of the user', () => {
    expect(imageTags({ ...facts, tags: { 'spawn:state': 'published' } })['spawn:state']).toBe('candidate');
  });

  test('are read back as they were written', () => {
    const word = fc.stringMatching(/^[a-z0-9]([a-z0-9.]{0,9}[a-z0-9])?$/);
    const number = fc.stringMatching(/^[1-9][0-9]{0,2}(\.[0-9]{1,2}){0,2}$/);
    fc.assert(
      fc.property(
        word,
        number,
        word,
        fc.boolean(),
        fc.constantFrom('candidate' as const, 'published' as const),
        (stack, version, base, gpu, state) => {
          expect(readImageTags(imageTags({ ...facts, stack, version, base, gpu, state }), january)).toMatchObject({
            stack,
            version,
            base_os: base,
            gpu,
            lifecycle: state,
            base_ami: 'ami-base',
            variant: 'gpu-x86_64',
            deployment: 'dev@us-east-1',
            deprecated: false,
          });
        },
      ),
    );
  });

  test('name the stack with our prefix first, then without', () => {
    expect(readImageTags({ 'spawn:stack': 'a', stack: 'b', version: '1' }, january)).toMatchObject({
      stack: 'a',
      version: '1',
      lifecycle: 'published',
    });
    expect(readImageTags({ stack: 'b' }, january)).toMatchObject({ stack: 'b', lifecycle: 'published' });
    expect(readImageTags({ Name: 'mine' }, january)).toMatchObject({ lifecycle: 'unmanaged' });
  });
});

describe('the tags of a copy', () => {
  const copy = { build_id: 'op-2', deployment: 'dev@us-east-1', ttl_deadline: new Date('2026-02-01T00:00:00Z') };
  const source = {
    ami_id: 'ami-1',
    region: 'us-east-1',
    tags: {
      ...imageTags({ ...facts, state: 'published' }),
      'spawn:latest': 'true',
      'spawn:keep': 'true',
      'spawn:deprecated': 'true',
    },
  };

  test('are all of the source, and where it came from; latest is not copied', () => {
    const tags = replicaTags(source, copy);
    expect(tags).toMatchObject({
      owner: 'team-ml',
      'spawn:stack': 'pytorch',
      'spawn:keep': 'true',
      'spawn:deprecated': 'true',
      'spawn:replicated-from': 'ami-1',
      'spawn:source-region': 'us-east-1',
    });
    expect(tags).not.toHaveProperty('spawn:latest');
  });

  test('say that it is a candidate of the run that copies it', () => {
    expect(replicaTags(source, copy)).toMatchObject({
      'spawn:state': 'candidate',
      'spawn:build-id': 'op-2',
      'spawn:ttl-deadline': '2026-02-01T00:00:00Z',
    });
  });

  test('of a copy name the region of the original', () => {
    const first = { ami_id: 'ami-2', region: 'eu-west-1', tags: replicaTags(source, copy) };
    expect(replicaTags(first, copy)).toMatchObject({
      'spawn:source-region': 'us-east-1',
      'spawn:replicated-from': 'ami-2',
    });
  });
});

describe('the tags of an instance', () => {
  const base = { now: january, name: 'builder', deployment: 'dev@us-east-1' };

  test('make builders and test instances candidates with a deadline, for the reaper', () => {
    expect(instanceTags({ ...base, purpose: 'ami-build', build_id: 'bld-1', ttl_seconds: 7200 })).toMatchObject({
      Name: 'builder',
      'spawn:state': 'candidate',
      'spawn:ttl': '2h',
      'spawn:ttl-deadline': '2026-01-14T12:30:00Z',
      'spawn:build-id': 'bld-1',
      'spawn:purpose': 'ami-build',
    });
  });

  test('never make an instance that somebody launched a candidate', () => {
    expect(instanceTags({ ...base, purpose: 'launch' })).not.toHaveProperty('spawn:state');
  });

  test('make it ours by spawn:managed or by a tag of the settings', () => {
    expect([
      isOurs({ 'spawn:managed': 'true' }),
      isOurs({ team: 'ml' }, [{ key: 'team', value: 'ml' }]),
      isOurs({ 'spawn:managed': 'false' }),
      isOurs({}),
    ]).toEqual([true, true, false, false]);
  });
});
