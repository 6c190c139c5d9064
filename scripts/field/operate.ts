import type { FieldRow } from './row';

/** Operating the system. */
export const operate: readonly FieldRow[] = [
  {
    row: 124,
    behaviour: 'Audit trail of every action on images',
    rivals: 'NPPPPP',
    ours: 'yes',
    tests: {
      'test/journeys/night/history.test.ts':
        'has what was done to images, launches and changes of policies, newest first, by whom',
    },
  },
  {
    row: 125,
    behaviour: 'Deployed by one `cdk deploy`, with least-privilege roles bound to tags',
    rivals: 'NN-PP-',
    ours: 'yes',
    tests: {
      'test/infra/bundles.test.ts': 'each function may do exactly what it does',
      'test/infra/permissions.test.ts':
        'the cleanup alone removes what is published: images that it has marked, of the own deployment or of none',
    },
  },
  {
    row: 126,
    behaviour: 'The quotas of images and public images are checked in each region before a build',
    rivals: 'NNNNNP',
    ours: 'yes',
    tests: {
      'test/journeys/account/quotas.test.ts':
        'refuse a build, a copy and a creation that they have no room for, and nothing is left behind',
    },
  },
  {
    row: 127,
    behaviour: 'Web page',
    rivals: 'PYYYNY',
    ours: 'yes',
    tests: {
      'test/cli/console/server.test.ts':
        'a request of the page reaches the API as it is, and the answer comes back with its status and its time',
    },
  },
  {
    row: 128,
    behaviour: 'Exit codes and output that programs of CI use without a person',
    rivals: 'PYYNYY',
    ours: 'yes',
    tests: {
      'test/cli/framework/exit-codes.test.ts': 'HTTP %i %s exits with %i: one sentence on stderr, nothing on stdout',
      'test/proof/action.test.ts': 'the step builds a recipe and writes the build, the image and its copies by region',
    },
  },
];
