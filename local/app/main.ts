import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readAccount, takeImageNames } from './account';
import { readDownloads } from './assumptions';
import { howToGetHelp, parseArguments, USAGE, type JobArguments } from './arguments';
import { runNode } from './child';
import { createContainers, type Containers } from '../container/factory';
import { serveConsole, type ServedConsole } from './console';
import { runJob } from './job';
import { askForNewerBase } from './newer-base';
import { leaveServedFile, lostWith, requireNoOther } from './served-file';
import type { Local } from './simulation';
import { startLocal } from './start';
import type { Ec2Options } from '../services/ec2/state/options';
import { usualVisibility } from '../services/ec2/state/latencies';
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

function sayHowToReach(local: Local, served: ServedConsole | undefined): void {
  const { accessKeyId, secretAccessKey } = local.operatorCredentials;
  say(
    `\nServing on ${local.url}. Press Ctrl-C to stop. \`npx spawn\` in this project uses it. For an installed \`spawn\` elsewhere and for other tools, run there:`,
  );
  say(
    `  export AWS_ENDPOINT_URL=${local.url} AWS_REGION=${local.world.homeRegion} AWS_DEFAULT_REGION=${local.world.homeRegion}`,
  );
  say(`  export AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}`);
  if (served !== undefined) say(`Console: ${served.address}`);
}

const interrupted = (): Promise<void> =>
  new Promise((done) => {
    process.once('SIGINT', done);
    process.once('SIGTERM', done);
  });

/** Serves the console and prints its address, so that the build can be watched there. Local mode goes on without it. */
async function startConsole(signal: AbortSignal): Promise<ServedConsole | undefined> {
  try {
    const served = await serveConsole(project, signal);
    say(`Console: ${served.address}`);
    return served;
  } catch (error) {
    say(`The console was not started: ${(error as Error).message}`);
    return undefined;
  }
}

/** Returns the containers that instances become; undefined for the embedded machine. Says which it is, if asked. */
async function chooseMachines(wanted: JobArguments['containers']): Promise<Containers | undefined> {
  if (wanted === undefined) return undefined;
  try {
    const containers = await createContainers(wanted, { warn: say });
    say(`Instances are containers of ${containers.engine.command}.`);
    return containers;
  } catch (error) {
    if (!wanted.auto || (error as Error).name !== 'EngineMissing') throw error;
    say('No container engine is found: instances are simulated, and packages and downloads come from fixtures.');
    return undefined;
  }
}

/** Returns the options of EC2 for what is to become of spot instances. */
function spotOptions(how: JobArguments['spot']): Partial<Ec2Options> {
  if (how === 'none') return { spotCapacity: () => false };
  return how === undefined ? {} : { spotInterruption: () => how };
}

async function main(): Promise<number> {
  const given = parseArguments(process.argv.slice(2));
  if (!given) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (given.newerBase !== undefined) {
    for (const line of await askForNewerBase(servedFile, given.newerBase)) process.stdout.write(`${line}\n`);
    return 0;
  }
  requireNoOther(servedFile);
  const lost = lostWith(servedFile);
  if (lost !== undefined) say(lost);
  if (!given.serveOnly && !existsSync(resolve(project, given.recipe)))
    throw Object.assign(new Error(`Recipe not found: ${given.recipe}`), { name: 'WrongUsage' });
  const account = readAccount(given.account);
  const downloads = readDownloads(given.downloads, project);
  const assembly = given.assembly ? resolve(given.assembly) : await synthesize();
  const containers = await chooseMachines(given.containers);
  const began = performance.now();
  let served: ServedConsole | undefined;
  const starting = startLocal({
    assembly,
    tier: 'workers',
    speed: given.speed,
    port: given.port,
    seed: given.seed,
    workerFile: join(__dirname, 'function-worker.js'),
    ec2: {
      disabledRegions: account.disabled_regions,
      latencies: { visibility: usualVisibility },
      ...spotOptions(given.spot),
    },
    webhooks: given.webhooks,
    secrets: given.secrets,
    consoleUrl: () => served?.url,
    containers,
    machines: { assumePackages: given.assumePackages, downloads },
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
    if (!given.once) served = await startConsole(ending.signal);
    const job = given.serveOnly ? Promise.resolve(0) : runJob({ project, local, say, signal: ending.signal }, given);
    const code = await Promise.race([job, stop.then(() => 130)]);
    if (given.once || code === 130) return code;
    sayHowToReach(local, served);
    await stop;
    return code;
  } finally {
    ending.abort();
    removeFile();
    await local.close();
    await containers?.close();
  }
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    const forPeople: Record<string, string> = {
      WrongUsage: `${error.message}\n${howToGetHelp(process.argv)}`,
      AlreadyRuns: error.message,
      EngineMissing: error.message,
      NotRunning: error.message,
      UnknownFamily: error.message,
    };
    say(forPeople[error.name] ?? `${error.name}: ${error.message}`);
    process.exit(error.name === 'WrongUsage' ? 2 : 1);
  },
);
