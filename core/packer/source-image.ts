import { parseBase, type BaseFamily } from '../model/base';
import { SpawnError } from '../errors';
import type { Architecture } from '../model/image';

/** How a Packer template finds its base: by id, or the newest image with a name from one owner. */
export type SourceImage =
  | { source_ami: string }
  | { source_ami_filter: { filters: Record<string, string>; owners: string[]; most_recent: true } };

const canonical = '099720109477';
const debian = '136693071363';

/** The kernel of Amazon Linux 2023's default images, to which the parameter `al2023-ami-kernel-default-…` points. */
export const defaultKernel = '6.1';

// Names as published by the vendors: Packer's JSON templates cannot read parameters of Systems Manager.
const families: Record<BaseFamily, (architecture: Architecture) => [name: string, owner: string]> = {
  al2023: (architecture) => [`al2023-ami-2023.*-kernel-${defaultKernel}-${architecture}`, 'amazon'],
  'al2023-gpu': (architecture) => [
    `Deep Learning ${architecture === 'arm64' ? 'ARM64 ' : ''}Base OSS Nvidia Driver GPU AMI (Amazon Linux 2023) *`,
    'amazon',
  ],
  'ubuntu-24.04': (architecture) => [
    `ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-${architecture === 'arm64' ? 'arm64' : 'amd64'}-server-*`,
    canonical,
  ],
  'ubuntu-22.04': (architecture) => [
    `ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-${architecture === 'arm64' ? 'arm64' : 'amd64'}-server-*`,
    canonical,
  ],
  'debian-12': (architecture) => [`debian-12-${architecture === 'arm64' ? 'arm64' : 'amd64'}-*`, debian],
};

/**
 * Returns the base of a recipe as Packer looks it up, with its owner. Throws InvalidBase for a base that Packer cannot
 * look up.
 */
export function sourceImage(base: string, architecture: Architecture): SourceImage {
  const parsed = parseBase(base);
  if (parsed.kind === 'image') return { source_ami: parsed.ami_id };
  if (parsed.kind === 'family' || parsed.kind === 'pattern') {
    const [name, owner] =
      parsed.kind === 'family' ? families[parsed.family](architecture) : [parsed.name, parsed.owner];
    return {
      source_ami_filter: {
        filters: { name, architecture, 'root-device-type': 'ebs', 'virtualization-type': 'hvm' },
        owners: [owner],
        most_recent: true,
      },
    };
  }
  const what =
    parsed.kind === 'stack'
      ? 'an image of spawn’s own catalog: name it by its id (spawn resolve shows it)'
      : 'a parameter of Systems Manager: name the image by its id';
  throw new SpawnError(
    'InvalidBase',
    `the base '${base}' cannot be used in a Packer template, because Packer does not support ${what}: use another base.`,
    { base },
  );
}

/** Returns the user that Packer logs in as on an image of that base. */
export function userOfBase(base: string): string {
  if (/^debian|^\d{12}\/debian/.test(base)) return 'admin';
  return /^ubuntu|^\d{12}\/ubuntu/.test(base) ? 'ubuntu' : 'ec2-user';
}

/**
 * Returns the architecture of an instance type by its name: a `g` among the letters after the generation means Graviton
 * (EC2's naming of types).
 */
export function architectureByName(instanceType: string): Architecture {
  return /^(a1|[a-z]+\d+[a-z]*g[a-z]*)\./.test(instanceType) ? 'arm64' : 'x86_64';
}
