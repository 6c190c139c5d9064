import type { FieldRow } from './row';

const deprecation = 'test/journeys/image/deprecation.test.ts';
const revocation = 'test/journeys/image/revocation.test.ts';

/** Deprecating. */
export const deprecate: readonly FieldRow[] = [
  {
    row: 99,
    behaviour: 'Deprecates with a reason and a replacement',
    rivals: 'NPPNNP',
    ours: 'yes',
    tests: {
      [deprecation]:
        'is so in every region, in our tags, in EC2 and in the catalog, and names the replacement of its region',
    },
  },
  {
    row: 100,
    behaviour: 'Sets the deprecation time of EC2 too, which other tools see',
    rivals: 'NYYNYY',
    ours: 'yes',
    tests: {
      [deprecation]: 'later counts as deprecated from its date on, and the night marks it and moves spawn:latest',
    },
  },
  {
    row: 101,
    behaviour: 'Dates in the future for deprecation, disabling and removal',
    rivals: 'NPYNPY',
    ours: 'yes',
    tests: {
      'test/journeys/image/schedule.test.ts':
        'stays as it is before its time, and is disabled by the night after it, in every region',
    },
  },
  {
    row: 102,
    behaviour: 'A new version deprecates the one before it after a grace time',
    rivals: 'NNNNNP',
    ours: 'yes',
    tests: {
      [revocation]:
        'The night deprecates the release before a newer one by the policy of its stack, and keeps the last one',
    },
  },
  {
    row: 103,
    behaviour: 'Takes it back: not deprecated, enabled, and shared as before',
    rivals: 'NYPNNP',
    ours: 'yes',
    tests: { [revocation]: 'comes back as it was and shared as it was, and what was built on it stays revoked' },
  },
  {
    row: 104,
    behaviour: 'Reaches the images that were built on an image',
    rivals: 'NYNNNN',
    ours: 'yes',
    tests: {
      'test/journeys/image/descendants.test.ts':
        'are deprecated with it in every region and in EC2, without its replacement, and say why',
    },
  },
  {
    row: 105,
    behaviour: 'No automatic step leaves a stack without a usable version',
    rivals: 'NNPNPN',
    ours: 'yes',
    tests: {
      'test/core/release/stale-images.test.ts':
        'leaves every variant a usable image in every region that had one, and is done after once',
      'test/core/cleanup/request.test.ts': 'of named images the last usable one stays, until it is deprecated',
    },
  },
];
