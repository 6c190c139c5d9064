import type { FieldRow } from './row';

/** Finding and using images. */
export const find: readonly FieldRow[] = [
  {
    row: 80,
    behaviour: 'Lists images by stack, version, architecture, GPU and deprecation',
    rivals: 'YPPYYY',
    ours: 'yes',
    tests: { 'test/cli/image/lists.test.ts': 'every filter is sent, and every page is read' },
  },
  {
    row: 81,
    behaviour: 'Lists the latest, sorts both ways, and filters by tags and name',
    rivals: 'NPPNPN',
    ours: 'yes',
    tests: {
      'test/journeys/image/listing.test.ts': 'has the images with all of the tags, with any character in their values',
      'test/core/release/selection.test.ts':
        'sorts ascending by a key: smallest, youngest, lowest version or first name first',
    },
  },
  {
    row: 82,
    behaviour: 'Lists all regions and accounts at once',
    rivals: 'NYPPPN',
    ours: 'yes',
    tests: {
      'test/journeys/account/members.test.ts':
        'lists what that account has in all regions, whoever made it, and shows one of its images',
    },
  },
  {
    row: 83,
    behaviour: 'JSON output is always valid, and `[]` when there is nothing',
    rivals: 'NYYPPY',
    ours: 'yes',
    tests: { 'test/cli/image/lists.test.ts': 'nothing at all is [] in JSON: %s' },
  },
  {
    row: 84,
    behaviour: 'Chooses by stack, version and instance type: the newest that fits and is not deprecated',
    rivals: 'NPPP-P',
    ours: 'yes',
    tests: {
      'test/journeys/build/whole-recipe.test.ts':
        'resolve chooses by stack, version, architecture and GPU, and says why',
    },
  },
  {
    row: 85,
    behaviour: 'Orders versions as semver does, and takes ranges of them',
    rivals: 'NNPNNN',
    ours: 'yes',
    tests: {
      'test/core/lib/version-range.test.ts': 'for final versions a range means what it means to semver',
    },
  },
  {
    row: 86,
    behaviour: 'Says why an image was chosen or none fits, and pins the choice',
    rivals: 'NPNNNN',
    ours: 'yes',
    tests: {
      'test/journeys/channel/channels.test.ts':
        'is pinned by a lock file: a launch takes what was locked, wherever the channel points to by then',
      'test/cli/channel/commands.test.ts':
        '--explain shows every candidate also when none fits, which fails all the same',
    },
  },
  {
    row: 87,
    behaviour: 'A launch warns of a deprecated image, more strongly after 30 days',
    rivals: 'NPNNNP',
    ours: 'yes',
    tests: { 'test/core/api/things-meant.test.ts': 'that has been deprecated for %i days warns of it: it %s' },
  },
  {
    row: 88,
    behaviour: 'A launch of a revoked image is refused',
    rivals: 'NPYNNY',
    ours: 'yes',
    tests: {
      'test/journeys/image/revocation.test.ts':
        'is refused by launch, resolve, test, replication and build, each with the reason',
    },
  },
  {
    row: 89,
    behaviour: 'Shows which instances and templates still use a version',
    rivals: 'NNNYPP',
    ours: 'yes',
    tests: {
      'test/journeys/night/references.test.ts':
        'is found in all regions of the release: instances, templates, groups, parameters',
    },
  },
  {
    row: 90,
    behaviour: 'Owners of running instances are told when their image is deprecated or has vulnerabilities',
    rivals: 'NNNNNN',
    ours: 'yes',
    tests: {
      'test/journeys/image/owners.test.ts': 'the owners of what uses an image',
      'test/journeys/image/descendants.test.ts': 'are in a dry run with who uses them, and nothing changes',
    },
  },
  {
    row: 91,
    behaviour: 'Shows when an image was last launched',
    rivals: 'NNPNPY',
    ours: 'yes',
    tests: { 'test/journeys/image/listing.test.ts': 'tells when an image was launched last, a day later, as EC2 does' },
  },
  {
    row: 92,
    behaviour: 'HTTP API for everything',
    rivals: 'NYYPNY',
    ours: 'yes',
    tests: { 'test/core/api/documented.test.ts': 'has every route of the table once, and no other' },
  },
  {
    row: 93,
    behaviour: 'Accounts can be made to accept only tested images',
    rivals: 'NNPNNY',
    ours: 'yes',
    tests: {
      'test/journeys/account/allowed-images.test.ts':
        'enabled with the vendors refuse strangers, while own builds go on',
      'test/journeys/image/proven.test.ts':
        'that was never tested is refused under the policy without a reason, which its history keeps',
    },
  },
];
