const typescript = (tsx) => [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', tsx },
      transform: { react: { runtime: 'automatic' } },
      target: 'es2022',
    },
    module: { type: 'commonjs' },
  },
];

const common = {
  transform: {
    '\\.(py|sh)$': '<rootDir>/test/kit/text-transform.cjs',
    '^.+\\.ts$': typescript(false),
    '^.+\\.tsx$': typescript(true),
  },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/cdk.out'],
};

// The journeys run the synthesized app, which nothing else needs. The judges need tools from outside and have commands
// of their own.
const journeys = ['journeys', 'proof', 'simulation'];
const apart = [...journeys, 'judges'];

/** @type {import('jest').Config} */
module.exports = {
  // Jest would leave one core idle. The limit is for hangs: on a busy machine a whole journey takes its time.
  maxWorkers: '100%',
  testTimeout: 240000,
  // What a file has loaded is not all given back when it is over; a worker that collects garbage most of the time is
  // slower than a new one.
  workerIdleMemoryLimit: '1500MB',
  projects: [
    {
      ...common,
      displayName: 'parts',
      testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/local/test/**/*.test.ts'],
      testPathIgnorePatterns: apart.map((folder) => `<rootDir>/test/${folder}/`),
    },
    {
      ...common,
      displayName: 'journeys',
      testMatch: journeys.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
      globalSetup: '<rootDir>/test/kit/global-setup.ts',
      testEnvironment: '<rootDir>/test/kit/journey-environment.cjs',
    },
  ],
};
