import { SpawnError } from '../errors';
import { jobVariables, type PlannedInstance } from './job-array';
import { shellQuote } from '../lib/shell-quote';

/** EC2 takes 16 KiB of user data: docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html. */
export const largestUserData = 16_384;

/** Where the output of a launch's command goes on the instance. */
export const jobLog = '/var/log/spawn-job.log';

const shells = /^#!\s*(?:\/usr)?\/bin\/(?:env\s+)?((?:ba)?sh)((?:[ \t]+-[A-Za-z]+)*)[ \t]*$/;

/** What the first boot runs, in this order; each is left out when there is none. */
export interface UserDataParts {
  /** The deployment's own script. */
  bootstrap?: string | null;
  /** The launch's. */
  own?: string;
  /** Shell command with the variables of the instance's place in a job array. */
  command?: string;
}

/**
 * The user data of an instance. User data alone stays as it is; otherwise the parts become one bash script, where each
 * runs in a shell of its own whatever the one before ended with, and the exit code is the first that is not 0. Throws
 * InvalidRequest for a part that is no shell script, TooLarge when EC2 would not take the whole.
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

/** Whether a text is a shell script that can be joined with others: what the setting of the bootstrap must be. */
export function isShellScript(text: string): boolean {
  return shells.test(text.split('\n', 1)[0] ?? '');
}
