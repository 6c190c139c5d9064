import { quote } from '../../script/quoting';
import { signalNumbers, type Process } from '../../process/state';
import { type Tool, type ToolCall, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';
import { secondsOf } from '../host/time';

/** `nohup`/`setsid`/`nice`…: run what follows; without a terminal there is nothing else to do. */
const passThrough =
  (ownOptions: RegExp): Tool =>
  (call) => {
    const args = [...call.args];
    while (args[0]?.startsWith('-') === true) {
      const option = args.shift() as string;
      if (!ownOptions.test(option))
        return failure(`${call.name}: option ${option} is not modeled by this simulation`, 125);
      if (/^-(n|c|p|u)$/.test(option)) args.shift();
    }
    if (args.length === 0) return failure(`${call.name}: missing operand`, 125);
    return call.start({ words: args, stdin: call.stdin });
  };

/** `setsid -f`/`--fork` does not wait for the program. */
const setsid: Tool = (call) => {
  if (call.args[0] !== '-f' && call.args[0] !== '--fork') return passThrough(/^(-w|--wait)$/)(call);
  detach(call, call.args.slice(1));
  return success();
};

function detach(call: ToolCall, words: string[]): void {
  call.system.processes.background({ words, cwd: call.cwd, environment: call.environment, user: call.user });
}

/** `systemd-run`: a transient unit that outlives the agent; --wait and --pipe wait for it, --on-active delays it. */
const systemdRun: Tool = async (call) => {
  if (call.user !== 'root')
    return failure('Failed to start transient service unit: Interactive authentication required.');
  const args = [...call.args];
  let name = `run-r${call.process.pid}.service`;
  let delay = 0;
  let waits = false;
  const environment: Record<string, string> = {};
  while (args[0]?.startsWith('-') === true) {
    const [option = '', joined] = (args.shift() as string).split(/=(.*)/s);
    const value = () => joined ?? args.shift() ?? '';
    if (option === '--unit' || option === '-u') name = value().replace(/(\.service)?$/, '.service');
    else if (option === '--on-active')
      delay =
        secondsOf(
          value()
            .replace(/(?<=\d)(sec|seconds?)$/, 's')
            .replace(/(?<=\d)min(utes?)?$/, 'm'),
        ) ?? Number.NaN;
    else if (option === '--setenv' || option === '-E') {
      const [key = '', text] = value().split(/=(.*)/s);
      environment[key] = text ?? call.environment[key] ?? '';
    } else if (option === '--wait' || option === '--pipe' || option === '-P') waits = true;
    else if (
      option === '-p' ||
      option === '--property' ||
      option === '--description' ||
      option === '--slice' ||
      option === '--uid' ||
      option === '--working-directory'
    )
      value();
    else if (
      !/^(--collect|-G|--no-block|--quiet|-q|--same-dir|-d|--no-ask-password|-p.+|--service-type|-r|--remain-after-exit|--system|--send-sighup)$/.test(
        option,
      )
    ) {
      return notModeled(call, `option ${option}`);
    }
    if (option === '--') break;
  }
  if (Number.isNaN(delay)) return failure('systemd-run: Failed to parse timer value');
  if (args[0] === '--') args.shift();
  if (args.length === 0) return failure('Command line to execute required.');
  if (call.system.units.isActive(name))
    return failure(`Failed to start transient service unit: Unit ${name} was already loaded or has a fragment file.`);
  const script = args.map(quote).join(' ');
  if (delay > 0) {
    call.system.host.clock.after(
      delay * 1000,
      () => {
        if (!call.system.processes.isStopped) call.system.units.launch(name, script, undefined, environment);
      },
      { background: true },
    );
    return {
      exitCode: 0,
      stdout: '',
      stderr: `Running timer as unit: ${name.replace('.service', '.timer')}\nWill run service as unit: ${name}\n`,
    };
  }
  const { done } = call.system.units.launch(name, script, undefined, environment);
  if (!waits) return { exitCode: 0, stdout: '', stderr: `Running as unit: ${name}\n` };
  return (await call.process.task.waitFor(done, call.signal)) ?? failure('', 137);
};

function send(process: Process, signal: string): void {
  if (signal === '0' || signal === 'CONT' || signal === 'HUP' || signal === 'USR1' || signal === 'USR2') return;
  process.kill(signal);
}

const signalOf = (option: string): string | undefined => {
  const name = option.replace(/^-/, '').replace(/^SIG/, '').toUpperCase();
  if (name === '0' || signalNumbers[name] !== undefined) return name;
  return Object.entries(signalNumbers).find(([, number]) => String(number) === name)?.[0];
};

/** `kill [-SIGNAL] PID…`. */
const kill: Tool = (call) => {
  const args = [...call.args];
  let signal = 'TERM';
  if (args[0] === '-l') return success(`${Object.keys(signalNumbers).join(' ')}\n`);
  if (args[0] === '-s') signal = signalOf(args.splice(0, 2)[1] ?? '') ?? '';
  else if (args[0]?.startsWith('-') === true) signal = signalOf(args.shift() as string) ?? '';
  if (signal === '') return failure('bash: kill: invalid signal specification');
  const outcome: Outcome = success();
  for (const text of args) {
    const process = call.system.processes.find(Number(text.replace(/^%/, '')));
    if (process === undefined) {
      outcome.exitCode = 1;
      outcome.stderr += `bash: kill: (${text}) - No such process\n`;
    } else send(process, signal);
  }
  return outcome;
};

function matching(call: ToolCall): { found: Process[]; rest: string[] } {
  const pattern = call.args.filter((argument) => !argument.startsWith('-')).pop() ?? '';
  const expression = new RegExp(call.args.includes('-x') ? `^(?:${pattern})$` : pattern);
  const isFull = call.args.some((argument) => /^-[a-z]*f[a-z]*$/.test(argument));
  const found = call.system.processes.list().filter((process) => {
    if (process === call.process || process === call.process.parent) return false;
    const program = process.command.split(/\s/)[0]?.split('/').pop() ?? '';
    return expression.test(isFull ? process.command : program);
  });
  return { found, rest: call.args.filter((argument) => argument.startsWith('-')) };
}

const pgrep: Tool = (call) => {
  const { found } = matching(call);
  const isLong = call.args.some(
    (argument) => argument === '-a' || argument === '-l' || argument === '-fa' || argument === '-af',
  );
  return {
    exitCode: found.length === 0 ? 1 : 0,
    stdout: found.map((one) => `${one.pid}${isLong ? ` ${one.command}` : ''}\n`).join(''),
    stderr: '',
  };
};

const pkill: Tool = (call) => {
  const { found, rest } = matching(call);
  const signal = rest.map(signalOf).find((one) => one !== undefined) ?? 'TERM';
  found.forEach((process) => send(process, signal));
  return { exitCode: found.length === 0 ? 1 : 0, stdout: '', stderr: '' };
};

const ps: Tool = (call) => {
  const rows = [
    { user: 'root', pid: 1, command: '/usr/lib/systemd/systemd' },
    ...call.system.processes.list().map(({ user, pid, command }) => ({ user, pid, command })),
  ];
  return success(
    `USER         PID %CPU %MEM COMMAND\n${rows.map(({ user, pid, command }) => `${user.padEnd(10)} ${String(pid).padStart(5)}  0.0  0.1 ${command}\n`).join('')}`,
  );
};

export const jobTools: Record<string, Tool> = {
  nohup: passThrough(/^$/),
  setsid,
  nice: passThrough(/^(-n|-n.+|-\d+)$/),
  ionice: passThrough(/^(-c|-n|-c\d|-n\d)$/),
  stdbuf: passThrough(/^-[oei].+$/),
  'systemd-run': systemdRun,
  kill,
  pkill,
  killall: pkill,
  pgrep,
  ps,
};
