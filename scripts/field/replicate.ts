import type { FieldRow } from './row';

const copies = 'test/journeys/replication/copies.test.ts';

/** Copying to other regions and accounts. */
export const replicate: readonly FieldRow[] = [
  {
    row: 70,
    behaviour: 'Copies to several regions with all tags, and says what it was copied from',
    rivals: 'NYYPYY',
    ours: 'yes',
    tests: {
      'test/journeys/build/whole-recipe.test.ts':
        'the tags of $example in EC2 are those of the catalog, on image and snapshots, in every region',
    },
  },
  {
    row: 71,
    behaviour: 'Copies an existing image to one more region later',
    rivals: 'NNYNYY',
    ours: 'yes',
    tests: { 'test/journeys/build/repeats.test.ts': 'in more regions only copies' },
  },
  {
    row: 72,
    behaviour: 'Copies every current image of a stack',
    rivals: 'NNNNPN',
    ours: 'yes',
    tests: {
      'test/cli/image/actions.test.ts':
        '--stack copies every original that is not deprecated, and goes on after one that is refused',
    },
  },
  {
    row: 73,
    behaviour: 'When one region fails, good copies stay and only the failed region is tried again',
    rivals: 'NNPNN-',
    ours: 'yes',
    tests: { [copies]: 'is repaired by asking for the copies again: only the one that is missing is made' },
  },
  {
    row: 74,
    behaviour: 'Copies within a given time',
    rivals: 'NYNNNY',
    ours: 'yes',
    tests: { [copies]: 'is made in the time that was asked for, or that the policy of the stack asks for' },
  },
  {
    row: 75,
    behaviour: 'A stack is wanted in named regions: missing copies are found and made',
    rivals: 'NNNNNP',
    ours: 'yes',
    tests: {
      'test/journeys/replication/wanted-regions.test.ts':
        'a copy that somebody deregistered is made again, by the night that finds it gone',
    },
  },
  {
    row: 76,
    behaviour: 'Deprecation, disabling, tags and removal of an image reach every copy',
    rivals: 'NPPYNP',
    ours: 'yes',
    tests: {
      'test/journeys/image/deprecation.test.ts':
        'is so in every region, in our tags, in EC2 and in the catalog, and names the replacement of its region',
      'test/journeys/image/revocation.test.ts':
        'is disabled in every region, says why, remembers whom it was shared with, and names what was built on it',
      'test/journeys/image/tagging.test.ts': 'is tagged with its snapshots and copies, and tags go from all of them',
      'test/cli/cleanup/commands.test.ts': 'asks, removes the image and its copies, and follows that to its end',
    },
  },
  {
    row: 77,
    behaviour: 'Copies into another account, encrypted with a key of that account',
    rivals: 'NNYYNP',
    ours: 'yes',
    tests: {
      'test/journeys/account/members.test.ts':
        'copies an image there with a key of that account, and withdraws the copy grant',
    },
  },
  {
    row: 78,
    behaviour: 'Waits while the quota of concurrent copies is used up',
    rivals: 'NNYNP-',
    ours: 'yes',
    tests: { [copies]: 'is waited for, and the copy made then' },
  },
  {
    row: 79,
    behaviour: 'Fast first reads: a rate at which the volume is filled, set for the stack',
    rivals: 'NPPNPY',
    ours: 'yes',
    tests: {
      'test/journeys/image/volume-initialization.test.ts':
        'is EBS’s own unless the launch or the policy of the stack says otherwise',
    },
  },
];
