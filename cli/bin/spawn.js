#!/usr/bin/env node
'use strict';
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const project = join(__dirname, '..', '..');
const built = join(__dirname, '..', 'dist', 'spawn.js');

if (process.argv.length === 3 && process.argv[2] === '--version' && !process.stdout.isTTY) {
  // Scripts often ask for the version first, so nothing else is loaded for it. In a terminal, the deployment's is added.
  process.stdout.write(`${require('../package.json').version}\n`);
  process.exit(0);
}
// An installed package has the bundle; a clone of the project builds it.
if (!existsSync(built)) {
  process.stderr.write('spawn: building the command (first run only)\n');
  const { spawnSync } = require('node:child_process');
  const { status } = spawnSync(process.execPath, [join(project, 'build.mjs'), 'command'], {
    cwd: project,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    process.stderr.write('spawn: the build failed (see above): run `npm ci` in the project, then try again\n');
    process.exit(1);
  }
}
require(built);
