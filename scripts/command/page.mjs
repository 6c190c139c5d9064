import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { openRecord } from '../build-record.mjs';

const entryPoint = 'console/main.tsx';
const bundles = ['cli/dist/console/main.js', 'cli/dist/console/main.css'];
const plainFiles = ['index.html', 'icon.svg'];

/**
 * Builds the page of `spawn console` into `cli/dist/console`, unless its sources are those of the last build. Returns
 * what esbuild says of its contents.
 */
export async function buildPage(root) {
  const outdir = path.join(root, 'cli', 'dist', 'console');
  mkdirSync(outdir, { recursive: true });
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  for (const name of plainFiles) copyFileSync(path.join(root, 'console', name), path.join(outdir, name));
  const contents = path.join(root, 'dist', 'page-contents.json');
  const record = openRecord(root, path.join(root, 'dist', 'page.json'));
  if (existsSync(contents) && bundles.every((bundle) => record.isCurrent(bundle)))
    return JSON.parse(readFileSync(contents, 'utf8'));
  rmSync(contents, { force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { main: entryPoint },
    outdir,
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    jsx: 'automatic',
    minify: true,
    // The development build of React is three times as large.
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    logLimit: 10,
  });
  // The style sheet comes from the imports of the script, so both depend on the same files.
  const outputs = Object.fromEntries(
    Object.entries(metafile.outputs).map(([name, { inputs }]) => [name, { inputs, entryPoint }]),
  );
  record.add({ inputs: metafile.inputs, outputs });
  record.save(bundles);
  writeFileSync(contents, JSON.stringify({ outputs }));
  return { outputs };
}
