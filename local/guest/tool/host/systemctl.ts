import { enablingLinks, readUnit, unitName } from '../../os/units';
import { type Tool, type ToolCall, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';

const changing = new Set([
  'start',
  'stop',
  'restart',
  'reload',
  'try-restart',
  'reload-or-restart',
  'enable',
  'disable',
  'mask',
  'unmask',
  'daemon-reload',
  'reset-failed',
]);

const missing = (verb: string, name: string): Outcome =>
  failure(`Failed to ${verb} unit: Unit file ${name} does not exist.`, 1);

function enable(call: ToolCall, name: string): Outcome {
  const unit = readUnit(call.files, name);
  if (unit === undefined) return missing('enable', name);
  if (unit.masked) return failure(`Failed to enable unit: Unit file ${unit.path} is masked.`);
  const targets = (unit.settings.get('Install.WantedBy') ?? []).flatMap((value) => value.split(/\s+/));
  if (targets.length === 0)
    return success(`The unit files have no installation config (WantedBy=…); ${name} cannot be enabled.\n`);
  let said = '';
  for (const target of targets) {
    const path = `/etc/systemd/system/${target}.wants/${name}`;
    if (call.files.node(path, false) !== undefined) continue;
    call.files.makeDirectory(`/etc/systemd/system/${target}.wants`);
    call.files.link(unit.path, path);
    said += `Created symlink ${path} → ${unit.path}.\n`;
  }
  return { exitCode: 0, stdout: '', stderr: said };
}

function disable(call: ToolCall, name: string): Outcome {
  if (readUnit(call.files, name) === undefined) return missing('disable', name);
  const links = enablingLinks(call.files, name);
  links.forEach((path) => call.files.remove(path));
  return { exitCode: 0, stdout: '', stderr: links.map((path) => `Removed "${path}".\n`).join('') };
}

function mask(call: ToolCall, name: string): Outcome {
  const path = `/etc/systemd/system/${name}`;
  const node = call.files.node(path, false);
  if (node?.kind === 'file') return failure(`Failed to mask unit: File ${path} already exists.`);
  call.files.remove(path);
  call.files.link('/dev/null', path);
  return { exitCode: 0, stdout: '', stderr: `Created symlink ${path} → /dev/null.\n` };
}

function state(call: ToolCall, verb: string, name: string): { text: string; good: boolean } {
  const { units } = call.system;
  if (verb === 'is-active' && units.isActivating(name)) return { text: 'activating', good: false };
  if (verb === 'is-active')
    return {
      text: units.isActive(name) ? 'active' : units.isFailed(name) ? 'failed' : 'inactive',
      good: units.isActive(name),
    };
  if (verb === 'is-failed')
    return {
      text: units.isFailed(name) ? 'failed' : units.isActive(name) ? 'active' : 'inactive',
      good: units.isFailed(name),
    };
  const unit = readUnit(call.files, name);
  if (unit === undefined) return { text: '', good: false };
  if (unit.masked) return { text: 'masked', good: false };
  if (enablingLinks(call.files, name).length > 0) return { text: 'enabled', good: true };
  return unit.settings.has('Install.WantedBy') ? { text: 'disabled', good: false } : { text: 'static', good: true };
}

function status(call: ToolCall, name: string): Outcome {
  const unit = readUnit(call.files, name);
  if (unit === undefined) return failure(`Unit ${name} could not be found.`, 4);
  const isActive = call.system.units.isActive(name);
  const lines = [
    `${isActive ? '●' : '○'} ${name} - ${unit.settings.get('Unit.Description')?.[0] ?? name}`,
    `     Loaded: loaded (${unit.path}; ${state(call, 'is-enabled', name).text})`,
    `     Active: ${isActive ? 'active (running)' : call.system.units.isFailed(name) ? 'failed' : 'inactive (dead)'}`,
  ];
  return { exitCode: isActive ? 0 : 3, stdout: `${lines.join('\n')}\n`, stderr: '' };
}

async function apply(call: ToolCall, verb: string, name: string): Promise<Outcome> {
  const { units } = call.system;
  const start = () => units.start(name, (done) => call.process.task.waitFor(done, call.signal));
  switch (verb) {
    case 'start':
      return start();
    case 'stop':
      if (readUnit(call.files, name) === undefined && !units.isActive(name))
        return failure(`Failed to stop ${name}: Unit ${name} not loaded.`, 5);
      units.stop(name);
      return success();
    case 'reload':
      return units.isActive(name) ? success() : failure(`${name} is not active, cannot reload.`);
    case 'restart':
    case 'reload-or-restart':
    case 'try-restart':
      if (verb === 'try-restart' && !units.isActive(name)) return success();
      units.stop(name);
      return start();
    case 'enable':
      return enable(call, name);
    case 'disable':
      return disable(call, name);
    case 'mask':
      return mask(call, name);
    case 'unmask':
      if (readUnit(call.files, name)?.masked === true) call.files.remove(`/etc/systemd/system/${name}`);
      return success();
    default:
      return status(call, name);
  }
}

/** `systemctl show --property=ActiveState`: one line for each unit, with an empty line between them. */
function show(call: ToolCall, names: readonly string[]): Outcome {
  const asked = call.args.filter((argument) => argument.startsWith('-'));
  if (asked.join(' ') !== '--property=ActiveState') return notModeled(call, `show ${asked.join(' ')}`);
  return success(names.map((name) => `ActiveState=${state(call, 'is-active', unitName(name)).text}\n`).join('\n'));
}

/** `systemctl`: works by the unit files and links on the disk; what runs is a process of the guest. */
const systemctl: Tool = async (call) => {
  const words = call.args.filter((argument) => !argument.startsWith('-'));
  const isNow = call.args.includes('--now');
  const [verb = 'list-units', ...names] = words;
  if (changing.has(verb) && call.user !== 'root')
    return failure(`Failed to ${verb}: Interactive authentication required.`, 1);
  await call.spend(0.2);
  if (verb === 'daemon-reload' || verb === 'reset-failed' || verb === 'daemon-reexec') return success();
  if (verb === 'list-units')
    return success(
      call.system.units
        .active()
        .map((name) => `${name} loaded active running\n`)
        .join(''),
    );
  if (verb === 'is-system-running') return success('running\n');
  if (verb === 'poweroff' || verb === 'reboot' || verb === 'halt')
    return call.start({ words: [verb === 'halt' ? 'poweroff' : verb] });
  if (names.length === 0) return failure('Too few arguments.');
  if (verb === 'is-active' || verb === 'is-enabled' || verb === 'is-failed') {
    const states = names.map((name) => state(call, verb, unitName(name)));
    const text =
      call.args.includes('-q') || call.args.includes('--quiet')
        ? ''
        : states
            .filter(({ text: one }) => one !== '')
            .map(({ text: one }) => `${one}\n`)
            .join('');
    const unknown = verb === 'is-enabled' && states.some(({ text: one }) => one === '');
    return {
      exitCode: states.some(({ good }) => good) ? 0 : verb === 'is-active' ? 3 : 1,
      stdout: text,
      stderr: unknown ? 'Failed to get unit file state: No such file or directory\n' : '',
    };
  }
  if (verb === 'show') return show(call, names);
  if (!changing.has(verb) && verb !== 'status') return notModeled(call, verb);
  const outcome = { exitCode: 0, stdout: '', stderr: '' };
  for (const name of names.map(unitName)) {
    const steps =
      isNow && verb === 'enable'
        ? ['enable', 'start']
        : isNow && (verb === 'disable' || verb === 'mask')
          ? ['stop', verb]
          : [verb];
    for (const step of steps) {
      const one = await apply(call, step, name);
      outcome.exitCode ||= one.exitCode;
      outcome.stdout += one.stdout;
      outcome.stderr += one.stderr;
    }
  }
  return outcome;
};

/** `journalctl`: shows what units wrote; --rotate and --vacuum-… empty the journal on the disk. */
const journalctl: Tool = (call) => {
  const journal = '/var/log/journal/system.journal';
  const unknown = call.args.find(
    (argument) =>
      argument.startsWith('-') &&
      !/^(--rotate|--vacuum-(time|size|files)(=.*)?|--flush|--sync|-u|--unit(=.*)?|--no-pager|-n|-xe|-xeu|-x|-e|-b|-q)$/.test(
        argument,
      ),
  );
  if (unknown !== undefined) return notModeled(call, unknown);
  if (call.args.some((argument) => argument.startsWith('--vacuum'))) {
    for (const path of call.files.files('/var/log/journal')) call.files.remove(path);
    return success();
  }
  if (call.args.some((argument) => /^--(rotate|flush|sync)$/.test(argument))) return success();
  const index = call.args.findIndex((argument) => argument === '-u' || argument === '-xeu' || argument === '--unit');
  const unit = index < 0 ? undefined : unitName(call.args[index + 1] ?? '');
  const lines = call.files
    .textOr(journal)
    .split('\n')
    .filter((line) => line !== '' && (unit === undefined || line.includes(` ${unit}: `)));
  return success(lines.length === 0 ? '-- No entries --\n' : `${lines.join('\n')}\n`);
};

export const systemctlTools: Record<string, Tool> = { systemctl, journalctl };
