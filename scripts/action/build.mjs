import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

// The step of the action: runs `spawn build` as the inputs say, and writes the outputs. Exits as the command does.
const command = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', 'cli', 'bin', 'spawn.js');

const input = (name) => (process.env[`INPUT_${name}`] ?? '').trim();

function refuse(sentence) {
  process.stdout.write(`::error::${sentence}\n`);
  process.exit(2);
}

function wordsOf() {
  const [recipe, wait, timeout] = ['RECIPE', 'WAIT', 'TIMEOUT'].map(input);
  if (recipe === '') refuse('the input recipe is missing: set it to the path of a recipe');
  if (wait !== 'true' && wait !== 'false') refuse(`the input wait is '${wait}': set it to true or false`);
  const regions = input('REGIONS')
    .split(/[\s,]+/)
    .filter(Boolean);
  return [
    'build',
    ...regions.flatMap((region) => ['--region', region]),
    ...(wait === 'true' ? ['--wait', ...(timeout === '' ? [] : ['--timeout', timeout])] : []),
    '--output',
    'json',
    '--',
    recipe,
  ];
}

function environment() {
  const [stage, homeRegion] = [input('STAGE'), input('HOME_REGION')];
  return {
    ...process.env,
    ...(stage !== '' && { SPAWN_STAGE: stage }),
    ...(homeRegion !== '' && { SPORE_REGION: homeRegion }),
  };
}

/** Returns a message as the command prints it for people; a line that is not JSON is Node's own. */
function textOf(line) {
  try {
    const { level, message, hint } = JSON.parse(line);
    const text = level === 'warning' || level === 'error' ? `${level}: ${message}` : message;
    return hint === undefined ? text : `${text}\n${hint}`;
  } catch {
    return line;
  }
}

/** The image ids of the home account by region: the image itself and the copies that are finished. */
function imagesByRegion({ region, ami_id, replicas = [] }) {
  const copies = replicas.filter(({ account, status }) => account === undefined && status === 'available');
  const images = ami_id === undefined ? copies : [{ region, ami_id }, ...copies];
  return Object.fromEntries(images.map((image) => [image.region, image.ami_id]));
}

function writeOutputs(run) {
  const outputs = {
    'build-id': run.build_id,
    'ami-id': run.ami_id ?? '',
    'ami-ids': JSON.stringify(imagesByRegion(run)),
  };
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${value}\n`);
  appendFileSync(process.env.GITHUB_OUTPUT, lines.join(''));
}

const child = spawn(process.execPath, [command, ...wordsOf()], {
  env: environment(),
  stdio: ['ignore', 'pipe', 'pipe'],
});
// With JSON, each message on stderr is an object on a line of its own; the log of the workflow is for people.
createInterface({ input: child.stderr }).on('line', (line) => process.stderr.write(`${textOf(line)}\n`));
let answer = '';
child.stdout.setEncoding('utf8').on('data', (text) => (answer += text));
child.once('close', (code) => {
  process.stdout.write(answer);
  // A build that failed is answered too; a refused request is not.
  if (answer !== '') writeOutputs(JSON.parse(answer));
  process.exit(code ?? 1);
});
