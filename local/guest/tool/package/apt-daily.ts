import type { System } from '../../process/system';
import { distribution } from '../../process/system';
import { type Tool, type ToolCall, failure, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';

/** Simulated seconds that the system's own update takes: at least and at most. */
const updating = [20, 60] as const;
const unit = 'apt-daily.service';

/**
 * Ubuntu updates its package lists by itself in the first minute, once cloud-init is done (systemd's ordering:
 * cloud-final before apt-daily).
 */
export function updateByItself(system: System): void {
  if (distribution(system.files) === 'amzn' || !system.files.exists(`/usr/lib/systemd/system/${unit}`)) return;
  void system.userDataDone.then(() => {
    if (!system.processes.isStopped) void system.units.start(unit, (end) => end);
  });
}

/** What `apt.systemd.daily` does: it holds the locks of apt and dpkg for a while. */
const aptDaily: Tool = async (call): Promise<Outcome> => {
  const [least, most] = updating;
  call.system.aptIsLocked = true;
  await call.spend(least + call.system.host.random() * (most - least));
  call.system.aptIsLocked = false;
  return call.signal.aborted ? failure('', 143) : success();
};

/** Seconds that apt waits for dpkg's lock: by default it does not wait. */
function lockTimeout(call: ToolCall): number {
  const texts = [...call.files.files('/etc/apt/apt.conf.d').map((path) => call.files.textOr(path)), ...call.args];
  const values = texts.flatMap((text) =>
    [...text.matchAll(/DPkg::Lock::Timeout[\s=]*"?(\d+)/gi)].map((match) => Number(match[1])),
  );
  return values.at(-1) ?? 0;
}

/**
 * Returns the refusal of apt while the system updates itself. A lock of dpkg is waited for as `DPkg::Lock::Timeout`
 * says; that of the package lists never is (apt, apt-pkg/acquire.cc: GetLock).
 */
export async function lockedOut(call: ToolCall, what: 'lists' | 'packages'): Promise<Outcome | undefined> {
  if (what === 'packages') {
    for (let left = lockTimeout(call); left > 0 && call.system.aptIsLocked && !call.signal.aborted; left -= 1)
      await call.spend(1);
  }
  if (!call.system.aptIsLocked) return undefined;
  if (what === 'lists') {
    return failure(
      'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 812 (apt-get)\nE: Unable to lock directory /var/lib/apt/lists/',
      100,
    );
  }
  return failure(
    'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 812 (unattended-upgr)\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?',
    100,
  );
}

export const aptDailyTools: Record<string, Tool> = { 'apt.systemd.daily': aptDaily };
