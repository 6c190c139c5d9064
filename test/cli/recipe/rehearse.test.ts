import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '../kit/spawn';

describe('a rehearsal', () => {
  test('needs a recipe that exists', async () => {
    const { code, err } = await spawn(['rehearse', 'missing.yaml'], { directory: tmpdir() });
    expect([code, err]).toEqual([2, 'error: cannot read missing.yaml: no such file\n']);
  });

  test('refuses a download without an address and a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'spawn-rehearse-'));
    writeFileSync(join(folder, 'recipe.yaml'), '');
    const { code, err } = await spawn(['rehearse', 'recipe.yaml', '--download', 'x.tar.gz'], { directory: folder });
    expect([code, err]).toEqual([2, expect.stringContaining("--download is 'x.tar.gz': write URL=FILE")]);
  });

  test('with an installed command says how to get local mode', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'spawn-rehearse-'));
    writeFileSync(join(folder, 'recipe.yaml'), '');
    const { code, err } = await spawn(['rehearse', 'recipe.yaml'], { directory: folder, installation: folder });
    expect(code).toBe(1);
    expect(err).toMatch(/local mode is not installed with the command\n.*npm ci/);
  });
});
