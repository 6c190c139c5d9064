import type { FieldRow } from './row';

/** Tags, provenance and contents. */
export const tag: readonly FieldRow[] = [
  {
    row: 36,
    behaviour: 'Tags by itself: managed, created, created-from, source-region, arch, gpu, base-ami',
    rivals: 'YPPP-P',
    ours: 'yes',
    tests: { 'test/core/tags.test.ts': 'are those of the conventions, and the time has no fraction' },
  },
  {
    row: 37,
    behaviour: 'Any number of tags of the user, with a reserved prefix that is protected',
    rivals: 'PYPN-P',
    ours: 'yes',
    tests: { 'test/core/tags.test.ts': 'may not have the key %s, and the error names it' },
  },
  {
    row: 38,
    behaviour: 'Tags an existing image by the conventions',
    rivals: 'NNNNYY',
    ours: 'yes',
    tests: {
      'test/journeys/image/tagging.test.ts': 'is found by its stack from then on, and can be deprecated',
    },
  },
  {
    row: 39,
    behaviour: 'A later change of tags reaches snapshots and every copy',
    rivals: 'NNNNNN',
    ours: 'yes',
    tests: {
      'test/journeys/image/tagging.test.ts': 'is tagged with its snapshots and copies, and tags go from all of them',
    },
  },
  {
    row: 40,
    behaviour: 'The package list of each build is kept',
    rivals: 'NPYY-N',
    ours: 'yes',
    tests: { 'test/journeys/account/describing.test.ts': 'is listed package by package, for a copy too' },
  },
  {
    row: 41,
    behaviour: 'Compares the packages of two versions',
    rivals: 'NNNYNN',
    ours: 'yes',
    tests: { 'test/journeys/account/describing.test.ts': 'differs from another by packages, base, recipe and tags' },
  },
  {
    row: 42,
    behaviour: 'Finds known vulnerabilities of the image before it is published',
    rivals: 'NNYNNP',
    ours: 'yes',
    tests: {
      'test/journeys/image/vulnerabilities.test.ts':
        'are looked for after the test of a build where the policy of its stack wants it, and kept with the image and its copies',
    },
  },
  {
    row: 43,
    behaviour: 'Ancestry over all levels, to the image of the vendor',
    rivals: 'PYPPNY',
    ours: 'yes',
    tests: {
      'test/journeys/account/describing.test.ts':
        'an image is told with all that it comes from: its original, its base, and at the end the vendor’s',
    },
  },
  {
    row: 44,
    behaviour: 'Provenance: git commit, digest of the recipe, and who started the build',
    rivals: 'NYPPNN',
    ours: 'yes',
    tests: {
      'test/journeys/pipeline/recipe.test.ts':
        'is read back by id and by name as it was sent, with its scripts and its commit',
      'test/journeys/image/history.test.ts':
        'names its copies, and all that its build did to it, in the name of who asked',
    },
  },
  {
    row: 45,
    behaviour: 'Knows when the base loses its maintenance, and warns three months before',
    rivals: 'NNNYNN',
    ours: 'yes',
    tests: {
      'test/core/image/health.test.ts': 'the end of life of a base is told three months ahead: at %s',
    },
  },
];
