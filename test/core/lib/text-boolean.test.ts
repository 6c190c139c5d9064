import * as fc from 'fast-check';
import { readImageTags } from '../../../core/image/from-tags';
import { hasGpu } from '../../../core/catalog/adoption';
import { latestMoves } from '../../../core/release/latest';
import { isRevoked } from '../../../core/image/revocation';
import { tagKeys } from '../../../core/tags';
import { protects, saysNo, saysYes } from '../../../core/lib/text-boolean';
import { image, now } from '../kit/images';

test.each(['true', 'True', 'TRUE', ' yes ', 'Y', '1', 'on'])('%p says yes and protects', (text) => {
  expect([saysYes(text), saysNo(text), protects(text)]).toEqual([true, false, true]);
});

test.each(['false', 'False', 'NO', 'n', '0', 'Off '])('%p says no and does not protect', (text) => {
  expect([saysYes(text), saysNo(text), protects(text)]).toEqual([false, true, false]);
});

test('what is absent says nothing, and any value that is no explicit no protects', () => {
  expect([saysYes(undefined), saysNo(undefined), protects(undefined)]).toEqual([false, false, false]);
  fc.assert(fc.property(fc.string(), (text) => protects(text) === !saysNo(text) && !(saysYes(text) && saysNo(text))));
});

test('tags that somebody wrote by hand mean the same in any case', () => {
  const tags = { [tagKeys.managed]: 'True', [tagKeys.gpu]: 'TRUE', [tagKeys.deprecated]: 'Yes' };
  expect(readImageTags(tags, now)).toMatchObject({ lifecycle: 'published', gpu: true, deprecated: true });
  expect(hasGpu({ name: 'tool', description: '', tags: { gpu: 'True' } })).toBe(true);
  expect(hasGpu({ name: 'gpu-tool', description: '', tags: { gpu: 'No' } })).toBe(false);
});

test('an image stays revoked whatever its tag says, unless that is an explicit no', () => {
  for (const value of ['true', 'TRUE', 'x', '']) expect(isRevoked({ tags: { [tagKeys.revoked]: value } })).toBe(true);
  expect(isRevoked({ tags: { [tagKeys.revoked]: 'False' } })).toBe(false);
});

test('the tag of the latest image is written as filters find it, and taken from every other image', () => {
  const of = (ami_id: string, version: string, value?: string) =>
    image({ ami_id, version, tags: value === undefined ? {} : { [tagKeys.latest]: value } });
  const moves = latestMoves([of('ami-1', '1.0', 'TRUE'), of('ami-2', '2.0', 'True')]);
  expect(moves.map(({ image: { ami_id }, latest }) => [ami_id, latest])).toEqual([
    ['ami-1', false],
    ['ami-2', true],
  ]);
});
