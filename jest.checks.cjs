const { projects } = require('./jest.config.cjs');

const [parts, journeys] = projects;
const inFolder = (project, names) => ({
  ...project,
  testMatch: names.map((name) => `<rootDir>/test/checks/${name}.test.ts`),
  testPathIgnorePatterns: [],
});

/**
 * The checks that need tools from outside, such as Packer and moto: `npm run check:<name>`. They fail where the tool is
 * missing.
 * @type {import('jest').Config}
 */
module.exports = {
  testTimeout: 240000,
  projects: [
    inFolder(parts, ['moto', 'packer', 'shells']),
    inFolder({ ...journeys, globals: { shippedSettings: true } }, ['specification']),
  ],
};
