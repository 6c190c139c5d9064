import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import manifest from '../../cli/package.json';
import { InstalledCommand } from './installed-command';
import { Project } from '../kit/start-once';

const root = resolve(__dirname, '..', '..');
let installed: InstalledCommand;
beforeAll(() => {
  installed = new InstalledCommand();
});
afterAll(() => rmSync(installed.folder, { recursive: true }));

test('the package installs without a network and fetches no other package', () => {
  expect(installed.packages).toEqual(['@spawn-ami/cli']);
});

test('the installed command prints its version and its help', () => {
  expect(installed.run(['--version'])).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' });
  const help = installed.run(['--help']);
  expect([help.code, help.err]).toEqual([0, '']);
  expect(help.out).toContain('Usage: spawn');
});

test('the package has the command, its page, its description and the licences, and no source', () => {
  expect(Object.keys(installed.files)).toEqual([
    'LICENSE',
    'README.md',
    'bin/spawn.js',
    'dist/THIRD-PARTY.txt',
    'dist/console/icon.svg',
    'dist/console/index.html',
    'dist/console/main.css',
    'dist/console/main.js',
    'dist/spawn.js',
    'package.json',
  ]);
  expect(statSync(installed.tarball).size).toBeLessThan(5_000_000);
  expect(readFileSync(join(root, 'cli', 'LICENSE'), 'utf8')).toBe(readFileSync(join(root, 'LICENSE'), 'utf8'));
});

test('the notices name every bundled package with its licence, and so does the bill of materials', () => {
  const notices = readFileSync(join(root, 'cli', 'dist', 'THIRD-PARTY.txt'), 'utf8');
  for (const name of [
    'commander',
    'zod',
    'yaml',
    'semver',
    '@smithy/signature-v4',
    'react',
    '@cloudscape-design/components',
  ])
    expect(notices).toMatch(new RegExp(`^${name} \\d\\S+ \\((MIT|ISC|Apache-2.0)\\)$`, 'm'));
  for (const text of ['Permission is hereby granted', 'Copyright (c)', 'Apache License'])
    expect(notices).toContain(text);
  const file = join(installed.folder, 'bill.json');
  execFileSync(process.execPath, [join(root, 'scripts', 'command', 'bill-of-materials.mjs'), file]);
  const bill = JSON.parse(readFileSync(file, 'utf8'));
  const listed = bill.components.map((each: { name: string; version: string }) => `${each.name} ${each.version}`);
  const noticed = [...notices.matchAll(/^(\S+ \d+\.\d\S+) \(/gm)].map(([, name]) => name);
  expect([bill.bomFormat, bill.metadata.component.name]).toEqual(['CycloneDX', '@spawn-ami/cli']);
  expect(listed.sort()).toEqual(noticed.sort());
});

test('the installed command finds the local mode that runs in the folder and calls it', async () => {
  const project = new Project();
  const stop = await project.serve();
  try {
    const { code, out, err } = installed.run(['list-amis', '-o', 'json'], project.folder);
    expect([code, JSON.parse(out), JSON.parse(err).message]).toEqual([
      0,
      [],
      'Local mode. Simulated time runs 60× real time.',
    ]);
    const { version } = manifest;
    expect(JSON.parse(installed.run(['version', '-o', 'json'], project.folder).out)).toEqual({
      version,
      deployment: { local: true, stage: 'dev', region: 'us-east-1', account: '123456789012', version },
    });
  } finally {
    stop();
    rmSync(project.folder, { recursive: true });
  }
});
