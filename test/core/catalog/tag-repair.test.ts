import * as fc from 'fast-check';
import { identityTags, imagesToRepair, lostIdentityTags } from '../../../core/catalog/tag-repair';
import { ec2Image, image } from '../kit/images';

const deployment = 'dev@us-east-1';
const whole = { ...identityTags(deployment), 'spawn:stack': 'pytorch' };
const ids = (tags: Record<string, string>, changes = {}) =>
  imagesToRepair([ec2Image({ tags })], [image(changes)], deployment).map(({ image_id }) => image_id);

test('a published image whose identity was taken off or overwritten is repaired', () => {
  for (const key of Object.keys(identityTags(deployment))) {
    const { [key]: _, ...rest } = whole as Record<string, string>;
    expect(ids(rest)).toEqual(['ami-1']);
  }
  expect(ids({ ...whole, 'spawn:managed': 'false' })).toEqual(['ami-1']);
  expect(ids(whole)).toEqual([]);
});

test('a published image that somebody calls a candidate is repaired, since a candidate has a deadline and what is published has none', () => {
  expect(ids({ ...whole, 'spawn:state': 'candidate', 'spawn:ttl-deadline': 'never' })).toEqual(['ami-1']);
  expect(ids({ ...whole, 'spawn:state': 'candidate' })).toEqual(['ami-1']);
  expect(
    ids({ ...whole, 'spawn:state': 'candidate', 'spawn:ttl-deadline': 'never' }, { lifecycle: 'candidate' }),
  ).toEqual([]);
});

test('what says that it is another deployment’s, or a candidate with a deadline, or what the catalog does not know as ours, is left alone', () => {
  expect(ids({ ...whole, 'spawn:deployment': 'prod@us-east-1', 'spawn:managed': 'false' })).toEqual([]);
  expect(ids({ ...whole, 'spawn:state': 'candidate', 'spawn:ttl-deadline': '2026-01-14T10:20:00Z' })).toEqual([]);
  expect(ids({ 'spawn:state': 'candidate', 'spawn:managed': 'true' })).toEqual([]);
  expect(ids({}, { deployment: undefined })).toEqual([]);
  expect(imagesToRepair([ec2Image({ state: 'deregistered', tags: {} })], [image()], deployment)).toEqual([]);
  expect(ids({}, { lifecycle: 'candidate' })).toEqual([]);
});

test('stack, version and variant that somebody took off are put back as the catalog knows them; what says something else is left', () => {
  const placed = {
    ...identityTags(deployment),
    'spawn:stack': 'pytorch',
    'spawn:version': '2.2.0',
    'spawn:variant': 'x86_64',
  };
  const record = image({ stack: 'pytorch', version: '2.2.0', variant: 'x86_64' });
  const lost = (tags: Record<string, string>, changes: Parameters<typeof image>[0] = {}) =>
    lostIdentityTags([ec2Image({ tags })], [{ ...record, ...changes }], deployment).map((each) => each.tags);
  for (const key of ['spawn:stack', 'spawn:version', 'spawn:variant'] as const) {
    const { [key]: value, ...rest } = placed;
    expect(lost(rest)).toEqual([{ [key]: value }]);
    expect(lost({ ...placed, [key]: 'other' })).toEqual([]);
  }
  expect(lost(identityTags(deployment))).toEqual([
    { 'spawn:stack': 'pytorch', 'spawn:version': '2.2.0', 'spawn:variant': 'x86_64' },
  ]);
  expect(lost(placed)).toEqual([]);
  expect(lost(identityTags('prod@us-east-1'))).toEqual([]);
  expect(lost(identityTags(deployment), { lifecycle: 'candidate' })).toEqual([]);
  expect(lost(identityTags(deployment), { deployment: 'prod@us-east-1' })).toEqual([]);
  expect(lost({ ...identityTags(deployment), 'spawn:state': 'candidate' })).toEqual([]);
  expect(lost({ ...identityTags(deployment), stack: 'pytorch' }, { version: undefined, variant: undefined })).toEqual(
    [],
  );
  const gone = ec2Image({ state: 'deregistered', tags: identityTags(deployment) });
  expect(lostIdentityTags([gone], [record], deployment)).toEqual([]);
  expect(
    lostIdentityTags([ec2Image({ image_id: 'ami-other', tags: identityTags(deployment) })], [record], deployment),
  ).toEqual([]);
});

test('once repaired there is nothing left to repair', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...Object.keys(whole)), fc.constantFrom('true', 'published', deployment, 'x')),
      (tags) => {
        const repaired = imagesToRepair([ec2Image({ tags })], [image()], deployment).map((each) => ({
          ...each,
          tags: { ...each.tags, ...identityTags(deployment) },
        }));
        expect(imagesToRepair(repaired, [image()], deployment)).toEqual([]);
      },
    ),
  );
});
