import { type Tool, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';

const logs = ['/var/log/cloud-init.log', '/var/log/cloud-init-output.log'];

/** `cloud-init clean [--logs] [--seed] [--machine-id]` and `status [--wait]`. */
const cloudInit: Tool = async (call): Promise<Outcome> => {
  const [verb, ...flags] = call.args;
  if (verb === '--version') return success('/usr/bin/cloud-init 22.2.2\n');
  if (verb === 'clean') {
    const unknown = flags.find((flag) => !/^(--logs|-l|--seed|-s|--machine-id)$/.test(flag));
    if (unknown !== undefined) return notModeled(call, unknown);
    if (call.user !== 'root')
      return failure(
        "ERROR: Could not remove /var/lib/cloud/instance: [Errno 13] Permission denied: '/var/lib/cloud/instance'",
      );
    for (const name of call.files.list('/var/lib/cloud')) {
      if (name !== 'seed' || flags.includes('--seed') || flags.includes('-s'))
        call.files.remove(`/var/lib/cloud/${name}`);
    }
    if (flags.includes('--logs') || flags.includes('-l')) logs.forEach((path) => call.files.remove(path));
    if (flags.includes('--machine-id')) call.files.write('/etc/machine-id', 'uninitialized\n');
    return success();
  }
  if (verb === 'status') {
    if (flags.includes('--wait') || flags.includes('-w'))
      await call.process.task.waitFor(call.system.userDataDone, call.signal);
    return success(`status: ${call.files.exists('/run/cloud-init/result.json') ? 'done' : 'running'}\n`);
  }
  return notModeled(call, verb ?? 'running it without a command');
};

export const cloudInitTools: Record<string, Tool> = { 'cloud-init': cloudInit };
