import { memoryTable, processorName } from '../../os/devices';
import { distribution } from '../../process/system';
import { type Tool, type ToolCall, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';

const machineName = (call: ToolCall) => (call.system.facts.architecture === 'arm64' ? 'aarch64' : 'x86_64');
/** Returns the version of the running kernel. */
export const kernelOf = (call: ToolCall): string =>
  ({
    ubuntu: '6.8.0-1008-aws',
    debian: `6.1.0-21-cloud-${machineName(call) === 'aarch64' ? 'arm64' : 'amd64'}`,
    amzn: `6.1.79-99.167.amzn2023.${machineName(call)}`,
  })[distribution(call.files)];

const uname: Tool = (call): Outcome => {
  const flags = call.args.join('').replaceAll('-', '') || 's';
  const unknown = /[^asnrvmpio]/.exec(flags);
  if (unknown !== null) return failure(`uname: invalid option -- '${unknown[0]}'`);
  const all: Record<string, string> = {
    s: 'Linux',
    n: call.system.hostname(),
    r: kernelOf(call),
    v: '#1 SMP PREEMPT_DYNAMIC',
    m: machineName(call),
    p: machineName(call),
    i: machineName(call),
    o: 'GNU/Linux',
  };
  const shown = flags.includes('a')
    ? ['s', 'n', 'r', 'v', 'm', 'o']
    : ['s', 'n', 'r', 'v', 'm', 'p', 'i', 'o'].filter((flag) => flags.includes(flag));
  return success(`${shown.map((flag) => all[flag]).join(' ')}\n`);
};

const free: Tool = (call): Outcome => {
  const flag = call.args.find(
    (argument) => argument !== '-h' && argument !== '-m' && argument !== '-g' && argument !== '-k' && argument !== '-b',
  );
  if (flag !== undefined) return notModeled(call, flag);
  const kibibytes = Number(/MemTotal:\s+(\d+)/.exec(memoryTable(call.system.facts.memoryMiB))?.[1] ?? 0);
  const unit = call.args.includes('-g')
    ? 1024 * 1024
    : call.args.includes('-m')
      ? 1024
      : call.args.includes('-b')
        ? 1 / 1024
        : 1;
  const show = (share: number) =>
    (call.args.includes('-h')
      ? `${((kibibytes * share) / 1024 / 1024).toFixed(1)}Gi`
      : String(Math.floor((kibibytes * share) / unit))
    ).padStart(12);
  return success(
    `               total        used        free      shared  buff/cache   available\nMem:   ${show(1)}${show(0.05)}${show(0.85)}${show(0.001)}${show(0.1)}${show(0.9)}\nSwap:  ${show(0)}${show(0)}${show(0)}\n`,
  );
};

function usedKibibytes(call: ToolCall): number {
  const base = 1_600_000;
  const bytes = ['/home', '/opt', '/root', '/var', '/usr/local']
    .flatMap((directory) => call.system.files.files(directory))
    .reduce((sum, path) => {
      const node = call.system.files.node(path, false);
      return sum + (node?.kind === 'file' ? node.content.length : 0);
    }, 0);
  return base + Math.ceil(bytes / 1024);
}

/** `df`: the size of the root volume is not known inside; 30 GB is what the base images' recipes take. */
const df: Tool = (call): Outcome => {
  const total = 30 * 1024 * 1024;
  const used = usedKibibytes(call);
  const isHuman = call.args.some((argument) => /^-[a-zA-Z]*h/.test(argument));
  const show = (kibibytes: number) =>
    (isHuman ? `${(kibibytes / 1024 / 1024).toFixed(1)}G` : String(kibibytes)).padStart(10);
  const percent = `${Math.ceil((used / total) * 100)}%`;
  if (call.args.some((argument) => argument.startsWith('--output'))) return notModeled(call, '--output');
  return success(
    `Filesystem     ${isHuman ? ' Size       Used      Avail' : '1K-blocks      Used Available'} Use% Mounted on\n/dev/nvme0n1p1 ${show(total)}${show(used)}${show(total - used)} ${percent.padStart(4)} /\n`,
  );
};

const lscpu: Tool = (call) => {
  const { vcpus, architecture } = call.system.facts;
  return success(
    `Architecture:        ${machineName(call)}\nCPU(s):              ${vcpus}\nModel name:          ${processorName(architecture)}\n`,
  );
};

/** `lspci`: the display controllers, as far as the instance type has any. */
const lspci: Tool = (call) => {
  const cards = call.system.facts.gpus.flatMap(({ name, manufacturer, count }) =>
    Array.from(
      { length: count },
      (_, index) =>
        `00:1${index}.0 3D controller: ${manufacturer === 'NVIDIA' ? 'NVIDIA Corporation' : manufacturer} ${name} (rev a1)\n`,
    ),
  );
  return success(`00:00.0 Host bridge: Intel Corporation 440FX - 82441FX PMC [Natoma]\n${cards.join('')}`);
};

const timedatectl: Tool = (call): Outcome => {
  const [verb = 'status', zone = ''] = call.args;
  if (verb === 'status')
    return success(
      `Universal time: ${new Date(call.system.host.clock.now()).toUTCString()}\nTime zone: ${call.files.textOr('/etc/timezone', 'UTC').trim()}\n`,
    );
  if (verb !== 'set-timezone') return notModeled(call, verb);
  if (!/^[A-Z][\w+-]+(\/[\w+-]+)*$/.test(zone))
    return failure(`Failed to set time zone: Invalid or not installed time zone '${zone}'`);
  call.files.write('/etc/timezone', `${zone}\n`);
  return success();
};

const hostnamectl: Tool = (call): Outcome => {
  const [verb = 'status', name = ''] = call.args;
  if (verb === 'status') return success(` Static hostname: ${call.system.hostname()}\n`);
  if ((verb !== 'set-hostname' && verb !== 'hostname') || name === '') return notModeled(call, call.args.join(' '));
  call.files.write('/etc/hostname', `${name}\n`);
  return success();
};

const uptime: Tool = (call) => {
  const minutes = Math.floor((call.system.host.clock.now() - call.system.bootedAt) / 60_000);
  return success(
    ` ${new Date(call.system.host.clock.now()).toISOString().slice(11, 19)} up ${minutes} min,  0 users,  load average: 0.00, 0.00, 0.00\n`,
  );
};

export const hardwareTools: Record<string, Tool> = {
  uname,
  free,
  df,
  lscpu,
  lspci,
  timedatectl,
  hostnamectl,
  uptime,
  nproc: (call) => success(`${call.system.facts.vcpus}\n`),
  lsblk: () =>
    success(
      'NAME          MAJ:MIN RM SIZE RO TYPE MOUNTPOINTS\nnvme0n1       259:0    0  30G  0 disk \n└─nvme0n1p1   259:1    0  30G  0 part /\n',
    ),
  mount: (call) => (call.args.length === 0 ? success(call.files.textOr('/proc/mounts')) : notModeled(call, 'mounting')),
  umount: (call) => notModeled(call, 'unmounting'),
  swapon: (call) =>
    call.args.length === 0 || call.args[0]?.startsWith('--show') === true ? success() : notModeled(call, 'swap'),
  tty: () => failure('', 1, 'not a tty\n'),
};
