/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'mocha',
  mochaOptions: {
    require: ['./test/mutation/jest-globals.cjs'],
    spec: ['test/core/**/*.test.ts'],
    // It runs the search of residue in a shell, for many seconds. That script is no code that is changed here.
    ignore: ['test/core/residue/search.test.ts'],
    'no-config': true,
    'no-package': true,
    'no-opts': true,
  },
  coverageAnalysis: 'perTest',
  mutate: ['core/**/*.ts'],
  ignoreStatic: true,
  ignorePatterns: ['/dist', '/cdk.out', '/reports'],
  concurrency: 2,
  tempDirName: 'dist/mutation/sandbox',
  reporters: ['json', 'clear-text', 'progress-append-only'],
  jsonReporter: { fileName: 'dist/mutation/report.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  timeoutMS: 20000,
};
