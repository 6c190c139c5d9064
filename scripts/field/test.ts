import type { FieldRow } from './row';

/** Testing. */
export const test: readonly FieldRow[] = [
  {
    row: 46,
    behaviour: 'Starts a fresh instance of the image, runs a script, and its exit code decides',
    rivals: 'NNYNNN',
    ours: 'yes',
    tests: {
      'test/journeys/instance/launch.test.ts':
        'a pass with auto_terminate ends its instance and is kept with the image',
    },
  },
  {
    row: 47,
    behaviour: 'Copies, shares and promotes only after the tests passed',
    rivals: 'NNYNNP',
    ours: 'yes',
    tests: {
      'test/journeys/image/proven.test.ts':
        'whose last test failed is not promoted, shared or replicated, whatever reason is given',
    },
  },
  {
    row: 48,
    behaviour: 'A passed test terminates its instance; a failed one keeps it for debugging',
    rivals: 'N-Y---',
    ours: 'yes',
    tests: {
      'test/journeys/instance/launch.test.ts': 'test-ami: an image tried again',
    },
  },
  {
    row: 49,
    behaviour: 'A kept test instance has a deadline of its own',
    rivals: 'P-N---',
    ours: 'yes',
    tests: {
      'test/journeys/instance/launch.test.ts':
        'a failure keeps its instance for two hours, and the reaper ends it then',
    },
  },
  {
    row: 50,
    behaviour: 'Tests the same image on several instance types in parallel',
    rivals: 'NNPNNN',
    ours: 'yes',
    tests: {
      'test/journeys/pipeline/parallel-tests.test.ts': 'on several types runs on all of them at the same time',
    },
  },
  {
    row: 51,
    behaviour: 'Output and result of each test are stored with the image',
    rivals: 'NNPNNN',
    ours: 'yes',
    tests: {
      'test/journeys/build/whole-recipe.test.ts': 'the catalog tells what $example is, and that its tests passed',
      'test/journeys/build/long-scripts.test.ts':
        'a test that runs longer than the session of the role which signed its addresses keeps its output all the same',
    },
  },
  {
    row: 52,
    behaviour: 'Measures the time to ready, against installation at launch and against the previous version',
    rivals: 'NNNNNN',
    ours: 'yes',
    tests: {
      'test/journeys/night/costs.test.ts':
        'is set against the time that its own build spent installing, or what one says',
      'test/core/provenance/packages.test.ts':
        'time until ready, tests, size and the user’s own tags are told; ours are not',
    },
  },
  {
    row: 53,
    behaviour: 'Starts a copy in its own region before it is published',
    rivals: 'NNNNNN',
    ours: 'yes',
    tests: {
      'test/journeys/replication/replica-tests.test.ts':
        'keeps those that pass the recipe’s test in their region, with the result',
    },
  },
  {
    row: 54,
    behaviour: 'Tests the current version again from time to time',
    rivals: 'NNNNNN',
    ours: 'yes',
    tests: {
      'test/journeys/night/retest.test.ts':
        'is tested again after its time with the test of its recipe, on an instance with a deadline, and once',
    },
  },
  {
    row: 55,
    behaviour: 'A person approves between test and publication',
    rivals: 'NPYNNN',
    ours: 'yes',
    tests: {
      'test/journeys/pipeline/approval.test.ts':
        'waits after its tests, keeps its candidate for more than a day, and is published and copied once it is approved',
    },
  },
];
