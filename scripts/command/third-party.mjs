import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

/** The licences that a bundled package may have. */
const allowed = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT'];

/**
 * Returns the packages that esbuild put into the bundles of some builds, by name: `{name, version, license, text}`.
 * Throws when the licence of one is not known to allow that.
 */
export async function bundledPackages(root, metafiles) {
  const outputs = metafiles.flatMap(({ outputs }) => Object.values(outputs));
  const inputs = outputs.flatMap((output) => Object.entries(output.inputs));
  const folders = new Set(
    inputs.flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? (packageFolder(file) ?? []) : [])),
  );
  const packages = await Promise.all([...folders].map((folder) => readPackage(path.join(root, folder))));
  const refused = packages.filter(({ license }) => !allowed.includes(license));
  if (refused.length > 0)
    throw new Error(
      `the command bundles packages with a licence that is not allowed: ${refused.map(({ name, license }) => `${name} (${license})`).join(', ')}`,
    );
  return packages.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Returns the folder of the package that a bundled file belongs to; undefined for our own files. */
function packageFolder(file) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

async function readPackage(folder) {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const files = (await readdir(folder)).filter((file) =>
    /^(licen[cs]e|copying|notice)(-mit)?(\.(md|txt))?$/i.test(file),
  );
  const texts = await Promise.all(files.sort().map((file) => readFile(path.join(folder, file), 'utf8')));
  const text = texts.map((each) => each.trim()).join('\n\n');
  // Apache-2.0 does not require a notice of its author; the other licences do.
  if (text === '' && license !== 'Apache-2.0')
    throw new Error(`${name} has no licence text: add its notice to scripts/command/third-party.mjs`);
  return { name, version, license, text: text || 'The text of this licence is in the file LICENSE of this package.' };
}

/** Renders the notices: every package with its licence, and each text once. */
export function renderNotices(packages) {
  const byText = new Map();
  for (const each of packages) byText.set(each.text, [...(byText.get(each.text) ?? []), each]);
  const line = ({ name, version, license }) => `${name} ${version} (${license})`;
  const sections = [...byText].map(([text, users]) => [...users.map(line), '', text].join('\n'));
  return `${['The spawn command contains these packages.', ...sections].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
