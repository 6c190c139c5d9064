import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What decides how every bundle looks, besides its own sources. */
const setupFiles = [
  'build.mjs',
  'scripts/build-record.mjs',
  'scripts/command/page.mjs',
  'scripts/slim-sdk.cjs',
  'scripts/sdk-parts.cjs',
];
const packageFiles = ['package-lock.json', 'tsconfig.json'];

/**
 * Opens the record of the last build: for each bundle the digest of itself and of all files that it was made from. A
 * bundle is current when it exists and that digest is the same.
 */
export function openRecord(root, file) {
  const digests = new Map();
  const digestOf = (name) => {
    if (!digests.has(name)) {
      const full = path.join(root, name);
      digests.set(name, existsSync(full) ? digest(readFileSync(full)) : 'none');
    }
    return digests.get(name);
  };
  const digestOfAll = (names) => digest(names.map(digestOf).join('\n'));
  const setup = digest(
    [process.version, ...[...setupFiles, ...packageFiles].map(digestOf), ...commandsIn(root)].join('\n'),
  );
  const last = read(file);
  const bundles = new Map(last?.setup === setup ? Object.entries(last.bundles) : []);
  const names = [...(last?.names ?? [])];
  return {
    /** Returns whether a bundle, a path from the root, need not be built again. */
    isCurrent: (bundle) => {
      const known = bundles.get(bundle);
      return (
        known !== undefined && known.digest === digestOfAll([bundle, ...known.inputs.map((index) => names[index])])
      );
    },
    /** Adds the bundles of a build by its metafile. */
    add: ({ inputs, outputs }) => {
      const indexes = new Map(names.map((name, index) => [name, index]));
      for (const [bundle, { entryPoint }] of Object.entries(outputs)) {
        digests.delete(bundle);
        const sources = reachedFrom(entryPoint, inputs);
        for (const name of sources) if (!indexes.has(name)) indexes.set(name, names.push(name) - 1);
        bundles.set(bundle, {
          digest: digestOfAll([bundle, ...sources]),
          inputs: sources.map((name) => indexes.get(name)),
        });
      }
    },
    /** Writes the record of the given bundles, and forgets the others. */
    save: (kept) => {
      const known = kept.filter((bundle) => bundles.has(bundle)).map((bundle) => [bundle, bundles.get(bundle)]);
      const unfinished = `${file}.${process.pid}`;
      writeFileSync(unfinished, JSON.stringify({ setup, names, bundles: Object.fromEntries(known) }));
      renameSync(unfinished, file);
    },
  };
}

const digest = (content) => createHash('sha256').update(content).digest('base64url');

/** Returns the SDK commands that the sources in `aws/` name: the SDK is cut to them. */
function commandsIn(root) {
  const files = readdirSync(path.join(root, 'aws'), { recursive: true }).filter((name) => name.endsWith('.ts'));
  const commands = files.flatMap(
    (name) => readFileSync(path.join(root, 'aws', name), 'utf8').match(/\b[A-Z]\w+Command\b/g) ?? [],
  );
  return [...new Set(commands)].sort();
}

/** Returns a file and all that it imports, directly or not, whether or not something of them is in the bundle. */
function reachedFrom(entryPoint, inputs) {
  const reached = new Set([entryPoint]);
  for (const name of reached)
    for (const { path: next } of inputs[name]?.imports ?? []) if (inputs[next]) reached.add(next);
  return [...reached].map((name) => name.replace(/^\(disabled\):/, '')).sort();
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
