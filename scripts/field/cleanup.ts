import type { FieldRow } from './row';

const rules = 'test/core/cleanup/request.test.ts';
const removal = 'test/journeys/cleanup/removal.test.ts';
const protections = 'test/journeys/cleanup/protections.test.ts';
const references = 'test/aws/references.test.ts';

/** Cleaning up. */
export const cleanup: readonly FieldRow[] = [
  {
    row: 106,
    behaviour: 'Dry run, question before the removal, and `--yes`',
    rivals: 'PNNPYP',
    ours: 'yes',
    tests: {
      'test/cli/cleanup/commands.test.ts':
        'removes after yes and with --yes, tells how to go on before it waits, and what became of it',
      [removal]: 'that is a dry run gives the reasons for every image, and changes nothing',
    },
  },
  {
    row: 107,
    behaviour: 'Rules: age, deprecated only, the newest of a stack stay, tag that keeps',
    rivals: 'NNYPYN',
    ours: 'yes',
    tests: {
      [rules]: 'an image goes',
    },
  },
  {
    row: 108,
    behaviour: 'Counts what stays by stack and variant, over all versions',
    rivals: 'NNNNPN',
    ours: 'yes',
    tests: { [rules]: 'architecture, GPU, label and region are counted apart' },
  },
  {
    row: 109,
    behaviour: 'Keeps images of instances, stopped ones too',
    rivals: 'NNNYYY',
    ours: 'yes',
    tests: {
      [removal]:
        'keeps what an instance runs on, stopped or not, and takes back what is launched or kept during its grace',
    },
  },
  {
    row: 110,
    behaviour: 'Keeps images of launch templates, as many versions as wanted, used by a group or not',
    rivals: 'NNNYPP',
    ours: 'yes',
    tests: { [references]: 'the images of as many versions as asked for, and of its default one however old it is' },
  },
  {
    row: 111,
    behaviour: 'Keeps images of launch configurations, overrides, parameters and recipes of Image Builder',
    rivals: 'NNNPPP',
    ours: 'yes',
    tests: {
      [references]: 'a parameter and a recipe of Image Builder protect the image that they name',
      'test/core/reference/launch-sources.test.ts': 'the images of all templates and overrides of a mixed policy',
    },
  },
  {
    row: 112,
    behaviour: 'Keeps images that other accounts use',
    rivals: 'NNPYNP',
    ours: 'yes',
    tests: {
      'test/aws/usage-reports.test.ts':
        'a shared image is unread until the night has asked for its report and taken it in; then other accounts use it',
    },
  },
  {
    row: 113,
    behaviour: 'Uses outside AWS can be registered',
    rivals: 'NNPPPN',
    ours: 'yes',
    tests: {
      [protections]: 'keeps what a channel points to and what is registered as used, with the name of each',
    },
  },
  {
    row: 114,
    behaviour: 'Removes nothing while it cannot read what uses the images',
    rivals: 'PNNYNN',
    ours: 'yes',
    tests: { [protections]: 'keeps everything while %s is denied, and takes back what was marked before' },
  },
  {
    row: 115,
    behaviour: 'Every line of the plan gives its reasons',
    rivals: 'NNNPYN',
    ours: 'yes',
    tests: { [removal]: 'that is a dry run gives the reasons for every image, and changes nothing' },
  },
  {
    row: 116,
    behaviour: 'Snapshots that two images share stay',
    rivals: 'YNPNNY',
    ours: 'yes',
    tests: {
      [protections]:
        'of one image by its id leaves a snapshot that another image uses; that goes with the other, which spawn does not manage',
    },
  },
  {
    row: 117,
    behaviour: 'Finds snapshots without an image, and failed or unfinished images',
    rivals: 'NNPPPN',
    ours: 'yes',
    tests: {
      'test/journeys/cleanup/orphans.test.ts': 'is in the report of the night, which tags it and leaves it',
      [rules]: 'a day after it could not be made, and when it is named',
    },
  },
  {
    row: 118,
    behaviour: 'Removal in two steps: disabled first, deregistered later, with time to undo',
    rivals: 'NNPPNP',
    ours: 'yes',
    tests: {
      'test/journeys/image/schedule.test.ts': 'comes back by a restore, which cancels all that was scheduled',
      'test/journeys/cleanup/last-look.test.ts':
        'is disabled, looked at once more and deregistered, each with one call',
      'test/journeys/cleanup/undelete.test.ts':
        'comes back as it was: with snapshots, tags, launch permissions and record',
      'test/journeys/cleanup/grace.test.ts':
        'is disabled when the policy says so: no launch succeeds, and each says what to do',
    },
  },
  {
    row: 119,
    behaviour: 'Limits how many images one run removes',
    rivals: 'NNNPNN',
    ours: 'yes',
    tests: {
      [protections]:
        'removes no more than its limit, the oldest first, and goes on with the next when it is applied again',
    },
  },
  {
    row: 120,
    behaviour: 'Can remove images that it did not build',
    rivals: 'PNNNYY',
    ours: 'yes',
    tests: { [rules]: 'images made elsewhere go by name and tags, and nothing of ours with them' },
  },
  {
    row: 121,
    behaviour: 'Removes the record of Image Builder behind an image',
    rivals: 'Y-Y-NN',
    ours: 'yes',
    tests: {
      [protections]:
        'deletes the record of Image Builder with the last of its images, and never one that is of other images',
    },
  },
  {
    row: 122,
    behaviour: 'Never removes an image that a template or a channel points to, a rollback of a deployment neither',
    rivals: 'NNNPNP',
    ours: 'yes',
    tests: { [rules]: 'while a reference of the kind %s is there, which is named' },
  },
  {
    row: 123,
    behaviour: 'Monthly cost by image and stack, and savings, from the real size of snapshots',
    rivals: 'NNNNNP',
    ours: 'yes',
    tests: {
      'test/journeys/night/costs.test.ts':
        'is what a cleanup saves, measured for the plan where the night has not seen an image',
    },
  },
];
