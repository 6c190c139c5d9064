import { type Tool, failure } from '../../process/tool';
import type { Outcome } from '../../process/outcome';

const units: Record<string, number> = { '': 1, s: 1, m: 60, h: 3600, d: 86400 };
const relativeUnits: Record<string, number> = {
  sec: 1,
  second: 1,
  min: 60,
  minute: 60,
  hour: 3600,
  day: 86400,
  week: 604800,
};

/** Returns the seconds of a duration such as `90`, `1.5m`, `infinity`, or undefined when it is none. */
export function secondsOf(text: string): number | undefined {
  if (/^inf(inity)?$/i.test(text)) return Number.POSITIVE_INFINITY;
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text);
  return match === null ? undefined : Number(match[1]) * (units[match[2] ?? ''] ?? 1);
}

/** `sleep`: in simulated time; as long as asked, or until killed. */
const sleep: Tool = async (call): Promise<Outcome> => {
  if (call.args.length === 0) return failure('sleep: missing operand');
  let total = 0;
  for (const argument of call.args) {
    const seconds = secondsOf(argument);
    if (seconds === undefined) return failure(`sleep: invalid time interval '${argument}'`);
    total += seconds;
  }
  if (total === Number.POSITIVE_INFINITY) await call.process.task.hang(call.signal);
  else await call.spend(total);
  return { exitCode: 0, stdout: '', stderr: '' };
};

/** `timeout`: ends the program after simulated time with exit code 124 (137 for -s KILL). */
const timeout: Tool = async (call): Promise<Outcome> => {
  const args = [...call.args];
  let signal = 'TERM';
  let keepsStatus = false;
  while (args[0]?.startsWith('-') === true) {
    const option = args.shift() as string;
    if (option === '-s' || option === '--signal') signal = (args.shift() ?? '').replace(/^SIG/, '');
    else if (option.startsWith('--signal=')) signal = option.slice('--signal='.length).replace(/^SIG/, '');
    else if (option === '-k' || option === '--kill-after') args.shift();
    else if (option === '--preserve-status') keepsStatus = true;
    else if (!/^(--foreground|-v|--verbose|--kill-after=.*|-k.+)$/.test(option))
      return failure(`timeout: unrecognized option '${option}'`, 125);
  }
  const [limit = '', ...words] = args;
  const seconds = secondsOf(limit);
  if (seconds === undefined) return failure(`timeout: invalid time interval '${limit}'`, 125);
  if (words.length === 0) return failure('timeout: missing operand', 125);
  let isOver = false;
  let cancel: () => void = () => undefined;
  const outcome = await call.system.processes.foreground(
    call.process,
    { words, cwd: call.cwd, environment: call.environment, user: call.user, stdin: call.stdin },
    (child) => {
      if (seconds === 0 || seconds === Number.POSITIVE_INFINITY) return;
      const timer = call.system.host.clock.after(seconds * 1000, () => {
        isOver = true;
        child.kill(signal);
      });
      cancel = () => timer.cancel();
    },
  );
  cancel();
  return isOver && !keepsStatus && signal !== 'KILL' ? { ...outcome, exitCode: 124 } : outcome;
};

function epochOf(text: string, now: number): number | undefined {
  const plain = text.trim().toLowerCase();
  const days: Record<string, number> = { now: 0, today: 0, yesterday: -1, tomorrow: 1 };
  if (days[plain] !== undefined) return now / 1000 + (days[plain] ?? 0) * 86400;
  const match = /^(?:now )?([+-]?\s*\d+) (sec|second|min|minute|hour|day|week)s?( ago)?$/.exec(plain);
  if (match === null) return undefined;
  const amount = Number((match[1] ?? '').replace(/\s/g, '')) * (relativeUnits[match[2] ?? ''] ?? 1);
  return now / 1000 + (match[3] === undefined ? amount : -amount);
}

/** `date`: the shell's own, told what time it is on the simulated clock. */
const date: Tool = (call) => {
  const now = call.system.host.clock.now();
  const args = [...call.args];
  const index = args.findIndex((argument) => argument === '-d' || argument.startsWith('--date'));
  const at = (seconds: number) => `@${Math.floor(seconds)}`;
  if (index < 0) {
    if (
      args.some(
        (argument) =>
          argument === '-r' || argument.startsWith('--reference') || argument === '-s' || argument.startsWith('--set'),
      )
    ) {
      return failure('date: only showing the time of now or of -d is modeled by this simulation');
    }
    return call.builtin([
      '-d',
      at(now / 1000),
      ...args.map((argument) => argument.replaceAll('%N', String((now % 1000) * 1_000_000).padStart(9, '0'))),
    ]);
  }
  const joined = (args[index] ?? '').startsWith('--date=');
  const given = joined ? (args[index] ?? '').slice('--date='.length) : (args[index + 1] ?? '');
  const epoch = epochOf(given, now);
  if (epoch !== undefined) args.splice(index, joined ? 1 : 2, '-d', at(epoch));
  return call.builtin(args);
};

export const timeTools: Record<string, Tool> = { sleep, timeout, date };
