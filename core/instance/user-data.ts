import { SpawnError } from '../errors';
import { jobVariables, type PlannedInstance } from './job-array';
import { shellQuote } from '../lib/shell-quote';

/** EC2 accepts 16 KiB of user data: docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html. */
export const largestUserData = 16_384;

/** File on the instance with the output of a launch's command. */
export const jobLog = '/var/log/spawn-job.log';

const shells = /^#!\s*(?:\/usr)?\/bin\/(?:env\s+)?((?:ba)?sh)((?:[ \t]+-[A-Za-z]+)*)[ \t]*$/;

/** The parts that the first boot runs, in this order; each is optional. */
export interface UserDataParts {
  /** The script of the deployment. */
  bootstrap?: string | null;
  /** The user data of the launch. */
  own?: string;
  /** Shell command, which gets the variables of the instance's position in a job array. */
  command?: string;
}

/**
 * Returns the user data of an instance. User data alone is unchanged. Otherwise the parts become one bash script, where
 * each part runs in its own shell regardless of earlier failures, and the exit code is the first that is not 0. Throws
 * InvalidRequest for a part that is no shell script, and TooLarge when EC2 would refuse the whole.
 */
export function joinUserData(
  { bootstrap, own, command }: UserDataParts,
  instance: PlannedInstance,
): string | undefined {
  const alone = !bootstrap && command === undefined;
  const text = alone
    ? own
    : scriptOf([bootstrap || undefined, own], command === undefined ? [] : [commandLine(command, instance)]);
  const size = Buffer.byteLength(text ?? '');
  if (size <= largestUserData) return text;
  const others = [bootstrap && 'the bootstrap of this deployment', command && 'the command']
    .filter(Boolean)
    .join(' and ');
  throw new SpawnError(
    'TooLarge',
    `the user data has ${size} bytes${others && `, including ${others}`}, and the limit of EC2 is ${largestUserData}: download the rest in the script.`,
    { limit: largestUserData },
  );
}

function scriptOf(scripts: readonly (string | undefined)[], lines: readonly string[]): string {
  const parts = [
    ...scripts.filter((script) => script !== undefined && script !== '').map((script) => shellLine(script as string)),
    ...lines,
  ];
  return [
    '#!/bin/bash',
    'status=0',
    'keep() { [ "$status" -ne 0 ] || status=$1; }',
    ...parts.map((part) => `${part} || keep $?`),
    'exit "$status"',
    '',
  ].join('\n');
}

function shellLine(script: string): string {
  const [first = ''] = script.split('\n', 1);
  const [, shell, options] = shells.exec(first) ?? [];
  if (shell === undefined) {
    throw new SpawnError(
      'InvalidRequest',
      `the user data begins with '${first.slice(0, 60)}' and is not a shell script, so it cannot be combined with a command or the bootstrap of this deployment: begin it with #!/bin/bash, or put it into the image.`,
      { field: 'user_data' },
    );
  }
  return `/bin/${shell}${options ?? ''} -c ${shellQuote(script)}`;
}

function commandLine(command: string, instance: PlannedInstance): string {
  const variables = Object.entries(jobVariables(instance)).map(([name, value]) => `${name}=${shellQuote(value)}`);
  return `${variables.join(' ')} /bin/bash -c ${shellQuote(command)} >${jobLog} 2>&1`;
}

/** Returns whether a text is a shell script that can be joined with others, as the bootstrap setting requires. */
export function isShellScript(text: string): boolean {
  return shells.test(text.split('\n', 1)[0] ?? '');
}
