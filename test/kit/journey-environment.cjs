const { join } = require('node:path');
const { TestEnvironment } = require('jest-environment-node');

/**
 * Gives every file of journeys the same local mode, loaded once a worker: loading it and its functions anew for each
 * file takes longer than most of the tests, and compiled code stays fast.
 */
module.exports = class JourneyEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.localMode = require(join(process.env.SPAWN_TEST_ASSEMBLIES, 'local-mode.js'));
  }
};
