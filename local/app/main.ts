import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readAccount, takeImageNames } from './account';
import type { JobArguments } from './arguments';
import { parseArguments, USAGE } from './arguments';
import { buildRecipe, spawnCommand } from './build';
import { runNode } from './child';
import { billed, leftovers } from './leftovers';
import type { RunView } from './progress';
import { leaveServedFile, requireNoOther } from './served-file';
import type { Local } from './local';
import { startLocal } from './start';

const project = resolve(__dirname, '..', '..');
const servedFile = join(project, '.spawn', 'local.json');
const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function synthesize(): Promise<string> {
  const { code, stderr } = await runNode(project, [join(project, 'dist', 'infra', 'app.js')]);
  if (code !== 0)
    throw Object.assign(new Error(`Could not synthesize the app:\n${stderr.trim()}`), { name: 'SynthFailed' });
  return join(project, 'cdk.out');
}

async function runJob(local: Local, { recipe, name, once }: JobArguments): Promise<number> {
  const before = billed(local);
  const run = await buildRecipe(project, local, { recipe, name }, say).catch(async (error: Error) => {
    await sayLeftovers(local, before);
    throw error;
  });
  if (run.status !== 'succeeded') return reportFailure(local, run, before);
  const { stdout, stderr } = await spawnCommand(project, ['list-amis', '--region', 'all']);
  say('');
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  if (!once)
    say(
      `\nNext:\n  npx spawn launch my-instance --ami-stack ${stackOf(run)} --instance-type m7i.large\n  npx spawn builds show ${run.build_id}\n  npx spawn list-amis --json`,
    );
  return 0;
}

const stackOf = (run: RunView): string => (run as RunView & { stack?: string }).stack ?? 'pytorch';

async function sayLeftovers(local: Local, before: readonly string[]): Promise<void> {
  const left = await leftovers(local, before);
  say(
    left.length === 0
      ? 'Nothing is left in the simulated account.'
      : `Still in the simulated account: ${left.join(', ')}`,
  );
}

async function reportFailure(local: Local, run: RunView, before: readonly string[]): Promise<number> {
  const { name = 'Failed', message = run.status, stage } = run.failure ?? {};
  say(`${run.build_id} ${run.status}${stage ? ` at ${stage}` : ''}: ${name}: ${message}`);
  await sayLeftovers(local, before);
  return 1;
}

function sayHowToReach(local: Local): void {
  const { accessKeyId, secretAccessKey } = local.operatorCredentials;
  say(`\nServing on ${local.url}. Press Ctrl-C to stop. \`npx spawn\` in this project uses it; for other tools, run:`);
  say(
    `  export AWS_ENDPOINT_URL=${local.url} AWS_REGION=${local.world.homeRegion} AWS_DEFAULT_REGION=${local.world.homeRegion}`,
  );
  say(`  export AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}`);
}

const interrupted = (): Promise<void> =>
  new Promise((done) => {
    process.once('SIGINT', done);
    process.once('SIGTERM', done);
  });

async function main(): Promise<number> {
  const given = parseArguments(process.argv.slice(2));
  if (!given) {
    process.stdout.write(USAGE);
    return 0;
  }
  requireNoOther(servedFile);
  if (!given.serveOnly && !existsSync(resolve(project, given.recipe)))
    throw Object.assign(new Error(`Recipe not found: ${given.recipe}`), { name: 'WrongUsage' });
  const account = readAccount(given.account);
  const assembly = given.assembly ? resolve(given.assembly) : await synthesize();
  const began = performance.now();
  const local = await startLocal({
    assembly,
    tier: 'workers',
    speed: given.speed,
    port: given.port,
    seed: given.seed,
    workerFile: join(__dirname, 'function-worker.js'),
    ec2: { disabledRegions: account.disabled_regions },
    onLog: given.verbose ? (name, line) => say(`${name} ${line}`) : undefined,
  });
  const removeFile = leaveServedFile(servedFile, local, given.speed);
  const stop = interrupted();
  say(
    `Local mode started in ${Math.round(performance.now() - began)} ms. Simulated time runs ${given.speed} times as fast as real time.`,
  );
  try {
    await takeImageNames(local, account.images);
    const job = given.serveOnly ? Promise.resolve(0) : runJob(local, given);
    const code = await Promise.race([job, stop.then(() => 130)]);
    if (given.once || code === 130) return code;
    sayHowToReach(local);
    await stop;
    return code;
  } finally {
    removeFile();
    await local.close();
  }
}

main().then(
  (code) => process.exit(code),
  (error: Error & { exitCode?: number }) => {
    say(
      error.name === 'WrongUsage'
        ? `${error.message}\n\n${USAGE}`
        : error.name === 'JobFailed'
          ? error.message
          : `${error.name}: ${error.message}`,
    );
    process.exit(error.exitCode ?? (error.name === 'WrongUsage' ? 2 : 1));
  },
);
