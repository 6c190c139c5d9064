import { fallbackOf, type Channel } from '../../../core/channel/record';
import type { Image, TestResult } from '../../../core/model/image';
import { missingReplicas } from '../../../core/replication/missing';
import { checkProven, proofOf } from '../../../core/release/proof';
import { groupReleases, imagesById } from '../../../core/release/group';
import { selectImage } from '../../../core/release/selection';
import { daysAgo, image, named } from '../kit/images';

const tested = (verdict: TestResult['verdict'], changes: Partial<TestResult> = {}): TestResult => ({
  build_id: 'op-1',
  instance_type: 'm7i.large',
  verdict,
  tested_at: daysAgo(3),
  ...changes,
});
const proof = (image: Image, ...known: Image[]) => proofOf(image, imagesById(known));

describe('the proof of an image', () => {
  test('is its last test on each instance type', () => {
    expect(proof(image({ tests: [tested('failed'), tested('passed', { tested_at: daysAgo(2) })] })).verdict).toBe(
      'passed',
    );
    expect(proof(image({ tests: [tested('passed'), tested('failed', { tested_at: daysAgo(2) })] })).verdict).toBe(
      'failed',
    );
    const onTwo = [tested('failed'), tested('passed', { instance_type: 'c7i.large', tested_at: daysAgo(2) })];
    expect(proof(image({ tests: onTwo }))).toEqual({ verdict: 'failed', types: ['m7i.large'], build_id: 'op-1' });
  });

  test('is not changed by a test that could not be done', () => {
    expect(proof(image({ tests: [tested('error')] })).verdict).toBe('untested');
    expect(proof(image({ tests: [tested('failed'), tested('error', { tested_at: daysAgo(1) })] })).verdict).toBe(
      'failed',
    );
  });

  test('of a copy without tests is that of its original, over any number of copies', () => {
    const original = image({ ami_id: 'ami-o', tests: [tested('passed')] });
    const between = image({ ami_id: 'ami-b', replicated_from: 'ami-o' });
    const copy = image({ ami_id: 'ami-c', replicated_from: 'ami-b' });
    expect(proof(copy, original, between).verdict).toBe('passed');
    expect(proof({ ...copy, tests: [tested('failed')] }, original, between).verdict).toBe('failed');
    expect(proof(copy).verdict).toBe('untested');
    expect(proof(image({ replicated_from: 'ami-1' }), image({ replicated_from: 'ami-1' })).verdict).toBe('untested');
  });
});

describe('images that are handed out', () => {
  const handOut = { verb: 'shared', known: [], requireTests: false };
  const failed = image({ ami_id: 'ami-f', tests: [tested('failed')] });

  test('are refused with how to test them when the last test failed, also with a reason', () => {
    const check = () => checkProven([image(), failed], { ...handOut, untested: 'urgent' });
    expect(check).toThrow(
      named(
        'ImageNotProven',
        'the image ami-f (pytorch-2.2-x86_64-20260114) in us-east-1 failed its last test on m7i.large (op-1) and cannot be shared',
      ),
    );
    expect(check).toThrow(
      named('ImageNotProven', 'spawn test-ami ami-f --test-script @validate.sh --instance-type m7i.large'),
    );
  });

  test('are told when they were never tested, and refused under the policy unless there is a reason', () => {
    const images = [image(), image({ ami_id: 'ami-p', tests: [tested('passed')] })];
    expect(checkProven(images, handOut)).toEqual([images[0]]);
    expect(() => checkProven(images, { ...handOut, requireTests: true })).toThrow(
      named('ImageNotProven', 'the policy of the stack pytorch requires a test before it is shared'),
    );
    expect(checkProven(images, { ...handOut, requireTests: true, untested: 'urgent' })).toEqual([images[0]]);
  });

  test('do not count when they are gone', () => {
    expect(checkProven([{ ...failed, state: 'vanished' }], handOut)).toEqual([]);
  });
});

describe('an image whose last test failed', () => {
  const failed = image({ ami_id: 'ami-2', version: '2.3', tests: [tested('failed')] });

  test('is not chosen, and is named where nothing else fits', () => {
    expect(selectImage([image(), failed], { stack: 'pytorch', region: 'us-east-1' }).image.ami_id).toBe('ami-1');
    expect(() => selectImage([failed], { stack: 'pytorch', region: 'us-east-1' })).toThrow(
      named('NoImageFits', 'Passed over: ami-2'),
    );
  });

  test('is not copied at night, nor one that was never tested where the policy requires a test', () => {
    const facts = {
      wanted: new Map([['pytorch', ['eu-west-1']]]),
      busy: new Set<string>(),
      deployment: 'dev@us-east-1',
      regions: ['eu-west-1'],
    };
    expect(missingReplicas({ ...facts, images: [image()] })).toHaveLength(1);
    expect(missingReplicas({ ...facts, images: [failed] })).toEqual([]);
    expect(missingReplicas({ ...facts, images: [image()], requireTests: new Set(['pytorch']) })).toEqual([]);
  });

  test('is not where a channel goes back to, nor one that nobody tested under the policy', () => {
    const channel: Channel = {
      stack: 'pytorch',
      variant: 'x86_64',
      channel: 'stable',
      release: 'ami-3',
      version: '2.4',
      image_name: 'pytorch-2.4',
      action: 'promoted',
      at: daysAgo(1),
      revision: 1,
    };
    const lost = image({ ami_id: 'ami-3', version: '2.4', deprecated: true });
    const back = (requireTests?: boolean) =>
      fallbackOf(channel, [], groupReleases([image(), failed, lost]), requireTests)?.release;
    expect(back()).toBe('ami-1');
    expect(back(true)).toBeUndefined();
  });
});
