import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// Writes what is made from code and differs from what is there: the documents (`npm run docs`) or the manual pages (`npm run docs:man`).
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const bundle = path.join(root, 'dist', 'documents.js');
await build({
  absWorkingDir: root,
  entryPoints: ['scripts/documents.ts'],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  packages: 'external',
  loader: { '.py': 'text', '.sh': 'text' },
  logLevel: 'warning',
});
const made = createRequire(import.meta.url)(bundle);
for (const [name, content] of Object.entries(made[process.argv[2] ?? 'documents'])) {
  const file = path.join(root, name);
  const text = content();
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  process.stdout.write(`wrote ${name}\n`);
}
