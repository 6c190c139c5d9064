import type { FieldRow } from './row';

const shares = 'test/journeys/sharing/shares.test.ts';
const rollout = 'test/journeys/channel/rollout.test.ts';
const channels = 'test/journeys/channel/channels.test.ts';

/** Publishing and sharing. */
export const publish: readonly FieldRow[] = [
  {
    row: 56,
    behaviour: 'Named channels point to one version in all regions together',
    rivals: 'NYPNNP',
    ours: 'yes',
    tests: { [channels]: 'is made by the first promotion, and is a parameter in every region of the release' },
  },
  {
    row: 57,
    behaviour: 'A channel is rolled back in one step, and by itself when its version is withdrawn',
    rivals: 'NYNNNP',
    ours: 'yes',
    tests: { [channels]: 'goes back by itself when its release is deprecated, and the parameters follow' },
  },
  {
    row: 58,
    behaviour: 'History of promotions: who, when, from which version to which, and why',
    rivals: 'NPNNNP',
    ours: 'yes',
    tests: { [channels]: 'is rolled back in one step, everywhere, and tells who, when, from where and why' },
  },
  {
    row: 59,
    behaviour: 'A parameter of Systems Manager in each region, for launch templates',
    rivals: 'NNYNNY',
    ours: 'yes',
    tests: { [channels]: 'is launched by an instance that names the parameter' },
  },
  {
    row: 60,
    behaviour: 'Sets a new version of a launch template as its default',
    rivals: 'NNYNNN',
    ours: 'yes',
    tests: {
      [rollout]: 'gives each of them a new default version with the image of its region, and replaces the instances',
    },
  },
  {
    row: 61,
    behaviour: 'Shares with several accounts at once, and takes it back',
    rivals: 'NYYYPY',
    ours: 'yes',
    tests: {
      [shares]: 'is taken back with its snapshots, in every region, and nothing of it is left when nobody has it',
    },
  },
  {
    row: 62,
    behaviour: 'Shares with an organization or a unit of it',
    rivals: 'NYYNNY',
    ours: 'yes',
    tests: {
      [shares]: 'with an organization is so as a whole',
      'test/cli/image/sharing.test.ts': 'sends the end, copyable, the region, organizations and units',
    },
  },
  {
    row: 63,
    behaviour: 'Checks before an image becomes public: blocks of the account, encryption, quota',
    rivals: 'NPPNNY',
    ours: 'yes',
    tests: {
      [shares]: 'with everybody must be allowed in every region first, or nothing changes in any',
      'test/journeys/account/quotas.test.ts': 'let one image be public, and refuse the second',
    },
  },
  {
    row: 64,
    behaviour: 'The recipient can also copy the image',
    rivals: 'NYPYNY',
    ours: 'yes',
    tests: { [shares]: 'so that it can be copied gives the snapshots too' },
  },
  {
    row: 65,
    behaviour: 'Sharing an encrypted image checks its key and grants it to the recipient',
    rivals: 'NPPPNN',
    ours: 'yes',
    tests: {
      [shares]:
        'and encrypted with a key of yours lets the recipient use it as long as it is shared, or tells what its policy must allow; with AWS’s own key it is shared with nobody',
    },
  },
  {
    row: 66,
    behaviour: 'One command shares a version in all its regions',
    rivals: 'NYYNNP',
    ours: 'yes',
    tests: {
      [shares]: 'with two accounts is so in all its regions, in EC2 and in the catalog, and tells them what it is',
    },
  },
  {
    row: 67,
    behaviour: 'Shows who an image is shared with, and how EC2 differs from what is wanted',
    rivals: 'NNNNPP',
    ours: 'yes',
    tests: {
      [shares]:
        'differs from what is wanted when somebody changes it outside: shown, what is missing given again, what is foreign left alone',
    },
  },
  {
    row: 68,
    behaviour: 'Shares until a date',
    rivals: 'NNNNPN',
    ours: 'yes',
    tests: { [shares]: 'until a date is taken back the night after' },
  },
  {
    row: 69,
    behaviour: 'Recipients see stack and version',
    rivals: 'NPNNNP',
    ours: 'yes',
    tests: { 'test/core/sharing/plan.test.ts': 'recipients are told what they were given by tags that they can see' },
  },
];
