import { parseArgs } from 'node:util';
import { estimate, most } from './run/limits';

export interface Arguments {
  stage: string;
  region: string;
  copyRegion: string;
  builds: number;
  /** Asks nothing. */
  yes: boolean;
  /** Starts local mode, and uses it in place of AWS. */
  local: boolean;
  /** Only removes what an earlier run has left. */
  remove: boolean;
  /** Folder of the report. */
  report?: string;
}

export const usage = `Deploys a throw-away stage to your account, asks AWS what only an account can settle, and removes everything again.

npm run accept -- --stage NAME [options]
  --stage NAME       the stage, which must not exist yet: one to twelve of a-z, 0-9 and -
  --region R         its home region (default: AWS_REGION, or us-east-1)
  --copy-region R    the region that one image is copied to (default: us-west-2, or us-east-2 if that is the home region)
  --builds N         how many times Ubuntu and Amazon Linux are built: 2 to 20 (default 10)
  --yes              do not ask, for scripts
  --local            use a local mode of its own in place of AWS: nothing is deployed, and nothing of AWS is confirmed
  --remove           only remove what an earlier run of this machine has left of the stage in this account
  --report FOLDER    folder of the report (default: reports; dist/accept unless AWS has answered)
`;

const wrong = (message: string): Error => Object.assign(new Error(message), { name: 'WrongUsage' });

/** Parses the command line. Returns undefined for --help. Throws WrongUsage for what it cannot take. */
export function parseArguments(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Arguments | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const options = {
    stage: text,
    region: text,
    'copy-region': text,
    builds: text,
    report: text,
    yes: flag,
    local: flag,
    remove: flag,
    help: flag,
  };
  let values;
  try {
    ({ values } = parseArgs({ args: [...words], options }));
  } catch (error) {
    throw wrong((error as Error).message);
  }
  if (values.help) return undefined;
  const { yes, local, remove, report } = values;
  const stage = values.stage ?? (local ? 'accept' : undefined);
  if (stage === undefined || !/^[a-z][a-z0-9-]{0,11}$/.test(stage))
    throw wrong(`--stage ${stage ?? 'is missing'}: one to twelve of a-z, 0-9 and -, beginning with a letter`);
  const region = values.region ?? ((local ? undefined : environment.AWS_REGION) || 'us-east-1');
  const copyRegion = values['copy-region'] ?? (region === 'us-west-2' ? 'us-east-2' : 'us-west-2');
  if (copyRegion === region) throw wrong(`--copy-region ${copyRegion} is the home region: choose another`);
  const builds = Number(values.builds ?? '10');
  if (!Number.isInteger(builds) || builds < 2 || builds > 20)
    throw wrong(`--builds ${values.builds}: a number from 2 to 20`);
  return { stage, region, copyRegion, builds, yes, local, remove, ...(report !== undefined && { report }) };
}

/** Returns what a run will do to an account, for whoever is asked whether it may. */
export function announcement({ stage, region, copyRegion, builds, remove }: Arguments, account: string): string {
  if (remove)
    return `Removes everything of the stage ${stage} in ${region} and ${copyRegion} of account ${account}: its stacks, images, snapshots, instances, table and bucket.`;
  return [
    `Deploys the stage ${stage} to ${region} in account ${account} with the credentials of this terminal, and then:`,
    '  - checks the account (doctor) and builds the smoke image',
    `  - builds Ubuntu ${builds} times, Amazon Linux ${builds} times and the GPU base once, and publishes two images`,
    `  - copies one image to ${copyRegion}, and asks AWS ten questions`,
    '  - runs the nightly checks and one cleanup',
    `  - removes everything again, and looks in ${region} and ${copyRegion} whether anything is left`,
    `It costs about ${estimate(builds).toFixed(2)} dollars and at most ${most.dollars}, and takes at most ${most.minutes / 60} hours.`,
    'Ctrl-C ends it early and removes everything too.',
  ].join('\n');
}
