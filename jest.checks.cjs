const { projects } = require('./jest.config.cjs');

const [{ transform, modulePathIgnorePatterns }] = projects;

/**
 * The checks by judges from outside, such as Packer and moto: `npm run check:<name>`. They fail where the tool is missing.
 * @type {import('jest').Config}
 */
module.exports = { transform, modulePathIgnorePatterns, testMatch: ['<rootDir>/test/checks/**/*.test.ts'], testTimeout: 240000 };
