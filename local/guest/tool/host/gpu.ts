import type { FileSystem } from '../../file/system';
import type { System } from '../../process/system';
import { type Tool, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';

/** Returns whether NVIDIA's kernel module is on the disk. */
export const hasDriver = (files: FileSystem): boolean =>
  files.files('/usr/lib/modules').some((path) => path.endsWith('/nvidia.ko'));

/** Returns the NVIDIA cards that the driver on the disk can drive. */
export const usableCards = (system: System) =>
  hasDriver(system.files)
    ? system.facts.gpus
        .filter(({ manufacturer }) => manufacturer === 'NVIDIA')
        .flatMap((gpu) => Array.from({ length: gpu.count }, () => gpu))
    : [];

/** `nvidia-smi`, `-L`, and `--query-gpu=… --format=csv[,noheader]`. */
const nvidiaSmi: Tool = (call): Outcome => {
  const cards = usableCards(call.system);
  if (!hasDriver(call.files))
    return failure(
      '',
      9,
      "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.\n\n",
    );
  if (cards.length === 0) return failure('', 6, 'No devices were found\n');
  const fullName = (name: string) => `NVIDIA ${name}`;
  if (call.args.includes('-L') || call.args.includes('--list-gpus'))
    return success(
      cards.map(({ name }, index) => `GPU ${index}: ${fullName(name)} (UUID: GPU-0000000${index})\n`).join(''),
    );
  const query = call.args
    .find((argument) => argument.startsWith('--query-gpu='))
    ?.slice('--query-gpu='.length)
    .split(',');
  if (query !== undefined) {
    const format =
      call.args
        .find((argument) => argument.startsWith('--format='))
        ?.slice('--format='.length)
        .split(',') ?? [];
    const fields = (gpu: (typeof cards)[number], index: number): Record<string, string> => ({
      name: fullName(gpu.name),
      gpu_name: fullName(gpu.name),
      index: String(index),
      count: String(cards.length),
      driver_version: '535.161.07',
      'memory.total': format.includes('nounits') ? String(gpu.memoryMiB) : `${gpu.memoryMiB} MiB`,
    });
    const unknown = query.find((name) => fields(cards[0] as (typeof cards)[number], 0)[name] === undefined);
    if (unknown !== undefined) return failure('', 2, `Field "${unknown}" is not a valid field to query.\n`);
    const header = format.includes('noheader') ? '' : `${query.join(', ')}\n`;
    return success(
      header + cards.map((gpu, index) => `${query.map((name) => fields(gpu, index)[name]).join(', ')}\n`).join(''),
    );
  }
  if (call.args.length > 0) return notModeled(call, call.args.join(' '));
  const rows = cards
    .map(({ name, memoryMiB }, index) => `|   ${index}  ${fullName(name).padEnd(28)} | 0MiB / ${memoryMiB}MiB |\n`)
    .join('');
  return success(
    `+-----------------------------------------------------------------------------+\n| NVIDIA-SMI 535.161.07   Driver Version: 535.161.07   CUDA Version: 12.2      |\n${rows}+-----------------------------------------------------------------------------+\n`,
  );
};

/** `nvcc --version`: of the CUDA toolkit on the disk. */
const nvcc: Tool = (call): Outcome => {
  const version = /"version":"(\d+\.\d+)/.exec(call.files.textOr('/usr/local/cuda/version.json'))?.[1];
  if (version === undefined) return failure('nvcc: the CUDA toolkit under /usr/local/cuda is missing');
  if (!call.args.includes('--version') && !call.args.includes('-V')) return notModeled(call, 'compiling');
  return success(
    `nvcc: NVIDIA (R) Cuda compiler driver\nCuda compilation tools, release ${version}, V${version}.105\n`,
  );
};

export const gpuTools: Record<string, Tool> = { 'nvidia-smi': nvidiaSmi, nvcc };
