import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildCommand } from './scripts/command/build.mjs';
import { openRecord } from './scripts/build-record.mjs';
import { noJsonSchemas, slimSdk } from './scripts/slim-sdk.cjs';

const root = path.dirname(fileURLToPath(import.meta.url));
const output = path.join(root, 'dist');

// What a function has to parse decides how fast it starts. The one that takes recipes carries YAML, the recipe's
// schema and the client of Service Quotas; those that build again at night carry the schema, and nobody waits for them.
// The one that answers reads carries the schemas of all answers, which the API's description is made of.
const largestFunction = 500_000;
const largerFunctions = {
  'answer-reads': 560_000,
  // It takes back what any run has made, the changes of Auto Scaling groups too, and nobody waits for it.
  'compensate-stopped': 580_000,
  // It carries the scripts that clean and search a builder.
  'clean-builder': 510_000,
  // It tries a launch, and looks up the bases of recipes as a build does.
  'examine-account': 510_000,
  // It lists and compares images with all that is known of them, and verifies their origin.
  'examine-images': 520_000,
  // It judges images by everything that may use them, in six services, and nobody waits for it.
  'plan-cleanup': 530_000,
  // It begins every long run, and a retry compares two recipes.
  'start-runs': 800_000,
  // They begin builds, and ask KMS whether the key of the stack is usable.
  'rebuild-stacks': 620_000,
  'rebuild-children': 620_000,
  'start-rebuild': 620_000,
};
/** The function that answers with the API's description, which is made of JSON schemas. */
const describing = 'answer-reads/index';

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  // The functions run on a later Node, but local mode runs the same files.
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
  logLimit: 10,
  loader: { '.py': 'text', '.sh': 'text' },
};

/** The handlers: files in the folders of `lambdas/` that export one. The others are routes. */
function handlers() {
  const lambdas = path.join(root, 'lambdas');
  if (!existsSync(lambdas)) return {};
  const folders = readdirSync(lambdas, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = folders.flatMap(({ name: folder }) =>
    readdirSync(path.join(lambdas, folder)).map((file) => `lambdas/${folder}/${file}`),
  );
  const exporting = files.filter(
    (file) => file.endsWith('.ts') && /^export const handler\b/m.test(readFileSync(path.join(root, file), 'utf8')),
  );
  return Object.fromEntries(exporting.map((file) => [`${path.basename(file, '.ts')}/index`, file]));
}

const present = (entries) =>
  Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(path.join(root, file))));

/**
 * The functions: everything included, so that they depend on nothing in Lambda's runtime but Node. Those whose sources
 * are the same as at the last build are not built again.
 */
async function buildFunctions() {
  const all = handlers();
  removeGone(all);
  const record = openRecord(root, path.join(output, 'functions.json'));
  const changed = Object.fromEntries(Object.entries(all).filter(([name]) => !record.isCurrent(bundleOf(name))));
  const { [describing]: describer, ...others } = changed;
  await Promise.all([
    bundleFunctions(others, [slimSdk, noJsonSchemas], record),
    bundleFunctions({ ...(describer && { [describing]: describer }) }, [slimSdk], record),
  ]);
  record.save(Object.keys(all).map(bundleOf));
}

const bundleOf = (name) => `dist/functions/${name}.js`;

async function bundleFunctions(entryPoints, plugins, record) {
  if (Object.keys(entryPoints).length === 0) return;
  const result = await build({
    ...common,
    entryPoints,
    outdir: path.join(output, 'functions'),
    minify: true,
    mainFields: ['module', 'main'],
    // The same library as ES modules, so that what is not used falls away.
    alias: { yaml: path.join(root, 'node_modules/yaml/browser/index.js') },
    plugins,
    legalComments: 'none',
    metafile: true,
  });
  for (const [file, { bytes }] of Object.entries(result.metafile.outputs)) {
    const most = largerFunctions[path.basename(path.dirname(file))] ?? largestFunction;
    if (bytes > most) throw new Error(`${file} has ${bytes} bytes, and ${most} is the most: look at what it imports`);
  }
  record.add(result.metafile);
}

/** A function whose handler is gone must not linger in the next synth. */
function removeGone(entryPoints) {
  const folder = path.join(output, 'functions');
  if (!existsSync(folder)) return;
  const kept = new Set(Object.keys(entryPoints).map((name) => path.dirname(name)));
  for (const name of readdirSync(folder))
    if (!kept.has(name)) rmSync(path.join(folder, name), { recursive: true, force: true });
}

/** The app, local mode and the measurements: they run in this project, with its packages. */
function buildTools() {
  const entryPoints = present({
    'infra/app': 'infra/app.ts',
    'local/main': 'local/app/main.ts',
    'local/function-worker': 'local/services/lambda/worker.ts',
    bench: 'scripts/bench.ts',
    pictures: 'scripts/pictures.ts',
    'record-aws': 'scripts/record-aws.ts',
    simulate: 'test/simulation/main.ts',
    accept: 'scripts/accept.ts',
  });
  return build({ ...common, entryPoints, outdir: output, packages: 'external', sourcemap: 'linked' });
}

const noun = { functions: 'the functions', tools: 'the app', command: 'the command' };
const steps = { functions: buildFunctions, tools: buildTools, command: () => buildCommand(root) };
// `node build.mjs command` builds the command only.
const wanted = process.argv.slice(2);
const names = Object.keys(steps).filter((name) => wanted.length === 0 || wanted.includes(name));
const listOf = (nouns) => nouns.join(', ').replace(/, ([^,]*)$/, ' and $1');
const started = performance.now();
const seconds = () => (performance.now() - started) / 1000;
const showElapsed = () => {
  const line = `… Building ${listOf(names.map((name) => noun[name]))}  ${Math.round(seconds())} s`;
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
};
showElapsed();
const timer = setInterval(showElapsed, process.stderr.isTTY ? 1000 : 2000);
await mkdir(output, { recursive: true });
await Promise.all(names.map((name) => steps[name]())).catch((error) => {
  // What is wrong with the code, esbuild has told by itself.
  if (!error.errors) process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
clearInterval(timer);
if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
const built = { ...noun, functions: `${Object.keys(handlers()).length} functions` };
process.stdout.write(`Built ${listOf(names.map((name) => built[name]))} in ${seconds().toFixed(1)} s.\n`);
