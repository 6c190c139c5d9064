import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';
import manifest from '../../../cli/package.json';

const entry = join(__dirname, '..', '..', '..', 'cli', 'bin', 'spawn.js');

test('spawn --version in a pipe prints the version of the package', () => {
  expect(spawnSync(process.execPath, [entry, '--version'], { encoding: 'utf8' })).toMatchObject({
    stdout: `${manifest.version}\n`,
    stderr: '',
  });
});

test('spawn --version in a pipe loads nothing but the package file, so that it starts as quickly as Node itself', () => {
  const watch = `process.argv = ['node', 'spawn', '--version'];
    process.on('exit', () => process.stderr.write(JSON.stringify(Object.keys(require.cache))));
    require(${JSON.stringify(entry)});`;
  const { stderr } = spawnSync(process.execPath, ['-e', watch], { encoding: 'utf8' });
  expect((JSON.parse(stderr) as string[]).map((file) => basename(file))).toEqual(['spawn.js', 'package.json']);
});
