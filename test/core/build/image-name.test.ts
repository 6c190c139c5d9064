import * as fc from 'fast-check';
import { buildIdOf, isRunId, newIdPart, operationIdOf } from '../../../core/lib/identifier';
import { checkImageName, imageName, imageNameCandidates } from '../../../core/build/image-name';
import { variantOf } from '../../../core/model/variant';

const january = new Date('2026-01-14T10:30:00Z');

test('an image is called stack-version-variant-date', () => {
  expect(imageName({ stack: 'pytorch', version: '2.2.0', variant: 'cuda12-x86_64', now: january })).toBe(
    'pytorch-2.2.0-cuda12-x86_64-20260114',
  );
});

test('build metadata of a version is joined by a hyphen, since names have no plus sign', () => {
  expect(imageName({ stack: 'pytorch', version: '2.2.0+cu121', variant: 'x86_64', now: january })).toBe(
    'pytorch-2.2.0-cu121-x86_64-20260114',
  );
});

test('the date is the day in UTC', () => {
  expect(imageName({ stack: 'a', version: '1', variant: 'arm64', now: new Date('2026-01-14T23:59:59-05:00') })).toBe(
    'a-1-arm64-20260115',
  );
});

test('a name that is taken is counted up from 2', () => {
  expect([...imageNameCandidates('pytorch')].slice(0, 3)).toEqual(['pytorch', 'pytorch-2', 'pytorch-3']);
});

test.each([
  ['ab', '2 characters'],
  ['x'.repeat(129), '129 characters'],
  ['py:torch', '":"'],
  ['café', '"é"'],
  ['a\nb c', '"\\n"'],
  ['a+b', '"+"'],
])('%j is no name of an image: %s', (name, why) => {
  expect(() => checkImageName(name)).toThrow(
    expect.objectContaining({ name: 'InvalidName', message: expect.stringContaining(why) }),
  );
});

test.each([
  [{ architecture: 'x86_64', gpu: false }, 'x86_64'],
  [{ architecture: 'arm64', gpu: true }, 'gpu-arm64'],
  [{ architecture: 'x86_64', gpu: true, label: 'cuda12' }, 'cuda12-x86_64'],
  [{ architecture: 'x86_64', gpu: false, label: 'cpu-x86_64' }, 'cpu-x86_64'],
] as const)('the variant of %j is %s', (image, variant) => {
  expect(variantOf(image)).toBe(variant);
});

test('every name that is derived is one that EC2 takes, counted up or not, or is refused for its length', () => {
  const stack = fc.stringMatching(/^[a-z0-9]([a-z0-9._-]{0,38}[a-z0-9])?$/);
  const version = fc.oneof(
    fc.constantFrom('2.2.0+cu121', '2024.01', '1.0-rc.1'),
    fc.stringMatching(/^\d{1,15}(\.\d{1,15}){0,3}$/),
  );
  fc.assert(
    fc.property(
      stack,
      version,
      fc.constantFrom('x86_64', 'gpu-arm64', `${'l'.repeat(40)}-x86_64`),
      (name, number, variant) => {
        let derived: string;
        try {
          derived = imageName({ stack: name, version: number, variant, now: january });
        } catch (error) {
          expect(error).toMatchObject({ name: 'InvalidName' });
          return;
        }
        for (const candidate of imageNameCandidates(derived)) expect(checkImageName(candidate)).toBe(candidate);
      },
    ),
  );
});

test('ids of builds sort by time, name an execution, and say what they are', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2024-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
      fc.nat({ max: 1e9 }),
      fc.double({ min: 0, max: 0.999999, noNaN: true }),
      (now, later, random) => {
        const [first, second] = [
          newIdPart(now, () => random),
          newIdPart(new Date(now.getTime() + later + 1), () => 0),
        ].map(buildIdOf) as [string, string];
        expect(first < second).toBe(true);
        expect(first).toMatch(/^[0-9a-z-]{1,80}$/);
        expect([isRunId(first), isRunId(operationIdOf(newIdPart(now, () => random))), isRunId('ami-1')]).toEqual([
          true,
          true,
          false,
        ]);
      },
    ),
  );
});
