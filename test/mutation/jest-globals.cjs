const { readFileSync } = require('node:fs');
const { relative } = require('node:path');
const { transformSync } = require('@swc/core');
const { expect } = require('expect');
const { bind } = require('jest-each');
const Mocha = require('mocha');
const interfaceOf = require('mocha/lib/interfaces/common');
const { addHook } = require('pirates');

addHook(
  (code, filename) =>
    transformSync(code, {
      filename,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
      sourceMaps: false,
    }).code,
  { exts: ['.ts'] },
);
for (const extension of ['.sh', '.py'])
  require.extensions[extension] = (module, filename) => {
    module.exports = readFileSync(filename, 'utf8');
  };

/**
 * Runs tests written for Jest in Mocha, with Jest's own `expect` and `each`: Mocha keeps what it has loaded from one
 * mutant to the next, so a mutant takes a fraction of a second. As in Jest, hooks at the top of a file are for that file.
 */
Mocha.interfaces.bdd = (root) => {
  root.on('pre-require', (context, file, mocha) => {
    const suites = [Mocha.Suite.create(root, relative(process.cwd(), file))];
    const { suite, before, after, beforeEach, afterEach } = interfaceOf(suites, context, mocha);
    const test = (title, run) => void suites[0].addTest(Object.assign(new Mocha.Test(title, run), { file }));
    const describe = (title, fn) => void suite.create({ title, file, fn });
    test.each = bind(test);
    describe.each = bind(describe, false);
    Object.assign(context, { expect, test, describe, beforeAll: before, afterAll: after, beforeEach, afterEach });
  });
};
