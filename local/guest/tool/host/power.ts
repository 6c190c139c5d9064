import { type Tool, type ToolCall, failure, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';

const schedule = '/run/systemd/shutdown/scheduled';

function now(call: ToolCall, kind: 'shutdown' | 'reboot'): Outcome {
  if (call.user !== 'root')
    return failure(`Call to ${kind === 'reboot' ? 'Reboot' : 'PowerOff'} failed: Interactive authentication required.`);
  call.system.host.powerRequested(kind);
  return success();
}

/** `shutdown [-h|-r|-c] TIME`: now, or by a timer under /run that -c (or losing /run) takes back. */
const shutdown: Tool = (call) => {
  const { system, files } = call;
  if (call.user !== 'root') return failure('shutdown: Interactive authentication required.');
  if (call.args.includes('-c')) {
    files.remove(schedule);
    return success();
  }
  const kind = call.args.some((argument) => argument === '-r' || argument === '--reboot') ? 'reboot' : 'shutdown';
  const time =
    call.args.find((argument) => /^(now|\+?\d+)$/.test(argument)) ??
    (call.args.some((argument) => /^\d+:\d+$/.test(argument)) ? undefined : '+1');
  if (time === undefined) return failure('shutdown: only now and +minutes are modeled by this simulation');
  const minutes = time === 'now' ? 0 : Number(time);
  if (minutes === 0) return now(call, kind);
  const moment = system.host.clock.now() + minutes * 60_000;
  const entry = `USEC=${moment * 1000}\nMODE=${kind === 'reboot' ? 'reboot' : 'poweroff'}\n`;
  files.write(schedule, entry);
  system.host.clock.after(
    minutes * 60_000,
    () => {
      if (files.textOr(schedule) === entry) system.host.powerRequested(kind);
    },
    { background: true },
  );
  return {
    exitCode: 0,
    stdout: '',
    stderr: `${kind === 'reboot' ? 'Reboot' : 'Shutdown'} scheduled for ${new Date(moment).toISOString()}, use 'shutdown -c' to cancel.\n`,
  };
};

export const powerTools: Record<string, Tool> = {
  shutdown,
  reboot: (call) => now(call, 'reboot'),
  poweroff: (call) => now(call, 'shutdown'),
  halt: (call) => now(call, 'shutdown'),
};
