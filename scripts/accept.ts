import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { askForClock } from '../cli/client/local-file';
import type { DeploymentAnswer } from '../core/api/contract/deployment';
import { version } from '../package.json';
import { announcement, parseArguments, usage, type Arguments } from './accept/arguments';
import { markerOf } from './accept/marker';
import { apiOf, lateApi } from './accept/reach/api';
import { useLocalMode, type OwnLocalMode } from './accept/reach/local';
import { Caller } from './accept/reach/sdk';
import { sessionOf } from './accept/reach/session';
import { writeReport } from './accept/report/write';
import { runCourse, type Outcome } from './accept/run/course';
import { interruptOf } from './accept/run/interrupt';
import { estimate, most } from './accept/run/limits';
import { synthesize } from './accept/stage/cdk';
import { deployerOf } from './accept/stage/deployer';
import type { Left } from './accept/stage/left';
import { removeAll } from './accept/stage/remove';

const project = join(__dirname, '..');
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const failure = (name: string, message: string): Error => Object.assign(new Error(message), { name });

async function agreed({ yes }: Arguments): Promise<boolean> {
  if (yes) return true;
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await reader.question('Continue? [y/N] ')).trim());
  } finally {
    reader.close();
  }
}

/** Returns the number of the account of this terminal's credentials. Throws NoCredentials with the reason. */
async function accountOf(caller: Caller, region: string): Promise<string> {
  try {
    return String((await caller.call('sts', 'GetCallerIdentity', region, {})).Account);
  } catch (error) {
    const { name, message } = error as Error;
    throw failure(
      'NoCredentials',
      `AWS did not say which account this is (${name}: ${message}): set AWS_PROFILE, or run aws sso login`,
    );
  }
}

/** Runs everything against a deployment that is there, of local mode: it is not deployed and not removed. */
async function againstLocalMode(given: Arguments, signal: AbortSignal, own?: OwnLocalMode): Promise<number> {
  const caller = new Caller();
  const way = { caller, api: await apiOf(caller, given), clock: own?.clock };
  const { stage, home_region: region } = await sessionOf(given, way).api.get<DeploymentAnswer>('/v1/deployment');
  const there = { ...given, stage, region };
  say(`Local mode answers at ${process.env.AWS_ENDPOINT_URL}. Nothing of AWS is confirmed.`);
  const outcome = await runCourse({
    session: sessionOf(there, { ...way, signal }),
    calm: sessionOf(there, way),
    signal,
    builds: given.builds,
    project: version,
    tell: say,
  });
  return conclude(given, outcome);
}

async function againstAws(given: Arguments, interrupt: AbortController): Promise<number> {
  const dollars = estimate(given.builds);
  if (dollars > most.dollars)
    throw failure(
      'WrongUsage',
      `--builds ${given.builds} costs about ${dollars} dollars, and ${most.dollars} is the most`,
    );
  if (!given.yes && !process.stdin.isTTY) throw failure('WrongUsage', 'nobody can be asked here: use --yes in scripts');
  const caller = new Caller();
  const account = await accountOf(caller, given.region);
  const place = { stage: given.stage, region: given.region, account };
  const marker = markerOf(project, place);
  if (given.remove) marker.require();
  say(announcement(given, account));
  if (!(await agreed(given))) return 1;
  const assembly = synthesize(project, given);
  const deployer = deployerOf(caller, { project, assembly, region: given.region });
  const api = lateApi(() => apiOf(caller, given), place);
  const calm = sessionOf(given, { caller, api });
  if (given.remove) {
    const left = await removeAll(calm, { deployer, before: [], tell: say });
    if (left.length === 0) marker.remove();
    return tellLeft(left) ? 1 : 0;
  }
  const outcome = await runCourse({
    session: sessionOf(given, { caller, api, signal: interrupt.signal }),
    calm,
    signal: interrupt.signal,
    deployer: {
      ...deployer,
      deploy: (signal) => {
        marker.write(new Date());
        return deployer.deploy(signal);
      },
    },
    builds: given.builds,
    project: version,
    tell: say,
  });
  if (outcome.left.length === 0) marker.remove();
  return conclude(given, outcome);
}

/** Prints what is left with the commands. Returns whether anything is. */
function tellLeft(left: readonly Left[]): boolean {
  if (left.length === 0) say('Nothing is left.');
  else say(`These could not be removed. Remove them with:\n${left.map(({ command }) => `  ${command}`).join('\n')}`);
  return left.length > 0;
}

function conclude(given: Arguments, { report, left, interrupted }: Outcome): number {
  const folder = given.report ?? (report.against === 'AWS' ? 'reports' : join('dist', 'accept'));
  const file = writeReport(folder, report);
  const leaves = tellLeft(left);
  say(`Report: ${file}`);
  if (interrupted) return 130;
  const failed = report.steps.some(({ outcome }) => outcome !== 'done');
  return failed || leaves || report.facts.some(({ verdict }) => verdict === 'refuted') ? 1 : 0;
}

async function main(): Promise<number> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const given = parseArguments(process.argv.slice(2), process.env);
  if (given === undefined) {
    process.stdout.write(usage);
    return 0;
  }
  const interrupt = interruptOf(process, { outputs: [process.stdout, process.stderr], say });
  if (given.local) {
    const own = await useLocalMode(synthesize(project, given), given.region);
    try {
      return await againstLocalMode(given, interrupt.signal, own);
    } finally {
      await own.close();
    }
  }
  const endpoint = process.env.AWS_ENDPOINT_URL;
  if (endpoint !== undefined && (await askForClock(endpoint, () => new Date())) !== undefined) {
    process.env.SPAWN_API_URL ??= endpoint;
    return againstLocalMode(given, interrupt.signal);
  }
  return againstAws(given, interrupt);
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    say(error.name === 'WrongUsage' ? `${error.message}\n\n${usage}` : `${error.name}: ${error.message}`);
    process.exit(error.name === 'WrongUsage' ? 2 : 1);
  },
);
