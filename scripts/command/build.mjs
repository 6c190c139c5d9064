import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { slimSchemas } from '../slim-sdk.cjs';
import { buildPage } from './page.mjs';
import { bundledPackages, renderNotices } from './third-party.mjs';

/**
 * Builds the `spawn` command into `cli/dist`: one file with all that it needs, the page that `spawn console` serves, and
 * the notices of the packages in both.
 */
export async function buildCommand(root) {
  const outdir = path.join(root, 'cli', 'dist');
  const page = buildPage(root);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { spawn: 'cli/main.ts' },
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    mainFields: ['module', 'main'],
    loader: { '.py': 'text', '.sh': 'text' },
    plugins: [slimSchemas],
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    logLimit: 10,
  });
  const packages = await bundledPackages(root, [metafile, await page]);
  await writeFile(path.join(outdir, 'THIRD-PARTY.txt'), renderNotices(packages));
}
