import { nobodys, oneTag, unknownFilter, type BadRequest } from './request';

export const tags: readonly BadRequest[] = [
  {
    name: 'tags an instance that nobody knows',
    action: 'CreateTags',
    input: { Resources: [nobodys.instance], Tags: oneTag },
    code: 'InvalidInstanceID.NotFound',
    moto: { takes: 'It looks for images and snapshots only.' },
  },
  {
    name: 'tags an image that nobody knows',
    action: 'CreateTags',
    input: { Resources: [nobodys.image], Tags: oneTag },
    code: 'InvalidAMIID.NotFound',
  },
  {
    name: 'tags a snapshot that nobody knows',
    action: 'CreateTags',
    input: { Resources: [nobodys.snapshot], Tags: oneTag },
    code: 'InvalidSnapshot.NotFound',
  },
  { name: 'tags what is no id', action: 'CreateTags', input: { Resources: ['xyz'], Tags: oneTag }, code: 'InvalidID' },
  { name: 'tags nothing', action: 'CreateTags', input: { Resources: [], Tags: oneTag }, code: 'MissingParameter' },
  {
    name: 'tags with nothing',
    action: 'CreateTags',
    input: { Resources: ['$image'], Tags: [] },
    code: 'MissingParameter',
    moto: { takes: 'It takes no tags at all.' },
  },
  {
    name: 'tags under aws:',
    action: 'CreateTags',
    input: { Resources: ['$image'], Tags: [{ Key: 'aws:a', Value: 'b' }] },
    code: 'InvalidParameterValue',
    moto: { takes: 'It reserves no tags.' },
  },
  {
    name: 'tags with fifty-one tags',
    action: 'CreateTags',
    input: {
      Resources: ['$image'],
      Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: 'v' })),
    },
    code: 'TagLimitExceeded',
  },
  {
    name: 'tags with a key of 128 characters',
    action: 'CreateTags',
    input: { Resources: ['$image'], Tags: [{ Key: 'k'.repeat(128), Value: 'v' }] },
    code: 'InvalidParameterValue',
    moto: { takes: 'It measures no tags.' },
  },
  {
    name: 'tags with a value of 257 characters',
    action: 'CreateTags',
    input: { Resources: ['$image'], Tags: [{ Key: 'k', Value: 'v'.repeat(257) }] },
    code: 'InvalidParameterValue',
    moto: { takes: 'It measures no tags.' },
  },
  {
    name: 'tags with one key twice',
    action: 'CreateTags',
    input: {
      Resources: ['$image'],
      Tags: [
        { Key: 'k', Value: '1' },
        { Key: 'k', Value: '2' },
      ],
    },
    code: 'InvalidParameterValue',
    moto: { takes: 'It takes the last value.' },
  },
  {
    name: 'takes tags from an image that nobody knows',
    action: 'DeleteTags',
    input: { Resources: [nobodys.image], Tags: oneTag },
    code: 'InvalidAMIID.NotFound',
    moto: { takes: 'It does not look for the image.' },
  },
  {
    name: 'takes tags from nothing',
    action: 'DeleteTags',
    input: { Resources: [], Tags: oneTag },
    code: 'MissingParameter',
  },
  {
    name: 'describes tags by an unknown filter',
    action: 'DescribeTags',
    input: { Filters: unknownFilter },
    code: 'InvalidParameterValue',
    moto: { takes: 'It passes over filters that it does not know.' },
  },
];
