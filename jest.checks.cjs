const { projects } = require('./jest.config.cjs');

const [parts, journeys] = projects;
const inFolder = (project, names) => ({
  ...project,
  testMatch: names.map((name) => `<rootDir>/test/judges/${name}.test.ts`),
  testPathIgnorePatterns: [],
});

/**
 * The judges in `test/judges`, which need tools from outside such as Packer and moto: `npm run check:<name>`. They fail
 * where the tool is missing.
 * @type {import('jest').Config}
 */
module.exports = {
  testTimeout: 240000,
  // A simulation at real time keeps timers of its future, such as schedules, after it is closed.
  forceExit: true,
  projects: [
    inFolder(parts, ['dynamodb/*', 'moto/machines', 'packer/templates', 'shells/*']),
    inFolder({ ...journeys, globals: { shippedSettings: true } }, ['specification/*']),
    inFolder(journeys, [
      'boto3/*',
      'console/*',
      'containers/*',
      'emulator/*',
      'moto/refusals',
      'packer/build',
      'schemathesis/*',
    ]),
  ],
};
