import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readAccount, takeImageNames } from './account';
import { parseArguments, USAGE } from './arguments';
import { runNode } from './child';
import { runJob } from './job';
import { leaveServedFile, requireNoOther } from './served-file';
import type { Local } from './local';
import { startLocal } from './start';
import { formatSeconds, whileWaiting } from './waiting';

const project = resolve(__dirname, '..', '..');
const servedFile = join(project, '.spawn', 'local.json');
const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function synthesize(): Promise<string> {
  const began = performance.now();
  const work = runNode(project, [join(project, 'dist', 'infra', 'app.js')]);
  const { code, stderr } = await whileWaiting('Synthesizing the app', work);
  if (code !== 0)
    throw Object.assign(new Error(`Could not synthesize the app:\n${stderr.trim()}`), { name: 'SynthFailed' });
  say(`Synthesized the app in ${formatSeconds(performance.now() - began)}.`);
  return join(project, 'cdk.out');
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
  const starting = startLocal({
    assembly,
    tier: 'workers',
    speed: given.speed,
    port: given.port,
    seed: given.seed,
    workerFile: join(__dirname, 'function-worker.js'),
    ec2: { disabledRegions: account.disabled_regions },
    webhooks: given.webhooks,
    secrets: given.secrets,
    onLog: given.verbose ? (name, line) => say(`${name} ${line}`) : undefined,
  });
  const local = await whileWaiting('Starting the simulation of AWS', starting);
  const removeFile = leaveServedFile(servedFile, local, given.speed);
  const stop = interrupted();
  const started = `Local mode started in ${formatSeconds(performance.now() - began)}.`;
  // The command that runs the job says the speed itself.
  say(given.serveOnly ? `${started} Simulated time runs ${given.speed}× real time.` : started);
  const ending = new AbortController();
  try {
    await takeImageNames(local, account.images);
    const job = given.serveOnly ? Promise.resolve(0) : runJob({ project, local, say, signal: ending.signal }, given);
    const code = await Promise.race([job, stop.then(() => 130)]);
    if (given.once || code === 130) return code;
    sayHowToReach(local);
    await stop;
    return code;
  } finally {
    ending.abort();
    removeFile();
    await local.close();
  }
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    const forPeople: Record<string, string> = {
      WrongUsage: `${error.message}\n\n${USAGE}`,
      AlreadyRuns: error.message,
    };
    say(forPeople[error.name] ?? `${error.name}: ${error.message}`);
    process.exit(error.name === 'WrongUsage' ? 2 : 1);
  },
);
