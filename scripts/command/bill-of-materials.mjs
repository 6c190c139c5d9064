import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// Writes what the installed command contains as CycloneDX: `node scripts/command/bill-of-materials.mjs FILE`. npm lists
// all packages of the workspace, also those that only build it; the notices name those that are in the bundle.
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('name the file to write');

const notices = readFileSync(path.join(root, 'cli', 'dist', 'THIRD-PARTY.txt'), 'utf8');
const bundled = new Set(
  [...notices.matchAll(/^(@?[\w./-]+) (\d+\.\d+\.\d\S*) \([\w.-]+\)$/gm)].map(
    ([, name, version]) => `${name}@${version}`,
  ),
);
// The package carries the page of the console, which is a workspace of its own.
const workspaces = ['cli', 'console'];
const words = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'];
words.push(...workspaces.flatMap((name) => ['--workspace', name]));
const bill = JSON.parse(execFileSync('npm', [...words, '--package-lock-only'], { cwd: root, encoding: 'utf8' }));
const components = bill.components.filter((component) => bundled.has(component['bom-ref']));
if (components.length !== bundled.size) {
  const known = new Set(components.map((component) => component['bom-ref']));
  throw new Error(`not in package-lock.json: ${[...bundled].filter((name) => !known.has(name)).join(', ')}`);
}
// npm names a package that another one has under an alias by the alias; its reference has the true name.
const trueName = (reference) => reference.replace(/@[^@]+$/, '');
const plain = ({ properties: _, ...component }) => ({ ...component, name: trueName(component['bom-ref']) });
const own = bill.components.find((component) => component['bom-ref'].startsWith('@spawn-ami/cli@'));
const isOwn = (ref) => workspaces.some((name) => ref.startsWith(`@spawn-ami/${name}@`));
const inBundle = (names) => [...new Set(names)].filter((name) => bundled.has(name)).sort();
const direct = bill.dependencies.filter(({ ref }) => isOwn(ref)).flatMap(({ dependsOn }) => dependsOn);
const dependencies = [
  { ref: own['bom-ref'], dependsOn: inBundle(direct) },
  ...bill.dependencies
    .filter(({ ref }) => bundled.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: inBundle(dependsOn) })),
];
const metadata = { ...bill.metadata, component: { ...plain(own), type: 'application', name: '@spawn-ami/cli' } };
// npm marks them as development packages, because the installed command fetches none of them.
const contents = { ...bill, metadata, components: components.map(plain), dependencies };
writeFileSync(file, `${JSON.stringify(contents, null, 2)}\n`);
